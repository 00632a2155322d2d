import { types } from "node:util";
import * as library from "../../src/index.js";

/** A value that was found without running anything. */
export interface Known {
  readonly value: unknown;
  /** True for what belongs to the library, whose getters only pass values on. */
  readonly ours?: boolean;
}

/** One name that a value has. */
export interface Member {
  readonly name: string;
  /** True for what every object has, or every function. */
  readonly common: boolean;
  /** Undefined when only running a getter could tell. */
  known(): Known | undefined;
}

const ours = new Set<unknown>(Object.values(library));

export function known(value: unknown): Known {
  return ours.has(value) ? { value, ours: true } : { value };
}

/**
 * The value of a member, found along the prototypes. Getters are not run, and proxies, whose every
 * trap is somebody's code, are not asked.
 */
export function memberOf(of: Known, name: string): Known | undefined {
  for (const holder of holders(of.value)) {
    if (Object.hasOwn(holder, name)) return knownAt(holder, name, of);
  }
  return undefined;
}

/**
 * The names of a value that begin so, the nearest first; those of indices and hidden ones left out. What
 * they stand for is looked at only when it is asked for: there may be very many.
 */
export function membersOf(of: Known, prefix: string): Member[] {
  const members: Member[] = [];
  const nearer: object[] = [];
  for (const holder of holders(of.value)) {
    for (const name of namesOf(holder, prefix))
      if (!nearer.some((one) => Object.hasOwn(one, name))) members.push(memberAt(holder, name, of));
    nearer.push(holder);
  }
  return members;
}

function memberAt(holder: object, name: string, of: Known): Member {
  const common = holder === Object.prototype || holder === Function.prototype || isFunctionsOwn(holder, name);
  return { name, common, known: () => knownAt(holder, name, of) };
}

/** The object itself and its prototypes, as far as they can be known. */
function* holders(value: unknown): Generator<object> {
  if (value === null || value === undefined) return;
  for (let holder: object | null = Object(value); holder && !types.isProxy(holder); ) {
    yield holder;
    holder = Object.getPrototypeOf(holder);
  }
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function namesOf(holder: object, prefix: string): string[] {
  const hidden = !prefix.startsWith("_");
  return ownNames(holder).filter(
    (name) => name.startsWith(prefix) && IDENTIFIER.test(name) && !(hidden && name.startsWith("_")),
  );
}

/** A plain object with so many names is a table: to find those that cannot be enumerated would take too long. */
const MOST_SEARCHED = 10_000;

/** Lists can have millions of indices, none of which is a name. */
function ownNames(holder: object): string[] {
  const indexed = Array.isArray(holder) || ArrayBuffer.isView(holder) || types.isStringObject(holder);
  if (indexed && (holder as { length?: number }).length !== 0) return ["length"];
  const enumerable = Object.getPrototypeOf(holder) === Object.prototype ? Object.keys(holder) : [];
  return enumerable.length > MOST_SEARCHED ? enumerable : Object.getOwnPropertyNames(holder);
}

function isFunctionsOwn(holder: object, name: string): boolean {
  return typeof holder === "function" && /^(length|name|prototype|arguments|caller)$/.test(name);
}

function knownAt(holder: object, name: string, of: Known): Known | undefined {
  const descriptor = Object.getOwnPropertyDescriptor(holder, name);
  if (!descriptor) return undefined;
  if (!descriptor.get) return "value" in descriptor ? known(descriptor.value) : undefined;
  const passes = (of.ours && !descriptor.configurable) || isNamespace(holder);
  if (!passes) return undefined;
  try {
    const value: unknown = Reflect.get(holder, name);
    return of.ours && typeof value === "object" ? { value, ours: true } : known(value);
  } catch {
    // Its file has not come so far.
    return undefined;
  }
}

/** What `import * as` gives: its getters hand out the variables of a file. */
function isNamespace(holder: object): boolean {
  if (Object.getPrototypeOf(holder) !== null) return false;
  return Object.getOwnPropertyDescriptor(holder, Symbol.toStringTag)?.value === "Module";
}

/** A function that is called without `new`. */
export function isPlainFunction(value: unknown): value is (...args: never[]) => unknown {
  return typeof value === "function" && !types.isProxy(value) && !isClass(value);
}

/** True for what `new` can be put in front of. */
export function isConstructor(value: unknown): boolean {
  if (typeof value !== "function" || types.isProxy(value)) return false;
  return Object.getOwnPropertyDescriptor(value, "prototype") !== undefined;
}

function isClass(value: object): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(value, "prototype");
  if (!descriptor) return false;
  return descriptor.writable === false || /^class\b/.test(Function.prototype.toString.call(value));
}
