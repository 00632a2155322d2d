import { type Dirent, readdirSync, statSync } from "node:fs";
import { builtinModules } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { lowest } from "./names.js";

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
  return entries(pathOf(folder), base).flatMap(({ name, isFolder }) => {
    if (name.startsWith(".") && base === "") return [];
    if (isFolder) return name === "node_modules" && base === "" ? [] : [`${folder}${name}/`];
    return sources && !SOURCE.test(name) ? [] : [`${folder}${name}`];
  });
}

/** The modules of Node.js and the packages that are installed here. */
export function packageNames(typed: string): string[] {
  const scope = /^@[^/]+\//.exec(typed)?.[0] ?? "";
  const installed = entries(join(process.cwd(), "node_modules", scope), typed.slice(scope.length))
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

/** How many links are followed, of those that fit: each takes a question to the disk. */
const MOST_FOLLOWED = 1000;

/** What a folder has that begins so; the links behind the first thousand count as files. */
function entries(folder: string, base: string): { name: string; isFolder: boolean }[] {
  const fitting = entriesOf(folder).filter(({ name }) => name.startsWith(base));
  const links = lowest(
    fitting.filter((entry) => entry.isSymbolicLink()).map(({ name }) => name),
    MOST_FOLLOWED,
  );
  const folders = new Set(links.filter((name) => isFolderBehind(join(folder, name))));
  return fitting.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() || folders.has(entry.name) }));
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isFolderBehind(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch {
    return false;
  }
}
