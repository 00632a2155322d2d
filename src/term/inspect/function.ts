import { atomName } from "../atom.js";
import type { ExternalFun, Fun } from "../fun.js";
import { functionName } from "../function-name.js";
import { inspectAtom, inspectFunctionName } from "./atom.js";
import { dataProperty } from "./property.js";

/** A function of this node: by its module if one exports it, else by its own name. */
export function inspectFunction(fn: (...args: never[]) => unknown): string {
  const exported = functionName(fn);
  if (exported) return inspectExternalFun(exported);
  const name = nameOf(fn);
  if (isClass(fn)) return `#Class<${name}>`;
  return `#Function<${name}/${dataProperty(fn, "length") ?? 0}>`;
}

/** `&IO.puts/1` */
export function inspectExternalFun({ module, name, arity }: ExternalFun): string {
  return `&${inspectAtom(module)}.${inspectFunctionName(name)}/${arity}`;
}

/** `#Function<42.3316493/1 in :erl_eval>`: which function of its module, which version, how many parameters. */
export function inspectFun({ index, oldUniq, arity, module }: Fun): string {
  return `#Function<${index}.${oldUniq}/${arity} in ${inspectAtom(module)}>`;
}

function nameOf(fn: object): string {
  const name = dataProperty(fn, "name");
  if (typeof name === "symbol") return Symbol.keyFor(name) === undefined ? String(name) : atomName(name);
  return typeof name === "string" && name !== "" ? name : "anonymous";
}

function isClass(fn: (...args: never[]) => unknown): boolean {
  return /^class\b/.test(Function.prototype.toString.call(fn));
}
