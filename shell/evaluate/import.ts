import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { resolve } from "./engines.js";
import type { Imported } from "./step.js";

/** Loads a module for the prompt. Options are those of `import(specifier, options)`. */
export type ImportModule = (specifier: string, options?: { with?: Record<string, string> }) => Promise<object>;

/**
 * The values of imported names. A CommonJS module's names are not always known to the loader: they
 * are looked for in its default export, too.
 *
 * @throws SyntaxError when the module exports no such name, as a static import does.
 */
export function importBindings(module: object, names: readonly Imported[]): [string, unknown][] {
  return names.map(({ imported, local }) => [local, imported === "*" ? module : exported(module, imported)]);
}

function exported(module: object, name: string): unknown {
  if (name in module) return (module as Record<string, unknown>)[name];
  const { default: fallback } = module as { default?: unknown };
  if (fallback !== null && /^(object|function)$/.test(typeof fallback) && name in (fallback as object)) {
    return (fallback as Record<string, unknown>)[name];
  }
  throw new SyntaxError(`The requested module does not provide an export named '${name}': ${whatItExports(module)}`);
}

function whatItExports(module: object): string {
  const names = Object.keys(module);
  return names.length === 0 ? "it exports nothing" : `it exports ${names.join(", ")}`;
}

/** What `import.meta` answers in a file; at the prompt, a module in the working directory would see the same. */
export function importMeta(filename = join(process.cwd(), "iex")): {
  url: string;
  dirname: string;
  filename: string;
  resolve(specifier: string): string;
} {
  const { href: url } = pathToFileURL(filename);
  return { url, filename, dirname: dirname(filename), resolve: (specifier) => resolve(specifier, url) };
}

/** A `require` for the prompt, which starts from the working directory of the moment. */
export function promptRequire(specifier: string): unknown {
  return createRequire(join(process.cwd(), "iex"))(specifier);
}
