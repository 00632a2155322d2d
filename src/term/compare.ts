import { type Atom, atomName, isAtom } from "./atom.js";
import { BitString } from "./bit-string.js";
import { Float } from "./float.js";
import { ImproperList } from "./improper-list.js";
import { Pid } from "./pid.js";
import { Port } from "./port.js";
import { Reference } from "./reference.js";
import { TermMap } from "./term-map.js";
import { isTuple } from "./tuple.js";

/** True for terms that Erlang's `=:=` finds equal. */
export function isSameTerm(a: unknown, b: unknown): boolean {
  return a === b || new TermMap([[a, true]]).has(b);
}

/**
 * Erlang's order of terms: numbers, atoms, references, functions, ports, pids, tuples, maps, lists, binaries.
 *
 * @returns below 0 when `a` comes first, above 0 when `b` does, 0 when Erlang's `==` finds them equal
 */
export function compareTerms(a: unknown, b: unknown): number {
  const [rank, other] = [rankOf(a), rankOf(b)];
  if (rank !== other) return rank - other;
  return COMPARISONS[rank]!(a as never, b as never);
}

const NUMBER = 0;
const ATOM = 1;
const REFERENCE = 2;
const FUNCTION = 3;
const PORT = 4;
const PID = 5;
const TUPLE = 6;
const MAP = 7;
const LIST = 8;
const BITS = 9;

function rankOf(value: unknown): number {
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Float) return NUMBER;
  if (isAtom(value)) return ATOM;
  if (value instanceof Reference) return REFERENCE;
  if (typeof value === "function") return FUNCTION;
  if (value instanceof Port) return PORT;
  if (value instanceof Pid) return PID;
  if (isTuple(value)) return TUPLE;
  if (Array.isArray(value) || value instanceof ImproperList) return LIST;
  if (typeof value === "string" || value instanceof Uint8Array || value instanceof BitString) return BITS;
  return MAP;
}

/** True for what is a map on the wire. */
export function isMapTerm(value: unknown): boolean {
  return rankOf(value) === MAP;
}

const COMPARISONS: Record<number, (a: never, b: never) => number> = {
  [NUMBER]: (a: number | bigint | Float, b: number | bigint | Float) => order(numeric(a), numeric(b)),
  [ATOM]: (a: Atom, b: Atom) => elements(bytes(atomName(a)), bytes(atomName(b))),
  [REFERENCE]: textually,
  [FUNCTION]: textually,
  [PORT]: textually,
  [PID]: (a: Pid, b: Pid) => a.serial - b.serial || a.id - b.id || order(a.node, b.node) || a.creation - b.creation,
  [TUPLE]: (a: readonly unknown[], b: readonly unknown[]) => a.length - b.length || elements(a, b),
  [MAP]: (a: object, b: object) => maps(entriesOf(a), entriesOf(b)),
  [LIST]: (a: List, b: List) => elements(items(a), items(b)),
  [BITS]: (a: Bits, b: Bits) => elements(bytes(a), bytes(b)) || lastBits(a) - lastBits(b),
};

function order<T extends number | bigint | string>(a: T, b: T): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function numeric(value: number | bigint | Float): number | bigint {
  return value instanceof Float ? value.value : value;
}

function textually(a: unknown, b: unknown): number {
  return order(String(a), String(b));
}

function elements(a: ArrayLike<unknown>, b: ArrayLike<unknown>): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const found = compareTerms(a[i], b[i]);
    if (found !== 0) return found;
  }
  return a.length - b.length;
}

/** The smaller one first, then by the keys, then by the values. */
function maps(a: readonly [unknown, unknown][], b: readonly [unknown, unknown][]): number {
  const keys = (of: typeof a): unknown[] => of.map(([key]) => key);
  const values = (of: typeof a): unknown[] => of.map(([, value]) => value);
  return a.length - b.length || elements(keys(a), keys(b)) || elements(values(a), values(b));
}

function entriesOf(map: object): [unknown, unknown][] {
  const entries: [unknown, unknown][] =
    map instanceof Map ? [...map] : Object.entries(map).map(([key, value]) => [Symbol.for(key), value]);
  return entries.sort(([a], [b]) => compareTerms(a, b));
}

type List = readonly unknown[] | ImproperList;
type Bits = string | Uint8Array | BitString;

function items(list: List): readonly unknown[] {
  return list instanceof ImproperList ? [...list.items, list.tail] : list;
}

function bytes(value: Bits): Uint8Array {
  if (value instanceof BitString) return value.bytes;
  return typeof value === "string" ? new TextEncoder().encode(value) : value;
}

function lastBits(value: Bits): number {
  return value instanceof BitString ? value.lastBits : 8;
}
