const WIDEST = 30;
const GAP = 5;

/**
 * Lays names out in rows, as iex lists files and exports: columns as wide as the longest name.
 *
 * @param width of the screen, in characters
 * @param show what to print in place of a name, of the same width
 * @example
 * table(["a.ts", "b.ts"], 80); // "a.ts     b.ts     "
 */
export function table(
  names: readonly string[],
  width: number,
  show: (name: string) => string = (name) => name,
): string {
  const column = Math.min(Math.max(0, ...names.map((name) => name.length)), WIDEST) + GAP;
  // The last column needs no gap behind it.
  const perRow = Math.max(1, Math.floor((width + GAP) / column));
  const rows: string[] = [];
  for (let from = 0; from < names.length; from += perRow) {
    const row = names.slice(from, from + perRow);
    rows.push(
      row
        .map((name) => show(name) + " ".repeat(Math.max(1, column - name.length)))
        .join("")
        .trimEnd(),
    );
  }
  return rows.join("\n");
}
