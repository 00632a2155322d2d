import { type Atom, isAtom } from "../atom.js";
import { inspectAtom } from "./atom.js";
import { type ContainerStyle, container, type Entry } from "./container.js";
import { type Context, token } from "./context.js";
import { errorMessage, errorName, isError } from "./error.js";
import { type Doc, sequence, text } from "./layout.js";
import { className, dataProperty } from "./property.js";
import { quoted } from "./string.js";

/** A class says how its instances print with a method of this name that returns the text. */
export const CUSTOM = Symbol.for("iex.inspect");

/** Objects that are no term of their own, in JavaScript's notation. */
export function printObject(value: object, context: Context): Doc {
  const custom = dataProperty(value, CUSTOM);
  if (typeof custom === "function") return text(String(custom.call(value)));
  const name = className(value);
  const struct = name === "Object" && dataProperty(value, "__struct__");
  if (typeof struct === "symbol" && isAtom(struct)) return printStruct(value, struct, context);
  const builtIn = name === "Object" ? undefined : printBuiltIn(value, context);
  if (builtIn) return builtIn;
  const tag = dataProperty(value, Symbol.toStringTag);
  const tagged = typeof tag === "string" && tag !== "" && tag !== name;
  const prefix = `${name === "Object" && !tagged ? "" : `${name} `}${tagged ? `[${tag}] ` : ""}`;
  if (prefix === "") return braces("", properties(value, Reflect.ownKeys(value)), context);
  return instance(prefix, properties(value, Reflect.ownKeys(value).filter(isPublic)), context);
}

/** A struct of Elixir, in its notation: `%Task{mfa: {P24Chat, :receiveMessage, 1}, …}`. */
function printStruct(value: object, name: Atom, context: Context): Doc {
  const fields = Object.keys(value).filter((key) => key !== "__struct__");
  const style: ContainerStyle = { open: `%${inspectAtom(name)}{`, close: "}", kind: "map", wrap: "column" };
  return container(properties(value, fields), style, context);
}

/** The insides of instances are their own business: shown two levels deep, so that a socket does not fill the screen. */
function instance(prefix: string, entries: Entry[], context: Context): Doc {
  if (context.instances >= 2 && entries.length > 0) return text(`${prefix}{...}`);
  return braces(prefix, entries, { ...context, instances: context.instances + 1 });
}

function braces(prefix: string, entries: Iterable<Entry>, context: Context): Doc {
  return container(entries, { ...BRACES, open: `${prefix}{` }, context);
}

const BRACES: ContainerStyle = { open: "{", close: "}", kind: "map", wrap: "column", padding: " " };

function printBuiltIn(value: object, context: Context): Doc | undefined {
  if (isError(value)) return error(value, context);
  const size = internal(mapSize, value);
  if (size !== undefined)
    return braces(`${className(value)}(${size}) `, pairs(value as Map<unknown, unknown>), context);
  const count = internal(setSize, value);
  if (count !== undefined) return braces(`${className(value)}(${count}) `, members(value as Set<unknown>), context);
  const time = internal(Date.prototype.getTime, value);
  if (time !== undefined)
    return token("date", Number.isNaN(time) ? "Invalid Date" : new Date(time).toISOString(), context);
  const source = internal(regExpSource, value);
  if (source !== undefined) return token("regex", `/${source}/${internal(regExpFlags, value) ?? ""}`, context);
  return boxed(value, context) ?? buffer(value, context);
}

/**
 * Calls a method of a built-in class: undefined for any other object. Works across realms, cannot
 * be fooled by a `Symbol.toStringTag`, and runs no code of the object.
 */
function internal<T>(method: (this: never) => T, value: object): T | undefined {
  try {
    return method.call(value as never);
  } catch {
    return undefined;
  }
}

