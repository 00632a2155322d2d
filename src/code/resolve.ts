import { existsSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, extname, join, resolve as resolvePath } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** What a specifier in a file stands for: a file that the loader reads itself, or a module of Node.js. */
export type Resolved =
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "module"; readonly url: string };

/** A file may be named with the extension that it has once it is compiled. */
const COMPILED: Record<string, readonly string[]> = {
  ".js": [".ts", ".tsx"],
  ".mjs": [".mts"],
  ".jsx": [".tsx"],
};
const EXTENSIONS = [".ts", ".mts", ".tsx", ".js", ".mjs", ".json"];

let resolveImport: typeof import("import-meta-resolve").resolve | undefined;

/** Has to be awaited before {@link resolve} is asked for packages: whoever imports none need not wait for it. */
export async function loadPackageResolver(): Promise<void> {
  resolveImport ??= (await import("import-meta-resolve")).resolve;
}

/** True for what is neither a file of the user nor a built-in module. */
export function isPackage(specifier: string): boolean {
  return !PATH.test(specifier) && !isBuiltin(specifier);
}

const PATH = /^(\.{1,2}(\/|$)|\/|file:)/;

/**
 * Resolves a specifier as seen from a file. Relative and absolute paths are files of the user;
 * everything else is a package or a built-in module, found from the file's folder.
 *
 * @throws Error when there is no such file or package
 */
export function resolve(specifier: string, from: string): Resolved {
  if (PATH.test(specifier)) {
    const path = specifier.startsWith("file:") ? fileURLToPath(specifier) : resolvePath(dirname(from), specifier);
    const found = findFile(path);
    if (!found) throw new Error(`Cannot find ${specifier} imported from ${from}`);
    return extname(found) === ".cjs" || extname(found) === ".node"
      ? { kind: "module", url: pathToFileURL(found).href }
      : { kind: "file", path: found };
  }
  if (isBuiltin(specifier)) return { kind: "module", url: `node:${specifier.replace(/^node:/, "")}` };
  return { kind: "module", url: resolveImport!(specifier, pathToFileURL(from).href) };
}

/** The file that a path means, which may leave out its extension. */
export function findFile(path: string): string | undefined {
  const extension = extname(path);
  const compiled = COMPILED[extension]?.map((other) => path.slice(0, -extension.length) + other) ?? [];
  const candidates = [
    path,
    ...compiled,
    ...EXTENSIONS.map((e) => path + e),
    ...EXTENSIONS.map((e) => join(path, `index${e}`)),
  ];
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}
