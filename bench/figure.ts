/** Takes one sample of a figure, in the figure's unit. */
export type Sampler = () => number | Promise<number>;

/** One way to do what a figure measures. It runs in an OS process of its own and is sampled many times. */
export type Side = Measure | { beam: BeamSide };

/** Gets everything ready, once, and returns what takes a sample. */
export type Measure = () => Sampler | Promise<Sampler>;

/** Needs Elixir: a script of `bench/beam` that does the same there, or code of this folder that looks on. */
export type BeamSide = string | Measure;

/** What the figure has to reach: so many times a peer's value, or a value of its own. */
export type Budget = { against: string; ratio: number } | { limit: number };

/** Something that is measured. */
export interface Figure {
  /** Chosen by on the command line. */
  name: string;
  /** What is measured, for the table. */
  title: string;
  unit: string;
  /** Whether more is better, as of a rate, or less, as of a duration. */
  better: "more" | "less";
  /** How many samples of each side are kept; 5 when left out. */
  samples?: number;
  /** The one called `ours`, and the peers. */
  sides: { ours: Side } & Record<string, Side>;
  budgets: readonly Budget[];
}
