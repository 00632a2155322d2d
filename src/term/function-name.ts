import type { ExternalFun } from "./fun.js";

const names = new WeakMap<(...args: never[]) => unknown, ExternalFun>();

/**
 * Says that a function is an export of a module. From then on it prints, and travels, by that name.
 *
 * @param fn the function as the module exports it
 * @param name the module, the name of the export and the number of parameters
 */
export function nameFunction(fn: (...args: never[]) => unknown, name: ExternalFun): void {
  names.set(fn, name);
}

/** The name under which a module exports the function; undefined when none does. */
export function functionName(fn: (...args: never[]) => unknown): ExternalFun | undefined {
  return names.get(fn);
}
