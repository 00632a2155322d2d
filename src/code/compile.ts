import { isCommonJs } from "./foreign.js";
import { type Import, rewrite } from "./rewrite.js";
import { transpile } from "./transpile.js";

/** A file as it can be run again and again without being compiled: plain data, but for the maps. */
export interface Compiled {
  /** JavaScript of the older kind, which Node.js runs itself. */
  readonly commonJs: boolean;
  /** See `rewrite`. */
  readonly code: string;
  readonly imports: readonly Import[];
  /** Which imports are re-exported whole, by their position. */
  readonly stars: readonly number[];
  /** Whether it asks for `import.meta`. */
  readonly meta: boolean;
  /** Source maps as JSON, one after another from `code` back to the source. */
  maps(): (string | undefined)[];
}

/** Compiles a file, or takes what was compiled before. */
export type Compile = (text: string, path: string, shown: string) => Promise<Compiled>;

/**
 * Compiles TypeScript or JavaScript into the form that a graph loads.
 *
 * @param path absolute; its extension says which language the text is in
 * @param shown the file as the user named it, for messages
 * @throws CompileError with the place in the source
 */
export const compile: Compile = async (text, path, shown) => {
  const { code, program, map } = await transpile(text, path, shown);
  if (isCommonJs(path, code, program))
    return { commonJs: true, code: "", imports: [], stars: [], meta: false, maps: () => [] };
  const rewritten = rewrite(code, program, path);
  const { imports, stars } = rewritten;
  const meta = code.includes("import.meta");
  return { commonJs: false, code: rewritten.code, imports, stars, meta, maps: () => [rewritten.map(), map] };
};
