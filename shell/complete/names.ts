/**
 * What all names begin with, in whole characters.
 *
 * @param names at least one
 * @example
 * common(["spawn", "spawnLink"]); // "spawn"
 */
export function common(names: readonly string[]): string {
  let [lowest = "", highest = ""] = [names[0], names[0]];
  for (const name of names) {
    if (name < lowest) lowest = name;
    if (name > highest) highest = name;
  }
  let length = 0;
  while (length < lowest.length && lowest[length] === highest[length]) length++;
  return lowest.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

/**
 * The first of names in order, without sorting all of them.
 *
 * @param count how many, at least one
 * @returns sorted; all of them where there are not more
 */
export function lowest(names: readonly string[], count: number): string[] {
  const kept: string[] = [];
  let bound: string | undefined;
  for (const name of names) {
    if (bound !== undefined && name >= bound) continue;
    kept.push(name);
    if (kept.length < 2 * count) continue;
    kept.sort().length = count;
    bound = kept.at(-1);
  }
  return kept.sort().slice(0, count);
}
