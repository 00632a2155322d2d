import { atom } from "./atom.js";
import { BitString } from "./bit-string.js";
import { Float } from "./float.js";
import { ExternalFun, Fun } from "./fun.js";
import { ImproperList } from "./improper-list.js";
import { isTuple } from "./tuple.js";

/**
 * A map whose keys compare by value, as Erlang's `=:=` does: `tuple(1, 2)` finds the entry that
 * another `tuple(1, 2)` made, `1` and `float(1)` are two keys, a `Uint8Array` with the bytes of a
 * text is that text. Maps of other nodes whose keys are not all atoms arrive as one.
 *
 * The first of two equal keys is the one that iteration shows. A key that changes after it was set
 * keeps its old place. Values of no term (class instances, functions) compare with `===`.
 *
 * @example
 * const seats = new TermMap([[tuple("row", 1), "Ann"]]);
 * seats.get(tuple("row", 1)); // "Ann"
 */
export class TermMap<Key = unknown, Value = unknown> extends Map<Key, Value> {
  readonly #identities: Identities = { numbers: new Map(), next: 0, bound: FEW };
  readonly #held = new Map<number, Key>();

  constructor(entries?: Iterable<readonly [Key, Value]> | null) {
    super();
    for (const [key, value] of entries ?? []) this.set(key, value);
  }

