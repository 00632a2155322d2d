import { type Atom, atom, nameToAtom } from "../term/index.js";
import { UndefinedFunctionError } from "./errors.js";

/** A function that a process can run. */
export type Fun = (...args: any[]) => unknown;

/** Finds the exports of loaded modules: the code server, once there is one. */
export interface CodeServer {
  /** The name of a loaded module, `undefined` for any other object. */
  nameOf(module: object): Atom | undefined;
  /** The object or class that a loaded module is. */
  exportsOf?(module: Atom): object | undefined;
  /** @throws UndefinedFunctionError */
  resolve(module: Atom, name: Atom, args: readonly unknown[]): Fun;
}

let codeServer: CodeServer = {
  nameOf: () => undefined,
  resolve: (module, name, args) => {
    throw new UndefinedFunctionError(module, name, args);
  },
};

export function setCodeServer(next: CodeServer): void {
  codeServer = next;
}

/** A module: by its name, or the object or class that a file exports. */
export type Module = string | Atom | object;

/** @throws TypeError for an object that is no loaded module */
export function moduleAtom(module: Module): Atom {
  if (typeof module === "string" || typeof module === "symbol") return nameToAtom(module);
  const name = codeServer.nameOf(module);
  if (name) return name;
  throw new TypeError("Cannot find the module: give its name, or an object that c() has loaded");
}

/** The name of a loaded module, undefined for any other object. */
export function moduleNameOf(module: object): Atom | undefined {
  return codeServer.nameOf(module);
}

/** The object or class of a loaded module, undefined when there is none of that name. */
export function moduleExports(module: Atom): object | undefined {
  return codeServer.exportsOf?.(module);
}

/** Calls a function by name: `:erlang.apply(fun, args)` or an export of a loaded module. */
export function applyNamed(module: Atom, name: Atom, args: readonly unknown[]): unknown {
  if (module === atom.erlang && name === atom.apply && args.length === 2 && typeof args[0] === "function") {
    const [fun, list] = args as [Fun, readonly unknown[]];
    return fun(...list);
  }
  return codeServer.resolve(module, name, args)(...args);
}
