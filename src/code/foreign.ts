import { createRequire } from "node:module";
import { CompileError } from "./compile-error.js";
import { defineExports, type Namespace } from "./namespace.js";
import type { Syntax } from "./syntax.js";

/** Files that are no ES modules: JSON, and JavaScript of the older kind. */

/** @throws CompileError when the text is no JSON */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CompileError(`error: Cannot read ${path} as JSON: ${(error as Error).message}`, path);
  }
}

/** True for JavaScript that neither imports nor exports and speaks of `require` or `module.exports`. */
export function isCommonJs(path: string, code: string, program: Syntax): boolean {
  if (!path.endsWith(".js")) return false;
  const isModule = (program.body as Syntax[]).some(({ type }) => /^(Import|Export)/.test(type));
  return !isModule && /\brequire\s*\(|\bmodule\.exports\b|\bexports\./.test(code);
}

/** Runs a CommonJS file as it is now, not as it was when it was first required. */
export function requireAgain(path: string): unknown {
  const load = createRequire(path);
  delete load.cache[path];
  return load(path);
}

/** The value is the default export, and each of its properties an export. */
export function defineValue(namespace: Namespace, value: unknown): void {
  const isNamed = (typeof value === "object" && value !== null && !Array.isArray(value)) || typeof value === "function";
  for (const [name, item] of isNamed ? Object.entries(value) : []) defineExports(namespace, { [name]: () => item });
  defineExports(namespace, { default: () => value });
}
