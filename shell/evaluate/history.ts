/** The values of the last prompts, by their numbers. */
export interface ValueHistory {
  /** Remembers the value of a prompt; forgets the oldest when there are too many. */
  append(line: number, value: unknown): void;
  /**
   * The value of prompt `n`, or of the `-n`th last; the last one by default.
   *
   * @throws RangeError when no such value is kept.
   */
  v(n?: number): unknown;
  readonly size: number;
  clear(): void;
}

/**
 * A history that keeps the last `limit` values; a negative limit keeps all. The limit is read anew
 * for each value.
 *
 * @see https://github.com/elixir-lang/elixir/blob/main/lib/iex/lib/iex/history.ex
 */
export function createHistory(options: { readonly limit?: number } = {}): ValueHistory {
  const entries: { line: number; value: unknown }[] = [];
  return {
    append(line, value) {
      const { limit = 20 } = options;
      entries.push({ line, value });
      if (limit >= 0) entries.splice(0, entries.length - limit);
    },
    v(n = -1) {
      const entry = n < 0 ? entries.at(n) : entries.findLast(({ line }) => line === n);
      if (entry && Number.isInteger(n)) return entry.value;
      throw new RangeError(`v(${n}) is out of bounds, ${bounds(entries.map(({ line }) => line))}`);
    },
    get size() {
      return entries.length;
    },
    clear: () => void entries.splice(0),
  };
}

function bounds(lines: number[]): string {
  if (lines.length === 0) return "no entries were stored in history so far";
  const range = `the currently preserved history ranges from ${lines[0]} to ${lines.at(-1)}`;
  return `${range} (or use negative numbers to look from the end)`;
}
