import { existsSync, readdirSync, statSync } from "node:fs";

/**
 * The files that `-r` names: one by its path, or those of a pattern, in the order of their names. In each
 * part of its path `*` stands for any characters and `?` for one; hidden files are meant by none that does
 * not begin with a dot.
 *
 * @param pattern as it was given, relative to the current folder or absolute
 * @throws Error when there is no such file, and for `**`, which means nothing here
 * @example
 * requiredFiles("lib/*.ts"); // ["lib/cart.ts", "lib/shop.ts"]
 */
export function requiredFiles(pattern: string): string[] {
  if (existsSync(pattern)) return [pattern];
  if (pattern.includes("**"))
    throw new Error(
      `Cannot load ${pattern}: ** is not known here, give a pattern for each folder, as in lib/*.ts, or the files themselves`,
    );
  const files = matching("", pattern.split("/")).filter(isFile);
  if (files.length === 0) throw new Error(`-r : No files matched pattern ${pattern}`);
  return files;
}

/** @param folder where these parts of a path begin: nothing, or ending with a slash */
function matching(folder: string, [part, ...rest]: readonly string[]): string[] {
  const names = /[*?]/.test(part!) ? namesIn(folder).filter(matcher(part!)) : [part!];
  return rest.length === 0
    ? names.map((name) => folder + name)
    : names.flatMap((name) => matching(`${folder}${name}/`, rest));
}

function matcher(part: string): (name: string) => boolean {
  const source = part
    .replace(/[\\^$.+()|[\]{}]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  const whole = new RegExp(`^${source}$`, "su");
  return (name) => whole.test(name) && (!name.startsWith(".") || part.startsWith("."));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder || ".").sort();
  } catch {
    // No folder, or one that cannot be read: nothing in it matches.
    return [];
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
