import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Path, relative to the project → the file's text. */
export type Texts = ReadonlyMap<string, string>;

const SOURCE = /\.(ts|tsx|mts|js|mjs)$/;
const NO_SOURCE = /\.d\.[cm]?ts$|\.(test|spec)\.[cm]?[jt]sx?$/;

/** The files below `src/` that are compiled, in the order of their names. */
export function sourceFiles(root: string): string[] {
  return filesBelow(join(root, "src"))
    .filter((path) => SOURCE.test(path) && !NO_SOURCE.test(path))
    .map((path) => relative(root, path));
}

/** The config files of the project. */
export function configFiles(root: string): string[] {
  return filesBelow(join(root, "config")).map((path) => relative(root, path));
}

/** The texts of those of the files that are there. */
export function readTexts(root: string, files: readonly string[]): Map<string, string> {
  const present = files.filter((file) => existsSync(join(root, file)));
  return new Map(present.map((file) => [file, readFileSync(join(root, file), "utf8")]));
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.startsWith(".")) return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}
