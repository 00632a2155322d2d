import {
  type Atom,
  atom,
  atomName,
  BitString,
  ExternalFun,
  Float,
  Fun,
  ImproperList,
  inspect,
  isAtom,
  isTuple,
  Pid,
  Port,
  Process,
  Reference,
  TermMap,
} from "../../../src/index.js";
import { asSent, type Card, canBeSent, NOT_SENT } from "./card.js";
import { functionCard } from "./function.js";
import { moduleCard, moduleOf } from "./module.js";
import { nodeLines } from "./node-name.js";
import { objectCard } from "./object.js";
import { pidCard } from "./process.js";
import { bytesCard, stringCard } from "./text.js";

/** Says more of values of a class: the method of that name gives headings with texts. */
const INFO = Symbol.for("iex.info");

/**
 * What `i` shows of a value below the value itself.
 *
 * @see https://github.com/elixir-lang/elixir/blob/main/lib/iex/lib/iex/info.ex
 */
export async function cardOf(value: unknown): Promise<Card> {
  const read = readable(value);
  if ("problem" in read) return unreadableCard(value, read.problem);
  const [dataType, ...rest] = [...(await read.kind), ...read.protocols];
  return [dataType!, ...(await own(value)), ...rest];
}

/** A proxy may be revoked, or throw from its traps. */
function readable(value: unknown): { kind: Card | Promise<Card>; protocols: Card } | { problem: unknown } {
  try {
    return { kind: cardOfKind(value), protocols: protocols(value) };
  } catch (problem) {
    return { problem };
  }
}

function unreadableCard(value: unknown, problem: unknown): Card {
  return [
    ["Data type", typeof value],
    ["Description", `This does not let itself be read: ${inspect(problem)}`],
    ...(canBeSent(value) ? [] : [NOT_SENT]),
  ];
}

function cardOfKind(value: unknown): Card | Promise<Card> {
  const module = moduleOf(value);
  if (module) return moduleCard(module);
  const card = valueCard(value);
  return card instanceof Promise ? card : asSent(card, value);
}

function valueCard(value: unknown): Card | Promise<Card> {
  switch (typeof value) {
    case "string":
      return stringCard(value);
    case "number":
      return numberCard(value);
    case "bigint":
      return [
        ["Data type", "bigint"],
        ["Erlang term", "integer"],
        ["Reference modules", "BigInt"],
      ];
    case "boolean":
    case "undefined":
      return nameCard(value);
    case "symbol":
      return isAtom(value)
        ? atomCard(value as Atom)
        : [["Data type", "symbol"], NOT_SENT, ["Reference modules", "Symbol"]];
    case "function":
      return functionCard(value as (...args: unknown[]) => unknown);
    default:
      return value === null ? nameCard(value) : termCard(value as object);
  }
}

function numberCard(value: number): Card {
  return [
    ["Data type", "number"],
    ["Erlang term", Number.isSafeInteger(value) && !Object.is(value, -0) ? "integer" : "float"],
    ["Reference modules", "Number, Math"],
  ];
}

/** `true`, `false`, `null` and `undefined` are names elsewhere. */
function nameCard(value: boolean | null | undefined): Card {
  return [
    ["Data type", String(value === true || value === false ? "boolean" : value)],
    ["Erlang term", `the atom ${value === null ? "nil" : value}`],
  ];
}

function atomCard(name: Atom): Card {
  const registered = Process.whereis(name);
  return [
    ["Data type", "Atom"],
    ...nodeLines(atomName(name)),
    ...(registered ? ([["Registered process", inspect(registered)]] as const) : []),
    ...(inspect(name).startsWith(":") ? [] : ([["Raw representation", `:"${atomName(name)}"`]] as const)),
    ["Reference modules", "atom"],
  ];
}

/** Terms of the runtime, then what every object is. */
function termCard(value: object): Card | Promise<Card> {
  if (value instanceof Pid) return pidCard(value);
  if (value instanceof Reference)
    return [
      ["Data type", "Reference"],
      ["Node", node(value)],
      ["Reference modules", "makeRef, ref"],
    ];
  if (value instanceof Port)
    return [
      ["Data type", "Port"],
      ["Node", node(value)],
      ["Description", "A port of a node of Erlang. It can be held, compared and sent."],
    ];
  if (value instanceof Fun || value instanceof ExternalFun) return foreignFunctionCard(value);
  if (value instanceof Float)
    return [
      ["Data type", "Float"],
      ["Description", "A float of a whole number: Number(x) is that number."],
      ["Erlang term", "float"],
      ["Reference modules", "float"],
    ];
  if (value instanceof ImproperList)
    return [
      ["Data type", "ImproperList"],
      ["Description", "A list that does not end with an empty list."],
      ["Erlang term", "improper list"],
    ];
  if (value instanceof BitString)
    return [
      ["Data type", "BitString"],
      ["Description", "Bits that do not fill their last byte."],
      ["Erlang term", "bitstring"],
    ];
  if (value instanceof TermMap)
    return [
      ["Data type", "TermMap"],
      ["Size", String(value.size)],
      ["Description", "A map whose keys compare by value."],
      ["Erlang term", "map"],
      ["Reference modules", "Map"],
    ];
  if (value instanceof Uint8Array) return bytesCard(value);
  if (isTuple(value))
    return [
      ["Data type", "Tuple"],
      ["Size", String(value.length)],
      ["Description", "A list that does not change: t[0] is its first element."],
      ["Erlang term", "tuple"],
      ["Reference modules", "tuple, Array"],
    ];
  return objectCard(value);
}

function node(of: Reference | Port): string {
  return inspect(atom(of.node));
}

function foreignFunctionCard(fun: Fun | ExternalFun): Card {
  return [
    ["Data type", "Function"],
    ["Type", fun instanceof ExternalFun ? "external" : "local"],
    ["Arity", String(fun.arity)],
    ["Description", "This is code of another node: it can be sent back there, and not be called here."],
  ];
}

/** TypeScript's names of what can be done with a value in the language itself. */
function protocols(value: unknown): Card {
  if (value === null || value === undefined) return [];
  const can = (name: PropertyKey | undefined): boolean =>
    name !== undefined && typeof Object(value)[name as string] === "function";
  const found = [
    ...(can(Symbol.iterator) ? ["Iterable"] : []),
    ...(can(Symbol.asyncIterator) ? ["AsyncIterable"] : []),
    ...(can("then") ? ["PromiseLike"] : []),
    ...(can(Symbol.dispose) ? ["Disposable"] : []),
    ...(can(Symbol.asyncDispose) ? ["AsyncDisposable"] : []),
  ];
  return found.length === 0 ? [] : [["Implemented protocols", found.join(", ")]];
}

/** What a class says of its instance; where that makes no sense, what it should have said. */
async function own(value: unknown): Promise<Card> {
  const method = typeof value === "object" && value !== null ? (value as Record<symbol, unknown>)[INFO] : undefined;
  if (method === undefined) return [];
  if (typeof method !== "function") return [[OWN, `is ${inspect(method)}, ${EXPECTED}`]];
  const said: unknown = await method.call(value);
  if (Object.prototype.toString.call(said) !== "[object Object]") return [[OWN, `gave ${inspect(said)}, ${EXPECTED}`]];
  return Object.entries(said as object).map(([heading, text]) => [
    heading,
    typeof text === "string" ? text : inspect(text),
  ]);
}

const OWN = '[Symbol.for("iex.info")]()';
const EXPECTED = 'and should give an object of headings and texts, such as { Size: "3" }';
