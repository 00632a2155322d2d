/** As wide as Erlang's line editor lists what there is, in characters. */
const WIDEST = 79;
const GAP = 4;

/**
 * Lays names out in rows of columns of the same width, as the shells of Erlang list completions.
 *
 * @param width of the screen, in characters
 * @returns the rows, without trailing blanks
 * @example
 * columns(["map/2", "max/3"], 80); // ["map/2    max/3"]
 */
export function columns(names: readonly string[], width: number): string[] {
  const column = Math.max(0, ...names.map((name) => name.length)) + GAP;
  const perRow = Math.max(1, Math.floor(Math.min(WIDEST, width - 1) / column));
  const rows: string[] = [];
  for (let from = 0; from < names.length; from += perRow) {
    const row = names.slice(from, from + perRow).map((name) => name.padEnd(column));
    rows.push(row.join("").trimEnd());
  }
  return rows;
}
