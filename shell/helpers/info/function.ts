import { inspect } from "../../../src/index.js";
import type { Card } from "./card.js";

/** A function of a loaded module is external: other nodes find it by its name. */
export function functionCard(fun: (...args: unknown[]) => unknown): Card {
  if (isClass(fun)) return classCard(fun);
  const isExternal = inspect(fun).startsWith("&");
  return [
    ["Data type", "Function"],
    ["Type", isExternal ? "external" : "local"],
    ["Arity", String(fun.length)],
    ...kindOf(fun),
    ...(fun.name === "" ? ([["Description", "This is an anonymous function."]] as const) : []),
    [
      "Erlang term",
      isExternal ? "external function: it travels by its name" : "function: it travels with what it has captured",
    ],
    ["Reference modules", "Function"],
  ];
}

function isClass(fun: object): boolean {
  return /^class\b/.test(Function.prototype.toString.call(fun));
}

function classCard(fun: (...args: unknown[]) => unknown): Card {
  const parent = Object.getPrototypeOf(fun) as { name?: unknown } | null;
  const methods = Object.getOwnPropertyNames(fun.prototype ?? {}).filter((name) => name !== "constructor");
  return [
    ["Data type", "Class"],
    ...(typeof parent?.name === "string" && parent.name !== "" ? ([["Extends", parent.name]] as const) : []),
    ...(methods.length > 0 ? ([["Methods", methods.join(", ")]] as const) : []),
    ["Erlang term", "function: it travels with what it has captured"],
    ["Reference modules", "Function"],
  ];
}

const KINDS: Readonly<Record<string, string>> = {
  AsyncFunction: "async",
  GeneratorFunction: "generator",
  AsyncGeneratorFunction: "async generator",
};

function kindOf(fun: object): Card {
  const kind = KINDS[Object.prototype.toString.call(fun).slice("[object ".length, -1)];
  return kind === undefined ? [] : [["Kind", kind]];
}