const mapSize = getter<number>(Map.prototype, "size");
const setSize = getter<number>(Set.prototype, "size");
const regExpSource = getter<string>(RegExp.prototype, "source");
const regExpFlags = getter<string>(RegExp.prototype, "flags");
const viewName = getter<string | undefined>(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
const bufferLength = getter<number>(ArrayBuffer.prototype, "byteLength");

function getter<T>(prototype: object, name: PropertyKey): (this: never) => T {
  return Object.getOwnPropertyDescriptor(prototype, name)!.get as (this: never) => T;
}

function error(value: Error, context: Context): Doc {
  const message = errorMessage(value);
  const shown = token("error", `[${errorName(value)}${message === "" ? "" : `: ${message}`}]`, context);
  const known: unknown[] = ["name", "message", "stack"];
  const entries = properties(
    value,
    Reflect.ownKeys(value).filter((key) => isPublic(key) && !known.includes(key)),
  );
  for (const hidden of ["cause", "errors"]) {
    const own = Object.getOwnPropertyDescriptor(value, hidden);
    if (own && !own.enumerable && own.value !== undefined) entries.push(property(`[${hidden}]`, own));
  }
  return entries.length === 0 ? shown : sequence(shown, text(" "), instance("", entries, context));
}

function* pairs(map: Map<unknown, unknown>): Generator<Entry> {
  for (const [key, value] of Map.prototype.entries.call(map)) {
    yield (context) => sequence(context.print(key, context), text(" => "), context.print(value, context));
  }
}

function* members(set: Set<unknown>): Generator<Entry> {
  for (const value of Set.prototype.values.call(set)) yield (context) => context.print(value, context);
}

/** `new Number(1)` and the like: `[Number: 1]`. */
function boxed(value: object, context: Context): Doc | undefined {
  for (const type of [Number, String, Boolean, Symbol, BigInt]) {
    const inside = internal<unknown>(type.prototype.valueOf, value);
    if (inside === undefined || inside === value) continue;
    return sequence(text(`[${type.name}: `), context.print(inside, context), text("]"));
  }
  return undefined;
}

/** Numbers in memory that are no binary: `Int16Array [1, 2]`, `ArrayBuffer { byteLength: 8 }`. */
function buffer(value: object, context: Context): Doc | undefined {
  const name = internal(viewName, value);
  if (name !== undefined) {
    const items = Array.from(
      { length: Math.min((value as Int8Array).length, context.limit + 1) },
      (_, i) => (value as Int8Array)[i],
    );
    return sequence(text(`${name} `), context.print(items, context));
  }
  const byteLength = internal(bufferLength, value);
  return byteLength === undefined
    ? undefined
    : braces("ArrayBuffer ", [property("byteLength", { value: byteLength })], context);
}

function properties(value: object, keys: readonly PropertyKey[]): Entry[] {
  const entries: Entry[] = [];
  const passesOn = isNamespace(value);
  for (const key of keys) {
    const own = Object.getOwnPropertyDescriptor(value, key);
    if (own?.enumerable) entries.push(property(keyName(key as string | symbol), passesOn ? variable(own) : own));
  }
  return entries;
}

/** What `import * as` gives of a file: its getters hand out the variables, and do nothing else. */
function isNamespace(value: object): boolean {
  return Object.getPrototypeOf(value) === null && dataProperty(value, Symbol.toStringTag) === "Module";
}

function variable(own: PropertyDescriptor): PropertyDescriptor {
  try {
    return own.get ? { value: own.get() } : own;
  } catch {
    // Its file has not come so far.
    return own;
  }
}

/** Symbols that only a library holds are how it hides things in objects that are not its own. */
function isPublic(key: PropertyKey): boolean {
  return typeof key !== "symbol" || isAtom(key);
}

function property(name: string, { get, set, value }: PropertyDescriptor): Entry {
  const accessor = get && set ? "[Getter/Setter]" : get ? "[Getter]" : set ? "[Setter]" : undefined;
  return (context) =>
    sequence(
      token("key", `${name}:`, context),
      text(" "),
      accessor ? token("special", accessor, context) : context.print(value, context),
    );
}

function keyName(key: string | symbol): string {
  if (typeof key === "symbol") return `[${isAtom(key) ? inspectAtom(key) : String(key)}]`;
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) || /^(0|[1-9]\d{0,14})$/.test(key) ? key : quoted(key);
}
