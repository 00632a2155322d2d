import { compileCommonJs, isCommonJs, isScript, runnable } from "./common-js.js";
import { rewrite } from "./rewrite.js";
import { transpile } from "./transpile.js";
import type { Compile } from "./unit.js";

/**
 * Compiles TypeScript or JavaScript into the form that a graph loads.
 *
 * @param path absolute; its extension says which language the text is in
 * @param shown the file as the user named it, for messages
 * @throws CompileError with the place in the source
 */
export const compile: Compile = async (text, path, shown) => {
  if (isScript(path, text)) return compileCommonJs(text, path, shown);
  const { code, program, map } = await transpile(text, path, shown);
  const kind = isCommonJs(path, code, program);
  // What still imports becomes `require` by the TypeScript compiler.
  if (kind === "mixed") return compileCommonJs(text, path, shown);
  if (kind) return runnable(code, program, map);
  const rewritten = rewrite(code, program, path);
  const { imports, stars } = rewritten;
  const meta = code.includes("import.meta");
  return { commonJs: false, code: rewritten.code, imports, stars, meta, maps: () => [rewritten.map(), map] };
};
