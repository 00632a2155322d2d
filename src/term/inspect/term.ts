import { type AtomValue, isAtom } from "../atom.js";
import { BitString } from "../bit-string.js";
import { Float } from "../float.js";
import { ExternalFun, Fun } from "../fun.js";
import { ImproperList } from "../improper-list.js";
import { Pid } from "../pid.js";
import { Port } from "../port.js";
import { Reference } from "../reference.js";
import { isTuple } from "../tuple.js";
import { inspectAtom, inspectKeyword, isKeyword } from "./atom.js";
import { container, type Entry } from "./container.js";
import { type Context, token } from "./context.js";
import { inspectExternalFun, inspectFun } from "./function.js";
import { type Doc, sequence, text } from "./layout.js";

/** The notation of the terms that have a class of their own; undefined for any other object. */
export function printTerm(value: object, context: Context): Doc | undefined {
  if (Array.isArray(value)) return isTuple(value) ? tuple(value, context) : list(value, context);
  if (value instanceof Pid) return token("pid", String(value), context);
  if (value instanceof Reference) return token("reference", String(value), context);
  if (value instanceof Port) return token("port", String(value), context);
  if (value instanceof Float) return token("number", String(value), context);
  if (value instanceof ExternalFun) return token("function", inspectExternalFun(value), context);
  if (value instanceof Fun) return token("function", inspectFun(value), context);
  if (value instanceof BitString) return bits(value, context);
  if (value instanceof ImproperList) return improper(value, context);
  if (value instanceof Uint8Array) return binary(value, context);
  return undefined;
}

/** An atom, or one of the values that stand for one. */
export function printAtom(value: AtomValue, context: Context): Doc {
  const kind = typeof value === "symbol" ? "atom" : typeof value === "boolean" ? "boolean" : "nil";
  return token(kind, inspectAtom(value), context);
}

/** An empty object has the braces already, so an empty tuple shows the call that makes it. */
function tuple(value: readonly unknown[], context: Context): Doc {
  if (value.length === 0) return token("tuple", "tuple()", context);
  return container(values(value), { open: "{", close: "}", kind: "tuple", wrap: "fill" }, context);
}

function list(value: readonly unknown[], context: Context): Doc {
  if (isKeywordList(value)) {
    const style = { open: "[", close: "]", kind: "list", wrap: "column" } as const;
    return container(value.map(keyword), style, context);
  }
  return container(values(value), { open: "[", close: "]", kind: "list", wrap: "auto" }, context);
}

function isKeywordList(items: readonly unknown[]): items is (readonly [AtomValue, unknown])[] {
  if (items.length === 0) return false;
  for (let i = 0; i < items.length; i++) if (!isPair(Object.getOwnPropertyDescriptor(items, i)?.value)) return false;
  return true;
}

function isPair(item: unknown): boolean {
  return isTuple(item) && item.length === 2 && isAtom(item[0]) && isKeyword(item[0]);
}

function keyword([key, value]: readonly [AtomValue, unknown]): Entry {
  return (context) => sequence(token("atom", inspectKeyword(key), context), text(" "), context.print(value, context));
}

function improper({ items, tail }: ImproperList, context: Context): Doc {
  const end: Entry = (inner) => inner.print(tail, inner);
  return container(values(items), { open: "[", close: "]", kind: "list", wrap: "auto", tail: end }, context);
}

function binary(bytes: Uint8Array, context: Context): Doc {
  return container(numbers(bytes), BINARY, context);
}

function bits({ bytes, lastBits }: BitString, context: Context): Doc {
  const last = bytes[bytes.length - 1]! >> (8 - lastBits);
  return container([...numbers(bytes.subarray(0, -1)), shown(`${last}::${lastBits}`)], BINARY, context);
}

const BINARY = { open: "<<", close: ">>", kind: "binary", wrap: "fill" } as const;

function* numbers(bytes: Uint8Array): Generator<Entry> {
  for (const byte of bytes) yield shown(String(byte));
}

function shown(digits: string): Entry {
  return (context) => token("number", digits, context);
}

/** By descriptor, since an element may be a getter, which printing must not run. */
function* values(items: readonly unknown[]): Generator<Entry> {
  for (let i = 0; i < items.length; i++) {
    const own = Object.getOwnPropertyDescriptor(items, i);
    if (own?.get || own?.set) yield () => text("[Getter]");
    else yield (context) => context.print(own?.value, context);
  }
}
