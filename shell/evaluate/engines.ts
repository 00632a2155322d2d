import { createRequire } from "node:module";
import type * as Acorn from "acorn";
import type { resolve } from "import-meta-resolve";
import type MagicString from "magic-string";
import type * as Oxc from "oxc-transform";
import type * as TypeScript from "typescript";

/** What evaluation needs at hand: the fast transpiler, the parser of its output, the text editor. */
export interface Engines {
  readonly transform: typeof Oxc.transformSync;
  readonly parse: typeof Acorn.parse;
  readonly MagicString: typeof MagicString;
  /** What `import.meta.resolve` does, for a file that need not exist. */
  readonly resolve: typeof resolve;
}

let engines: Engines | undefined;
let loading: Promise<Engines> | undefined;
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
  const [oxc, acorn, magic, { resolve }] = await Promise.all([
    import("oxc-transform"),
    import("acorn"),
    import("magic-string"),
    import("import-meta-resolve"),
  ]);
  engines = { transform: oxc.transformSync, parse: acorn.parse, MagicString: magic.default, resolve };
  return engines;
}

/** TypeScript itself: slow to load (some 200 ms), so only for what the fast engines cannot do. */
export function typescript(): typeof TypeScript {
  typescriptModule ??= createRequire(import.meta.url)("typescript") as typeof TypeScript;
  return typescriptModule;
}
