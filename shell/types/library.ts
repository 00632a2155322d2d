import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The folder of the library's declarations, and how its files end. */
export interface Library {
  readonly folder: string;
  readonly ending: ".ts" | ".d.ts";
}

/**
 * Where the library is declared: as it was built, which is half the work of its sources; in its
 * sources where they are newer.
 *
 * @param root the folder of the package
 */
export function findLibrary(root: string): Library {
  const [source, built] = [join(root, "src"), join(root, "dist/types/src")];
  const isBuilt = existsSync(join(built, "index.d.ts"));
  const isStale = existsSync(source) && !(isBuilt && changedAt(source) < timeOf(join(built, "index.d.ts")));
  return isStale ? { folder: source, ending: ".ts" } : { folder: built, ending: ".d.ts" };
}

/** The file that an import of `iex-ts` means. */
export function libraryFile({ folder, ending }: Library): string {
  return join(folder, `index${ending}`);
}

/** What imports of it and of its parts mean, as TypeScript wants to be told. */
export function libraryPaths(library: Library): Record<string, string[]> {
  const at = (path: string): string[] => [join(library.folder, `${path}${library.ending}`)];
  return {
    "iex-ts": at("index"),
    "iex-ts/config": at("project/config"),
    "iex-ts/jest": at("jest/index"),
    "iex-ts/shell": at("../shell/index"),
    "iex-ts/testing": at("testing/index"),
  };
}

function changedAt(folder: string): number {
  const inside = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? changedAt(path) : timeOf(path);
  });
  return Math.max(timeOf(folder), ...inside);
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
