/**
 * The name that was probably meant: the one that takes the fewest strokes to get to.
 *
 * @returns undefined when none is near
 * @example
 * similar("tset", ["new", "test"]); // "test"
 */
export function similar(name: string, known: readonly string[]): string | undefined {
  const near = known
    .map((other) => ({ other, strokes: strokes(name, other) }))
    .sort((a, b) => a.strokes - b.strokes)[0];
  return near && near.strokes <= near.other.length / 2 ? near.other : undefined;
}

/** How many letters to add, remove, replace or swap with the next one, to make one name of the other. */
function strokes(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      const swapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      const swap = swapped ? beforeLast[j - 2]! + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1), swap));
    }
    beforeLast = last;
    last = row;
  }
  return last[to.length]!;
}
