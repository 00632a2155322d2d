import { inspect } from "../../../src/index.js";
import { type Card, NOT_SENT } from "./card.js";

type Describe = (value: any) => Card;

/** What there is to say of the classes that JavaScript has, the most special first. */
const KNOWN: readonly [type: abstract new (...args: any[]) => object, describe: Describe][] = [
  [
    Array,
    (list: unknown[]) => [
      ["Length", String(list.length)],
      ["Erlang term", "list"],
    ],
  ],
  [
    Map,
    (map: Map<unknown, unknown>) => [
      ["Size", String(map.size)],
      ["Erlang term", "map"],
    ],
  ],
  [
    Set,
    (set: Set<unknown>) => [
      ["Size", String(set.size)],
      ["Erlang term", "MapSet"],
    ],
  ],
  [
    Date,
    () => [
      ["Description", "A point in time, to the millisecond."],
      ["Erlang term", "DateTime"],
    ],
  ],
  [
    RegExp,
    (regex: RegExp) => [
      ["Flags", regex.flags || "none"],
      ["Erlang term", "Regex"],
    ],
  ],
  [Error, describeError],
  [Promise, () => [["Description", "A value that is not there yet: i(await promise) tells of the value."], NOT_SENT]],
  [WeakMap, () => [NOT_SENT]],
  [WeakSet, () => [NOT_SENT]],
];

/** An object that is no term of the runtime's own. */
export function objectCard(value: object): Card {
  const chain = prototypes(value);
  const [name = "Object"] = chain;
  const [, describe] = KNOWN.find(([type]) => value instanceof type) ?? [undefined, undefined];
  return [
    ["Data type", name],
    ...(describe?.(value) ?? describeObject(value, chain)),
    ...(chain.length > 1 && name !== "Object" ? ([["Prototype chain", chain.join(", ")]] as const) : []),
    ["Reference modules", chain.find((each) => each in globalThis) ?? "Object"],
  ];
}

function describeError(error: Error): Card {
  return [
    ["Message", typeof error.message === "string" ? error.message || "none" : inspect(error.message)],
    ...(error.cause === undefined ? [] : ([["Cause", inspect(error.cause)]] as const)),
    ["Description", "This is an error. Other nodes see an exception."],
    ["Erlang term", "exception"],
  ];
}

function describeObject(value: object, chain: readonly string[]): Card {
  const size = ["Keys", String(Object.keys(value).length)] as const;
  if (chain.length <= 1) return [size, ["Erlang term", "map with atoms as keys"]];
  return [size, ["Description", `This is an instance of the class ${chain[0]}.`], NOT_SENT];
}

/** A class may have a static member of that name. */
const isName = (name: unknown): name is string => typeof name === "string" && name !== "";

/** The names of the classes that a value is an instance of, its own first. */
function prototypes(value: object): string[] {
  const names: string[] = [];
  for (let at = Object.getPrototypeOf(value) as object | null; at; at = Object.getPrototypeOf(at) as object | null) {
    const { value: type } = Object.getOwnPropertyDescriptor(at, "constructor") ?? {};
    if (typeof type === "function" && isName(type.name)) names.push(type.name);
  }
  return names;
}
