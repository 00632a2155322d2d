import { basename, extname, relative, sep } from "node:path";

const roots = new Set<string>();

/**
 * Names the modules of a folder's files by their paths below it, as those of a project: in `src/`,
 * `p24_chat/lab.ts` is `P24Chat.Lab`.
 *
 * @param folder an absolute path
 */
export function addSourceRoot(folder: string): void {
  roots.add(folder);
}

/** The name of the module that a file of a project is; undefined for other files. */
export function projectModule(path: string): string | undefined {
  for (const root of roots) {
    const inside = relative(root, path);
    if (!inside.startsWith("..") && inside !== path)
      return inside.slice(0, -extname(inside).length).split(sep).map(camelCase).join(".");
  }
  return undefined;
}

/** The name of the module that any other file is: `my_chat.ts` is `MyChat`. */
export function fileModule(path: string): string {
  return camelCase(basename(path, extname(path)));
}

function camelCase(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
