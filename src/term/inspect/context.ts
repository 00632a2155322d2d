import { type Doc, text } from "./layout.js";

/** What a piece of printed text is: what a theme gives colours to. */
export type InspectKind =
  | "atom"
  | "binary"
  | "boolean"
  | "date"
  | "error"
  | "function"
  | "key"
  | "list"
  | "map"
  | "nil"
  | "number"
  | "pid"
  | "port"
  | "reference"
  | "regex"
  | "special"
  | "string"
  | "symbol"
  | "tuple";

/** Puts a colour around a piece of text; it must not change the characters themselves. */
export type Paint = (kind: InspectKind, text: string) => string;

/** A container and the ones around it. */
export interface Around {
  value: object;
  outer: Around | undefined;
}

/** Where in a value the printer is, and what it may still spend. */
export interface Context {
  /** How many more elements are shown. It shrinks with every element and every level, as Elixir's does. */
  limit: number;
  /** How many levels of containers are still shown; below 0 inside of the last one. */
  depth: number;
  /** How many instances of classes are around this value: their insides are shown two levels deep. */
  instances: number;
  /** The containers around this value, for cycles. */
  around: Around | undefined;
  /** Shared by the whole print, so that values with many paths to one object end. */
  budget: { left: number };
  paint: Paint | undefined;
  /** Prints a value inside this one. */
  print: (value: unknown, context: Context) => Doc;
}

/** A piece of text in the colour of its kind; the colour takes no columns. */
export function token(kind: InspectKind, shown: string, { paint }: Context): Doc {
  const plain = text(shown);
  return paint && plain.type === "text" ? { ...plain, text: paint(kind, shown) } : plain;
}
