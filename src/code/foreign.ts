import { CompileError } from "./compile-error.js";
import { defineExports, type Namespace } from "./namespace.js";

/** Files that are no ES modules: what they give as an ES module would. */

/** @throws CompileError when the text is no JSON */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw new CompileError(`error: Cannot read ${path} as JSON: ${(error as Error).message}`, path);
  }
}

/** @throws CompileError for what is neither TypeScript, JavaScript nor JSON */
export function checkLanguage(path: string, shown: string): void {
  if (/\.([cm]?[jt]s|[jt]sx|json)$/.test(path) || !/\.\w+$/.test(path)) return;
  const read = `readFileSync(${JSON.stringify(shown)})`;
  const how = path.endsWith(".wasm") ? `WebAssembly.instantiate(${read})` : read;
  throw new CompileError(`error: Cannot load ${shown}: it is no TypeScript, JavaScript or JSON, use ${how}`, path);
}

/**
 * What `module.exports` is becomes the default export, and each of its properties an export. What
 * was written as an ES module (`__esModule`) and compiled here has a default export of its own.
 */
export function defineValue(namespace: Namespace, value: unknown, isCompiled = false): void {
  const isNamed = (typeof value === "object" && value !== null && !Array.isArray(value)) || typeof value === "function";
  const object = (isNamed ? value : {}) as Record<string, unknown>;
  for (const name of Object.keys(object)) defineExports(namespace, { [name]: () => object[name] });
  const hasDefault = isCompiled && object.__esModule === true && "default" in object;
  if (!hasDefault) defineExports(namespace, { default: () => value });
}
