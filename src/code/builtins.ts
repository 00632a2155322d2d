import { builtinModules, createRequire } from "node:module";
import { runInThisContext } from "node:vm";
import type { Provided } from "./library.js";

const load = createRequire(import.meta.url);
const mainGlobal = runInThisContext("globalThis") as typeof globalThis;
const globalNames = new Set([...Object.getOwnPropertyNames(mainGlobal), ...Object.getOwnPropertyNames(globalThis)]);
/** Names that only a program's own variables or none have in one realm or the other. */
for (const name of ["exports", "require", "module", "jest", "arguments"]) globalNames.delete(name);

/** True for names that were global before any program ran: they mean the same on every node. */
export function isGlobalName(name: string): boolean {
  return globalNames.has(name);
}

/** Globals whose objects are values and not handles of the process. */
const LANGUAGE = new Set(
  `Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError Float32Array Float64Array
  Function Infinity Int16Array Int32Array Int8Array Intl JSON Map Math NaN Number Object Promise Proxy RangeError ReferenceError
  Reflect RegExp Set String Symbol SyntaxError TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap
  WeakRef WeakSet console globalThis isFinite isNaN parseFloat parseInt undefined`.split(/\s+/),
);

let globals: Map<unknown, string> | undefined;

/** The path of a value of the language or of Node.js that every node has: `Math.max`. */
export function globalPath(value: object): string | undefined {
  globals ??= indexGlobals();
  return globals.get(value);
}

function indexGlobals(): Map<unknown, string> {
  const index = new Map<unknown, string>();
  for (const realm of [mainGlobal, globalThis])
    for (const name of Object.getOwnPropertyNames(realm)) {
      const value = name === "Buffer" || name === "process" ? Reflect.get(realm, name) : dataOf(realm, name);
      if (!globalNames.has(name) || !isObject(value)) continue;
      add(index, value, name);
      if (value === realm) continue;
      addMembers(index, value, name);
      const prototype = dataOf(value, "prototype");
      if (isObject(prototype)) {
        add(index, prototype, `${name}.prototype`);
        addMembers(index, prototype, `${name}.prototype`);
      }
    }
  return index;
}

function addMembers(index: Map<unknown, string>, value: object, path: string): void {
  for (const key of Object.getOwnPropertyNames(value)) {
    const member = key === "constructor" ? undefined : dataOf(value, key);
    if (typeof member === "function") add(index, member, `${path}.${key}`);
  }
}

function add<V>(index: Map<unknown, V>, value: unknown, as: V): void {
  if (!index.has(value)) index.set(value, as);
}

/** The value that a path means on this node. */
export function atGlobalPath(path: string): unknown {
  let value: any = mainGlobal;
  for (const name of path.split(".")) value = value?.[name];
  if (value === undefined) throw new Error(`Cannot find ${path} on this node: it runs another version of Node.js`);
  return value;
}

const nodeModules = new Map<unknown, Provided>();
const indexed = new Set<string>();
let loadedCount = 0;
/** Reading these prints warnings, or gives what belongs to one process. */
const LEFT_OUT = /^_|^(punycode|sys|process|inspector|trace_events|wasi|repl|domain)\b/;

/** The built-in module, and the name of the export, that a value is. Only loaded modules can have given it. */
export function nodeExport(value: object): Provided | undefined {
  const loaded = (process as unknown as { moduleLoadList?: readonly string[] }).moduleLoadList ?? [];
  if (loaded.length !== loadedCount) {
    loadedCount = loaded.length;
    for (const entry of loaded) indexModule(entry.replace(/^NativeModule /, ""));
  }
  return nodeModules.get(value);
}

function indexModule(name: string): void {
  if (indexed.has(name) || LEFT_OUT.test(name) || !builtinModules.includes(name)) return;
  indexed.add(name);
  const exports = load(`node:${name}`) as object;
  const specifier = `node:${name}`;
  add(nodeModules, exports, { specifier, name: "*" });
  for (const key of Object.getOwnPropertyNames(exports)) {
    const value = dataOf(exports, key);
    if (isObject(value)) add(nodeModules, value, { specifier, name: key });
  }
}

let timers: Set<unknown> | undefined;

/** The classes of timers have no name that anyone can import. */
function timerClasses(): Set<unknown> {
  const [timeout, immediate] = [setTimeout(() => {}, 0), setImmediate(() => {})];
  clearTimeout(timeout);
  clearImmediate(immediate);
  return new Set([timeout.constructor, immediate.constructor]);
}

/** The class of Node.js that an object is made by, such as `Server`: it belongs to this OS process. */
export function liveClass(prototype: object | null): string | undefined {
  timers ??= timerClasses();
  for (let at = prototype; at !== null; at = Object.getPrototypeOf(at)) {
    const maker = dataOf(at, "constructor");
    if (!isObject(maker)) continue;
    const name = (maker as { name?: string }).name ?? "object";
    if (timers.has(maker) || nodeExport(maker) !== undefined) return nameOf(prototype) ?? name;
    const path = globalPath(maker);
    if (path !== undefined && !LANGUAGE.has(path)) return nameOf(prototype) ?? name;
  }
  return undefined;
}

function nameOf(prototype: object | null): string | undefined {
  return (prototype?.constructor as { name?: string } | undefined)?.name;
}

/** A property's value, without running a getter. */
function dataOf(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}
