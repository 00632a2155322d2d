import { nameFunction } from "../term/function-name.js";
import { type Atom, atom, ExternalFun } from "../term/index.js";
import { exportOf, nameModule, undefinedFunction, whichModule } from "./server.js";

type Fun = (...args: unknown[]) => unknown;

/**
 * The function that a name means on this node: the export itself, or, where it is not loaded, one
 * that looks again when it is called and keeps its name, so it can be printed and sent on.
 */
export function namedFunction(name: ExternalFun): Fun {
  return exportOf(name.module, name.name) ?? standIn(name);
}

function standIn(name: ExternalFun): Fun {
  const { module, name: fun, arity } = name;
  const made: Fun = (...args) => {
    const found = exportOf(module, fun);
    if (!found) throw undefinedFunction(module, fun, args);
    return Reflect.apply(found, whichModule(module)?.exports, args);
  };
  Object.defineProperties(made, { name: { value: Symbol.keyFor(fun) }, length: { value: arity } });
  nameFunction(made, name);
  return made;
}

/**
 * The module that a name means on this node: its object, or, where it is not loaded, one all of
 * whose functions are undefined until it is.
 */
export function namedModule(module: Atom): object {
  return whichModule(module)?.exports ?? missingModule(module);
}

function missingModule(module: Atom): object {
  const proxy: object = new Proxy(() => {}, {
    get: (_target, key) => {
      const exports = whichModule(module)?.exports;
      if (exports) return Reflect.get(exports, key);
      // A value with a `then` would be taken for a promise by `await`.
      if (typeof key === "symbol" || key === "then" || key === "prototype") return undefined;
      return namedFunction(new ExternalFun(module, atom(key as string) as Atom, 0));
    },
    has: (_target, key) => key in (whichModule(module)?.exports ?? {}),
    construct: (_target, args, target) => {
      const found = whichModule(module)?.exports;
      if (typeof found !== "function") throw undefinedFunction(module, atom("new"), args);
      return Reflect.construct(found, args, target);
    },
  });
  nameModule(proxy, module);
  return proxy;
}
