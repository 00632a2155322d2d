import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { Code } from "../../src/index.js";
import { similar } from "../project/similar.js";
import { resolve } from "./engines.js";
import type { Imported } from "./step.js";

/** Loads a module for the prompt. Options are those of `import(specifier, options)`. */
export type ImportModule = (specifier: string, options?: { with?: Record<string, string> }) => Promise<object>;

/**
 * How to read imported names: a module may change what they stand for. A CommonJS module's names are not
 * always known to the loader: they are looked for in its default export, too.
 *
 * @param from the specifier, for messages
 * @throws SyntaxError when the module exports no such name, as a static import does.
 */
export function importBindings(
  module: object,
  names: readonly Imported[],
  from: string,
): [local: string, read: () => unknown][] {
  return names.map(({ imported, local }) => {
    if (imported === "*") return [local, () => module];
    const holder = holderOf(module, imported);
    if (!holder) throw new SyntaxError(notExported(imported, from, Object.keys(module)));
    return [local, () => holder[imported]];
  });
}

function holderOf(module: object, name: string): Record<string, unknown> | undefined {
  const { default: fallback } = module as { default?: unknown };
  const holders = [module, fallback].filter((each) => each !== null && /^(object|function)$/.test(typeof each));
  return holders.find((each) => name in (each as object)) as Record<string, unknown> | undefined;
}

/** How many names a message tells. */
const MOST_NAMES = 10;

function notExported(name: string, from: string, names: readonly string[]): string {
  const meant = similar(name, names);
  const left = names.length - MOST_NAMES;
  const some = `it exports ${names.slice(0, MOST_NAMES).join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
  const hint = meant === undefined ? (names.length === 0 ? "it exports nothing" : some) : `did you mean '${meant}'?`;
  return `The module ${JSON.stringify(from)} does not export '${name}': ${hint}`;
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
export const promptRequire = Code.requireFromHere;