  override get(key: Key): Value | undefined {
    return super.get(this.#find(key));
  }

  override has(key: Key): boolean {
    return super.has(this.#find(key));
  }

  override set(key: Key, value: Value): this {
    const plain = simplify(key);
    if (!isComposite(plain)) return super.set(plain as Key, value);
    const identity = identify(plain, this.#identities, true) as number;
    if (!this.#held.has(identity)) this.#held.set(identity, key);
    return super.set(this.#held.get(identity) as Key, value);
  }

  override delete(key: Key): boolean {
    const plain = simplify(key);
    if (!isComposite(plain)) return super.delete(plain as Key);
    const identity = identify(plain, this.#identities, false);
    if (identity === undefined) return super.delete(key);
    if (!this.#held.has(identity)) return false;
    const deleted = super.delete(this.#held.get(identity) as Key);
    this.#held.delete(identity);
    if (this.size === 0) this.clear();
    else if (this.#identities.numbers.size > this.#identities.bound) sweep(this.#identities, this.#held.keys());
    return deleted;
  }

  override clear(): void {
    super.clear();
    this.#identities.numbers.clear();
    this.#held.clear();
  }

  /** The key under which an equal one is held; where there is none, one that nothing is held under. */
  #find(key: Key): Key {
    const plain = simplify(key);
    if (!isComposite(plain)) return plain as Key;
    const identity = identify(plain, this.#identities, false);
    return identity !== undefined && this.#held.has(identity) ? (this.#held.get(identity) as Key) : (ABSENT as Key);
  }
}

const ABSENT = {};

/** The primitive that is the same term, where there is one. */
function simplify(key: unknown): unknown {
  switch (typeof key) {
    case "bigint":
      return Number.isSafeInteger(Number(key)) ? Number(key) : key;
    case "number":
      return Object.is(key, -0) ? new Float(-0) : key;
    case "symbol":
      return simplifyAtom(key);
    case "object":
      if (key instanceof Float) return isFloat(key.value) && !Object.is(key.value, -0) ? key.value : key;
      return tag(key) === "[object Uint8Array]" ? (textOf(key as Uint8Array) ?? key) : key;
    default:
      return key;
  }
}

function simplifyAtom(symbol: symbol): unknown {
  const name = Symbol.keyFor(symbol);
  return name === "nil" || name === "true" || name === "false" || name === "undefined" ? atom(name) : symbol;
}

/** Whether a number is a float on the wire. */
function isFloat(value: number): boolean {
  return !Number.isSafeInteger(value) || Object.is(value, -0);
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function tag(value: unknown): string {
  return Object.prototype.toString.call(value);
}

function isComposite(value: unknown): value is object {
  return typeof value === "object" && value !== null && (partsOf(value) !== undefined || isBytesLike(value));
}

function isBytesLike(value: object): boolean {
  return value instanceof Float || value instanceof BitString || tag(value) === "[object Uint8Array]";
}

/**
 * The number of each distinct composite term seen by one map. The text of a term holds the numbers
 * of the terms inside it, not their texts, so that deep terms cost no more than flat ones.
 */
interface Identities {
  readonly numbers: Map<string, number>;
  next: number;
  /** From how many on it is worth looking for those that nothing needs any more. */
  bound: number;
}

const FEW = 256;

interface Step {
  value: object;
  parts: Parts;
  at: number;
  texts: string[];
  parent: Step | undefined;
}

/** The number of a composite term; with `add` false, undefined for one that was never seen. */
function identify(root: object, identities: Identities, add: boolean): number | undefined {
  let step: Step | undefined = stepInto(root, undefined, 0);
  let depth = 0;
  for (;;) {
    if (step.at < step.parts.items.length) {
      const item = simplify(step.parts.items[step.at++]);
      const text = leafText(item);
      if (text !== undefined) step.texts.push(text);
      else step = stepInto(item as object, step, ++depth);
      continue;
    }
    const identity = numberOf(join(step), identities, add);
    if (identity === undefined || step.parent === undefined) return identity;
    step = step.parent;
    step.texts.push(`#${identity};`);
    depth--;
  }
}

function stepInto(value: object, parent: Step | undefined, depth: number): Step {
  const parts = partsOf(value) ?? { mark: leafText(value) ?? "", items: [] };
  const step = { value, parts, at: 0, texts: [], parent };
  if (depth >= 16 && (depth & (depth - 1)) === 0) refuseCycle(step);
  return step;
}

function refuseCycle(step: Step): void {
  const seen = new Set<object>();
  for (let at: Step | undefined = step; at !== undefined; at = at.parent) {
    if (seen.has(at.value)) throw new TypeError("Cannot use a value that contains itself as a key of a TermMap");
    seen.add(at.value);
  }
}

function join({ parts, texts }: Step): string {
  if (parts.order === "pairs") return parts.mark + pairs(texts).sort().join("");
  if (parts.order === "set") texts.sort();
  return `${parts.mark}${texts.length}:${texts.join("")}`;
}

function pairs(texts: string[]): string[] {
  const joined: string[] = [];
  for (let i = 0; i < texts.length; i += 2) joined.push(`${texts[i]}${texts[i + 1]}`);
  return joined;
}

function numberOf(text: string, identities: Identities, add: boolean): number | undefined {
  const known = identities.numbers.get(text);
  if (known !== undefined || !add) return known;
  identities.numbers.set(text, identities.next);
  return identities.next++;
}

/**
 * Forgets the terms that no held key is made of, which would pile up in a map that is a queue. The
 * keys themselves are not asked again: one that has changed meanwhile keeps its place. Text that looks
 * like a number of a term keeps that term alive, which costs memory and nothing else.
 */
function sweep(identities: Identities, held: Iterable<number>): void {
  const { numbers } = identities;
  const texts = new Map<number, string>();
  for (const [text, number] of numbers) texts.set(number, text);
  const needed = new Set(held);
  // A set that grows while it is walked through shows what was added too.
  for (const number of needed)
    for (const [, inside] of texts.get(number)?.matchAll(/#(\d+);/g) ?? []) needed.add(Number(inside));
  for (const [text, number] of numbers) if (!needed.has(number)) numbers.delete(text);
  identities.bound = FEW + 2 * numbers.size;
}

/** A term inside a composite as text; undefined for a composite one. Each text tells where it ends. */
function leafText(value: unknown): string | undefined {
  switch (typeof value) {
    case "string":
      return `s${value.length}:${value}`;
    case "number":
      return isFloat(value) ? `f${value};` : `i${value};`;
    case "bigint":
      return `i${value};`;
    case "symbol":
      return atomText(value);
    case "boolean":
    case "undefined":
      return `a${String(value).length}:${value}`;
    case "object":
      return value === null ? "a3:nil" : objectText(value);
    default:
      return `o${objectNumber(value as object)};`;
  }
}

function atomText(symbol: symbol): string {
  const name = Symbol.keyFor(symbol);
  return name === undefined ? `o${objectNumber(symbol as never)};` : `a${name.length}:${name}`;
}

function objectText(value: object): string | undefined {
  if (value instanceof Float) return `f${Object.is(value.value, -0) ? "-0" : value.value};`;
  if (value instanceof BitString) return `b${value.lastBits},${value.bytes.join()};`;
  if (tag(value) === "[object Uint8Array]") return `b${(value as Uint8Array).join()};`;
  return partsOf(value) === undefined ? `o${objectNumber(value)};` : undefined;
}

const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/** Pids and other values that compare with `===`. */
function objectNumber(value: object): number {
  let number = numbers.get(value);
  if (number === undefined) numbers.set(value, (number = ++lastNumber));
  return number;
}

interface Parts {
  mark: string;
  items: readonly unknown[];
  order?: "pairs" | "set";
}

/** What a composite term is made of; undefined for values that compare with `===`. */
function partsOf(value: object): Parts | undefined {
  if (Array.isArray(value)) return { mark: isTuple(value) ? "(" : "[", items: value };
  if (value instanceof ImproperList) return { mark: "|", items: [...value.items, value.tail] };
  if (value instanceof ExternalFun) return { mark: "&", items: [value.module, value.name, value.arity] };
  if (value instanceof Fun) return { mark: "F", items: funItems(value) };
  switch (tag(value)) {
    case "[object Map]":
      return { mark: "{", items: [...(value as Map<unknown, unknown>)].flat(1), order: "pairs" };
    case "[object Set]":
      return { mark: "S", items: [...(value as Set<unknown>)], order: "set" };
    case "[object Date]":
      return { mark: "D", items: [(value as Date).getTime()] };
    case "[object RegExp]":
      return { mark: "R", items: [(value as RegExp).source, (value as RegExp).flags] };
    case "[object Error]":
      return { mark: "E", items: [(value as Error).name, (value as Error).message, { ...value }] };
    default:
      return isPlain(value) ? { mark: "{", items: fields(value), order: "pairs" } : undefined;
  }
}

function funItems(fun: Fun): unknown[] {
  return [fun.module, fun.arity, fun.uniq, fun.index, fun.oldIndex, fun.oldUniq, fun.pid, ...fun.free];
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function fields(value: object): unknown[] {
  return Object.entries(value).flatMap(([name, field]) => [Symbol.for(name), field]);
}
