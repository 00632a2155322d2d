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

/** The members of a value. What they stand for is looked at only when it is asked for. */
export function membersOf(of: Known, prefix: string): Member[] {
  const { own, common, known } = namesOf(of, prefix);
  const members = (names: readonly string[], common: boolean): Member[] =>
    names.map((name) => ({ name, common, known: () => known(name) }));
  return [...members(own, false), ...members(common, true)];
}

/** The names of a value, each once. There may be very many. */
export interface Names {
  readonly own: readonly string[];
  /** What every object has, or every function. */
  readonly common: readonly string[];
  /** What one of these names stands for; undefined when only running a getter could tell. */
  known(name: string): Known | undefined;
}

/** The names of a value that begin so, the nearest first; those of indices and hidden ones left out. */
export function namesOf(of: Known, prefix: string): Names {
  const own: string[] = [];
  const common: string[] = [];
  // Asked, not listed once more: it is the one that may have a hundred thousand names.
  let nearest: object | undefined;
  const farther = new Map<string, object>();
  for (const holder of holders(of.value)) {
    for (const name of namesAt(holder, prefix)) {
      if (nearest && (Object.hasOwn(nearest, name) || farther.has(name))) continue;
      if (nearest) farther.set(name, holder);
      (isCommon(holder, name, of.value) ? common : own).push(name);
    }
    if (own.length + common.length > 0) nearest ??= holder;
  }
  return { own, common, known: (name) => knownAt(farther.get(name) ?? nearest!, name, of) };
}

function isCommon(holder: object, name: string, value: unknown): boolean {
  if (isFunctionsOwn(holder, name)) return true;
  return holder !== value && (holder === Object.prototype || holder === Function.prototype);
}

/** How far prototypes are followed. */
const MOST_HOLDERS = 100_000;

/** The object itself and its prototypes, as far as they can be known. */
function* holders(value: unknown): Generator<object> {
  if (value === null || value === undefined) return;
  let holder: object | null = Object(value);
  for (let count = 0; holder && !types.isProxy(holder) && count < MOST_HOLDERS; count++) {
    yield holder;
    holder = Object.getPrototypeOf(holder);
  }
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

function namesAt(holder: object, prefix: string): string[] {
  const hidden = !prefix.startsWith("_");
  return ownNames(holder).filter(
    (name) => name.startsWith(prefix) && IDENTIFIER.test(name) && !(hidden && name.startsWith("_")),
  );
}

/** So many names, or elements, are a table: to look for those that are hidden among them would take too long. */
const MOST_SEARCHED = 10_000;

/** Lists can have millions of indices, none of which is a name. */
export function ownNames(holder: object): string[] {
  if (lengthOf(holder) > MOST_SEARCHED) return ArrayBuffer.isView(holder) ? [] : ["length"];
  const enumerable = types.isModuleNamespaceObject(holder) ? [] : Object.keys(holder);
  return enumerable.length > MOST_SEARCHED ? enumerable : Object.getOwnPropertyNames(holder);
}

const TYPED_ARRAY_LENGTH = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), "length")!.get!;

/** How many indices it has; a user may have made a getter of a typed array's `length`. */
function lengthOf(holder: object): number {
  if (Array.isArray(holder) || types.isStringObject(holder)) return holder.length;
  return types.isTypedArray(holder) ? TYPED_ARRAY_LENGTH.call(holder) : 0;
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
