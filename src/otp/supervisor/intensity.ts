/** How often a supervisor may restart children before it gives up. */
export interface Intensity {
  /** That many restarts are fine … */
  readonly maxRestarts: number;
  /** … within that many seconds. */
  readonly maxSeconds: number;
}

/**
 * Counts one more restart: `supervisor:add_restart/1` of OTP.
 *
 * @param restarts when the last ones were, in milliseconds of any clock that only goes forward
 * @param now the time of this one
 * @returns those that still count, this one among them; whether they are too many
 * @example
 * addRestart([0, 1_000, 2_000], 3_000, { maxRestarts: 3, maxSeconds: 5 }).tooMany; // true
 * addRestart([0, 1_000, 2_000], 6_500, { maxRestarts: 3, maxSeconds: 5 }).restarts; // [2_000, 6_500]
 */
export function addRestart(
  restarts: readonly number[],
  now: number,
  { maxRestarts, maxSeconds }: Intensity,
): { restarts: number[]; tooMany: boolean } {
  const counting = [...restarts.filter((then) => now - then <= maxSeconds * 1_000), now];
  return { restarts: counting, tooMany: counting.length > maxRestarts };
}

/** The restarts of one supervisor, by the clock of this node. */
export class Restarts {
  readonly #intensity: Intensity;
  #recent: number[] = [];

  constructor(intensity: Intensity) {
    this.#intensity = intensity;
  }

  /** Counts one more; false when the supervisor has to give up. */
  add(): boolean {
    const { restarts, tooMany } = addRestart(this.#recent, performance.now(), this.#intensity);
    this.#recent = restarts;
    return !tooMany;
  }
}
