import { createRequire } from "node:module";
import type * as Acorn from "acorn";
import type { resolve as ResolveImport } from "import-meta-resolve";
import type MagicString from "magic-string";
import type * as Oxc from "oxc-transform";
import type * as TypeScript from "typescript";

/** What evaluation needs at hand: the fast transpiler, the parser of its output, the text editor. */
export interface Engines {
  readonly transform: typeof Oxc.transformSync;
  readonly parse: typeof Acorn.parse;
  readonly MagicString: typeof MagicString;
}

let engines: Engines | undefined;
let loading: Promise<Engines> | undefined;
let resolveImport: typeof ResolveImport | undefined;
let typescriptModule: typeof TypeScript | undefined;

/**
 * Loads the transpiler and the parser, once. The first evaluation does so by itself; a shell calls
 * this right after it has shown its first prompt, so that nobody waits for it.
 */
export function warmUp(): Promise<Engines> {
  loading ??= load();
  return loading;
}

/** The engines if they are loaded: code that cannot wait falls back to {@link typescript}. */
export function loaded(): Engines | undefined {
  return engines;
}

async function load(): Promise<Engines> {
  const [{ transformSync }, { parse, MagicString }] = await Promise.all([
    import("oxc-transform"),
    import("./parsers.js"),
  ]);
  engines = { transform: onceInARow(transformSync), parse, MagicString };
  return engines;
}

/** Whether a text is complete is known by transpiling it, which is then done already when it is evaluated. */
function onceInARow(transform: typeof Oxc.transformSync): typeof Oxc.transformSync {
  let last: { source: string; options: unknown; result: Oxc.TransformResult } | undefined;
  return (file, source, options) => {
    if (last?.source !== source || last.options !== options)
      last = { source, options, result: transform(file, source, options) };
    return last.result;
  };
}

/** What a text needs before it can run. Few ask `import.meta`, and its resolver takes as long to load as the rest. */
export async function enginesFor(text: string): Promise<Engines> {
  if (/\bimport\s*\.\s*meta\b/.test(text)) resolveImport ??= (await import("import-meta-resolve")).resolve;
  return warmUp();
}

/** What `import.meta.resolve` does, for a file that need not exist. */
export const resolve: typeof ResolveImport = (specifier, parent) => resolveImport!(specifier, parent);

/** TypeScript itself: slow to load (some 200 ms), so only for what the fast engines cannot do. */
export function typescript(): typeof TypeScript {
  typescriptModule ??= createRequire(import.meta.url)("typescript") as typeof TypeScript;
  return typescriptModule;
}
