import { readdirSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

const SOURCE = /\.[cm]?[jt]sx?$/;

/**
 * The names of files that a path which is being typed may become; folders end with `/`.
 *
 * @param typed relative to the current folder, or absolute
 * @param sources only files of TypeScript and JavaScript
 */
export function fileNames(typed: string, { sources }: { sources: boolean }): string[] {
  const folder = typed.slice(0, typed.lastIndexOf("/") + 1);
  const base = typed.slice(folder.length);
  return entries(pathOf(folder)).flatMap(({ name, isFolder }) => {
    if (!name.startsWith(base) || (name.startsWith(".") && base === "")) return [];
    if (isFolder) return name === "node_modules" && base === "" ? [] : [`${folder}${name}/`];
    return sources && !SOURCE.test(name) ? [] : [`${folder}${name}`];
  });
}

/** The modules of Node.js and the packages that are installed here. */
export function packageNames(typed: string): string[] {
  const scope = /^@[^/]+\//.exec(typed)?.[0] ?? "";
  const installed = entries(join(process.cwd(), "node_modules", scope))
    .filter(({ name, isFolder }) => isFolder && !name.startsWith("."))
    .map(({ name }) => (name.startsWith("@") ? `${name}/` : scope + name));
  const builtin = builtinModules
    .filter((name) => !name.startsWith("_"))
    .map((name) => `node:${name.replace(/^node:/, "")}`);
  return ["iex-ts", ...(typed.startsWith("n") ? builtin : []), ...installed];
}

function pathOf(folder: string): string {
  return folder.startsWith("~/") ? join(homedir(), folder.slice(2)) : folder === "" ? "." : folder;
}

function entries(folder: string): { name: string; isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      isFolder: entry.isDirectory() || (entry.isSymbolicLink() && isFolderBehind(join(folder, entry.name))),
    }));
  } catch {
    return [];
  }
}

function isFolderBehind(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
