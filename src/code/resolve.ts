import { existsSync, readFileSync, statSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
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
  ".cjs": [".cts"],
  ".jsx": [".tsx"],
};
const EXTENSIONS = [".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx", ".json"];

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
 * Resolves a specifier as seen from a file. Relative and absolute paths are files of the user, and so
 * is what a package.json names in `imports` or by the package's own name; everything else is a
 * package or a built-in module, found from the file's folder.
 *
 * @param by how the file asks for it: packages may answer `require` with another file
 * @throws Error when there is no such file or package
 */
export function resolve(specifier: string, from: string, by: "import" | "require" = "import"): Resolved {
  if (PATH.test(specifier)) {
    const path = specifier.startsWith("file:") ? fileURLToPath(specifier) : resolvePath(dirname(from), specifier);
    const found = findFile(path);
    if (!found) throw notFound(specifier, from, by);
    return extname(found) === ".node"
      ? { kind: "module", url: pathToFileURL(found).href }
      : { kind: "file", path: found };
  }
  if (isBuiltin(specifier)) return { kind: "module", url: `node:${specifier.replace(/^node:/, "")}` };
  const url =
    by === "import"
      ? resolveImport!(specifier, pathToFileURL(from).href)
      : pathToFileURL(createRequire(from).resolve(specifier)).href;
  if (!url.startsWith("file:") || !isOwn(fileURLToPath(url), from)) return { kind: "module", url };
  const path = findFile(fileURLToPath(url));
  if (!path) throw notFound(specifier, from, by);
  return { kind: "file", path };
}

/** Programs look at the code to tell what is not there from what fails. */
function notFound(specifier: string, from: string, by: "import" | "require"): Error {
  const [asked, code] = by === "import" ? ["imported", "ERR_MODULE_NOT_FOUND"] : ["required", "MODULE_NOT_FOUND"];
  return Object.assign(new Error(`Cannot find ${specifier} ${asked} from ${from}`), { code });
}

/** True for files of the package that asks, and for TypeScript that is installed nowhere. */
function isOwn(path: string, from: string): boolean {
  if (/[\\/]node_modules[\\/]/.test(path) || !LANGUAGES.test(path)) return false;
  return /\.[cm]?tsx?$/.test(path) || packageOf(path) === packageOf(from);
}

const LANGUAGES = /\.([cm]?[jt]s|[jt]sx|json)$/;

/** The folder of the nearest package.json. */
function packageOf(path: string): string | undefined {
  const folder = dirname(path);
  if (existsSync(join(folder, "package.json"))) return folder;
  return folder === path ? undefined : packageOf(folder);
}

/** The file that a path means, which may leave out its extension. */
export function findFile(path: string): string | undefined {
  const candidates = [...namesOf(path), ...mainOf(path).flatMap(namesOf), ...namesOf(join(path, "index"))];
  return candidates.find((candidate) => existsSync(candidate) && statSync(candidate).isFile());
}

function namesOf(path: string): string[] {
  const extension = extname(path);
  const compiled = COMPILED[extension]?.map((other) => path.slice(0, -extension.length) + other) ?? [];
  return [path, ...compiled, ...EXTENSIONS.map((e) => path + e)];
}

/** A folder may name its file in a package.json. */
function mainOf(folder: string): string[] {
  try {
    const { main } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return typeof main === "string" ? [join(folder, main)] : [];
  } catch {
    return [];
  }
}
