import { runInThisContext } from "node:vm";
import type { Analysis } from "./analysis.js";
import { isGlobalName } from "./builtins.js";
import { internals, providedScope, type ScopeView } from "./scopes.js";

/** Which variable a function means by a name never changes, so those without any are looked up once. */
const withoutVariables = new WeakSet<object>();
const mainGlobal = runInThisContext("globalThis") as Record<string, unknown>;

/**
 * The values of a function's free names, as they are now. Names that mean the same on every node
 * are left out, and so are those that nothing here has: using them fails there as it would here.
 *
 * V8 shows a variable whose declaration has not run yet as undefined, so it travels as undefined.
 */
export function variablesOf(fn: object, { free }: Analysis): Map<string, unknown> {
  const values = new Map<string, unknown>();
  if (free.length === 0 || withoutVariables.has(fn)) return values;
  const view = providedScope(fn);
  const rest = view ? free.filter((name) => !takeFrom(view, name, values) && !isGlobalName(name)) : free;
  if (rest.length > 0) lookUp(fn, rest, values);
  if (values.size === 0 && !view) withoutVariables.add(fn);
  return values;
}

function lookUp(fn: object, names: readonly string[], values: Map<string, unknown>): void {
  const { scopes } = internals(fn);
  if (scopes.some((scope) => scope.has("internalBinding") || scope.has("primordials")))
    throw new TypeError("a function of Node.js itself that has no name every node knows");
  for (const name of names)
    if (
      !scopes.some((scope) => takeFrom(scope, name, values)) &&
      !isGlobalName(name) &&
      Object.hasOwn(mainGlobal, name)
    )
      values.set(name, mainGlobal[name]);
}

function takeFrom(scope: ScopeView, name: string, values: Map<string, unknown>): boolean {
  if (!scope.has(name)) return false;
  values.set(name, scope.get(name));
  return true;
}
