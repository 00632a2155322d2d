import { type Atom, atom } from "../term/index.js";
import { UndefinedFunctionError } from "./errors.js";

/** A function that a process can run. */
export type Fun = (...args: any[]) => unknown;

/** Finds the exports of loaded modules: the code server, once there is one. */
export interface CodeServer {
  /** @throws UndefinedFunctionError */
  resolve(module: Atom, name: Atom, args: readonly unknown[]): Fun;
}

let codeServer: CodeServer = {
  resolve: (module, name, args) => {
    throw new UndefinedFunctionError(module, name, args);
  },
};

export function setCodeServer(next: CodeServer): void {
  codeServer = next;
}

/** Calls a function by name: `:erlang.apply(fun, args)` or an export of a loaded module. */
export function applyNamed(module: Atom, name: Atom, args: readonly unknown[]): unknown {
  if (module === atom.erlang && name === atom.apply && args.length === 2) {
    const [fun, list] = args as [Fun, readonly unknown[]];
    return fun(...list);
  }
  return codeServer.resolve(module, name, args)(...args);
}
