import { type Atom, atomToName, nameToAtom } from "../term/index.js";
import { writeFields } from "./fields.js";
import type { Parts } from "./parts.js";
import type { Writer } from "./writer.js";

type Fields = Record<string, unknown>;

const CLASSES: Record<string, ErrorConstructor> = {
  TypeError,
  RangeError,
  SyntaxError,
  ReferenceError,
  EvalError,
  URIError,
};
/**
 * Errors of JavaScript that Elixir has no exception for, or one with other fields. They travel as its
 * `RuntimeError`, whose message then begins with their name: so every Elixir node can print them.
 */
const JAVASCRIPT = new Set([...Object.keys(CLASSES), "AggregateError", "Error", "ErlangError"]);
const RUNTIME_ERROR = nameToAtom("RuntimeError");
/** Fields that an `Error` shows in a way of its own: its message, and those whose names it needs itself. */
const OWN = ["__struct__", "__exception__", "message", "name", "stack"];

/** What an exception of a peer had in those places, and the message and name that its `Error` began with. */
interface Original {
  fields: Fields;
  message: string;
  name: string;
}
const originals = new WeakMap<Error, Original>();

/**
 * Writes an error as an Elixir exception: its name as an alias (but see {@link JAVASCRIPT}), its
 * message, and its own enumerable data properties. The stack and the cause stay here. An exception that was decoded, and
 * not changed, is the same term again.
 */
export function writeError(writer: Writer, error: Error): Parts {
  const fields = new Map<string, unknown>(Object.entries(head(error)));
  for (const [name, { value, get, enumerable }] of Object.entries(Object.getOwnPropertyDescriptors(error)))
    if (enumerable && get === undefined && !OWN.includes(name)) fields.set(name, value);
  return writeFields(writer, error, [...fields.keys()], [...fields.values()]);
}

function head(error: Error): Fields {
  const { message, name } = error;
  const original = originals.get(error);
  if (original?.message === message && original.name === name) return original.fields;
  const text = typeof message === "string" ? message : String(message);
  const [struct, shown] = JAVASCRIPT.has(name) ? [RUNTIME_ERROR, titled(name, text)] : [aliasOf(name), text];
  return { ...original?.fields, __struct__: struct, __exception__: true, message: shown };
}

function titled(name: string, message: string): string {
  return message === "" ? name : `${name}: ${message}`;
}

/** The name and the message of an error of JavaScript that travelled as a `RuntimeError`. */
function untitled(message: string): [name: string, message: string] | undefined {
  const [, name = "", text = ""] = /^([A-Z][A-Za-z]*)(?:$|: (.*)$)/s.exec(message) ?? [];
  return JAVASCRIPT.has(name) ? [name, text] : undefined;
}

function aliasOf(name: unknown): Atom {
  return nameToAtom(typeof name === "string" && !NOT_NAMES.has(name) ? name : "Error");
}

const NOT_NAMES = new Set(["", "nil", "true", "false", "undefined"]);

/** An exception as an `Error` of its name; undefined when its `__struct__` is no name of one. */
export function readError(struct: Readonly<Fields>): Error | undefined {
  const alias = struct.__struct__;
  if (typeof alias !== "symbol") return undefined;
  const exception = atomToName(alias);
  if (nameToAtom(exception) !== alias || NOT_NAMES.has(exception)) return undefined;
  const told = typeof struct.message === "string" ? struct.message : "";
  const [name, message] = (alias === RUNTIME_ERROR && untitled(told)) || [exception, told];
  const error = make(name, message);
  define(error, struct);
  originals.set(error, { fields: pick(struct), message, name });
  return error;
}

/** The stack of the decoder says nothing about the error: only its first line remains. */
function make(name: string, message: string): Error {
  const known = Object.hasOwn(CLASSES, name) ? CLASSES[name] : undefined;
  const error = new (known ?? Error)(message);
  if (known === undefined) hide(error, "name", name);
  hide(error, "stack", titled(name, message));
  return error;
}

function hide(error: Error, name: string, value: unknown): void {
  Object.defineProperty(error, name, { value, enumerable: false, configurable: true, writable: true });
}

function define(error: Error, struct: Readonly<Fields>): void {
  for (const [name, value] of Object.entries(struct))
    if (!OWN.includes(name))
      Object.defineProperty(error, name, { value, enumerable: true, configurable: true, writable: true });
}

function pick(struct: Readonly<Fields>): Fields {
  return Object.fromEntries(Object.entries(struct).filter(([name]) => OWN.includes(name)));
}
