import type { CodeServer } from "../process/apply.js";
import { UndefinedFunctionError } from "../process/errors.js";
import { functionName, nameFunction } from "../term/function-name.js";
import { type Atom, atom, atomName, atomToName, ExternalFun, localOrigin, nameToAtom, tuple } from "../term/index.js";
import type { Shipment } from "./shipment.js";

/** What a module's code was made from; modules that are built in have none. */
export interface Source {
  /** The absolute path of the file that defines it. */
  readonly file: string;
  /** The file's text and those of all files that it imports. */
  readonly shipment: Shipment;
}

/** A module that is loaded on this node. */
export interface LoadedModule {
  readonly module: Atom;
  /** The object or class whose functions are the module's exports. */
  readonly exports: object;
  readonly source: Source | undefined;
  readonly exportCalled?: ExportCalled | undefined;
}

/** Finds an export by the name that callers of another language use for it. */
export type ExportCalled = (exports: object, name: string) => string | undefined;

type Fun = (...args: unknown[]) => unknown;

const modules = new Map<Atom, LoadedModule>();
const names = new WeakMap<object, Atom>();

/**
 * Loads a module: its functions are found by name from now on, here and by other nodes. An earlier
 * version is replaced; functions of it that someone holds go on working.
 *
 * @param name `Remote` or an atom
 * @param exports an object or a class: its functions (of a class, the static methods) are exported
 * @param options `source` for a module that has one; `exportCalled` where callers may use other names
 */
export function registerModule(
  name: string | Atom,
  exports: object,
  { source, exportCalled }: { source?: Source; exportCalled?: ExportCalled } = {},
): LoadedModule {
  const module = nameToAtom(name);
  const loaded = { module, exports, source, exportCalled };
  modules.set(module, loaded);
  nameModule(exports, module);
  for (const [fun, value] of functionsOf(exports))
    if (!functionName(value)) nameFunction(value, new ExternalFun(module, atom(fun), value.length));
  return loaded;
}

/** Takes a module away; what runs its functions goes on (`:code.delete/1`, `:code.purge/1`). */
export function purgeModule(name: string | Atom): void {
  modules.delete(nameToAtom(name));
}

/** The module of that name, when it is loaded (`:code.which/1`). */
export function whichModule(name: string | Atom): LoadedModule | undefined {
  return modules.get(nameToAtom(name));
}

/** All modules of this node, in the order in which they were first loaded. */
export function loadedModules(): LoadedModule[] {
  return [...modules.values()];
}

/** The name under which an object was loaded as a module, also when there is a newer version. */
export function moduleName(exports: object): Atom | undefined {
  return names.get(exports);
}

/** Lets an object stand for a module of that name without loading it. */
export function nameModule(exports: object, module: Atom): void {
  if (!names.has(exports)) names.set(exports, module);
}

/** An exported function itself: JavaScript lets it be called with any number of arguments, so no arity is asked. */
export function exportOf(module: Atom, name: Atom): Fun | undefined {
  const loaded = modules.get(module);
  if (!loaded) return undefined;
  const key = atomName(name);
  return functionOf(loaded.exports, key) ?? functionOf(loaded.exports, loaded.exportCalled?.(loaded.exports, key));
}

function functionOf(exports: object, key: string | undefined): Fun | undefined {
  if (key === undefined || key in Object.prototype) return undefined;
  const value = (exports as Record<string, unknown>)[key];
  return typeof value === "function" ? (value as Fun) : undefined;
}

/** What the kernel asks when a process is to run a function by name. */
export const codeServer: CodeServer = {
  nameOf: moduleName,
  exportsOf: (module) => modules.get(module)?.exports,
  resolve: (module, name, args) => {
    const found = exportOf(module, name);
    if (!found) throw undefinedFunction(module, name, args);
    const exports = modules.get(module)?.exports;
    return (...given) => Reflect.apply(found, exports, given);
  },
};

/**
 * The error for a function that this node has not got, saying whether its module is missing.
 *
 * @param args the arguments of the call, which the exit reason shows, or their number
 */
export function undefinedFunction(module: Atom, name: Atom, args: number | readonly unknown[]): UndefinedFunctionError {
  const shown = atomToName(module);
  const arity = typeof args === "number" ? args : args.length;
  const loaded = modules.has(module);
  const why = loaded ? "or private" : `(module ${shown} is not available): load it with c("...")`;
  const message = `function ${shown}.${atomName(name)}/${arity} is undefined ${why}`;
  const location = [tuple(atom.node!, atom(localOrigin.node)), tuple(atom.loaded!, loaded)];
  return new UndefinedFunctionError(module, name, args, message, location);
}

/**
 * The functions of a module. Getters may have effects, so they are not asked, but for those that
 * cannot be changed: bundlers make them of `import * as`.
 */
export function functionsOf(exports: object): [name: string, Fun][] {
  return Object.entries(Object.getOwnPropertyDescriptors(exports)).flatMap(([name, { value, get, configurable }]) => {
    const found = get && !configurable ? Reflect.get(exports, name) : value;
    return typeof found === "function" && name !== "constructor" ? [[name, found as Fun]] : [];
  });
}
