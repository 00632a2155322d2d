import { type Atom, atomName, Float, isAtom, isTuple, Pid, Reference, TermMap } from "../../term/index.js";

/** True for terms that Erlang's `=:=` finds equal. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || new TermMap([[a, true]]).has(b);
}

/**
 * Erlang's order of terms: numbers, atoms, references, functions, pids, tuples, maps, lists, binaries.
 *
 * @returns below 0 when `a` comes first, above 0 when `b` does, 0 when Erlang's `==` finds them equal
 */
export function compare(a: unknown, b: unknown): number {
  const [rank, other] = [rankOf(a), rankOf(b)];
  if (rank !== other) return rank - other;
  return COMPARISONS[rank]!(a as never, b as never);
}

const NUMBER = 0;
const ATOM = 1;
const REFERENCE = 2;
const FUNCTION = 3;
const PID = 4;
const TUPLE = 5;
const MAP = 6;
const LIST = 7;
const BINARY = 8;

function rankOf(value: unknown): number {
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Float) return NUMBER;
  if (isAtom(value)) return ATOM;
  if (value instanceof Reference) return REFERENCE;
  if (typeof value === "function") return FUNCTION;
  if (value instanceof Pid) return PID;
  if (isTuple(value)) return TUPLE;
  if (Array.isArray(value)) return LIST;
  return typeof value === "string" || value instanceof Uint8Array ? BINARY : MAP;
}

/** True for what is a map on the wire. */
export function isMap(value: unknown): boolean {
  return rankOf(value) === MAP;
}

const COMPARISONS: Record<number, (a: never, b: never) => number> = {
  [NUMBER]: (a: number | bigint | Float, b: number | bigint | Float) => order(numeric(a), numeric(b)),
  [ATOM]: (a: Atom, b: Atom) => order(atomName(a), atomName(b)),
  [REFERENCE]: textually,
  [FUNCTION]: textually,
  [PID]: (a: Pid, b: Pid) => a.serial - b.serial || a.id - b.id || order(a.node, b.node) || a.creation - b.creation,
  [TUPLE]: (a: readonly unknown[], b: readonly unknown[]) => a.length - b.length || elements(a, b),
  [MAP]: (a: object, b: object) => maps(entriesOf(a), entriesOf(b)),
  [LIST]: elements,
  [BINARY]: (a: string | Uint8Array, b: string | Uint8Array) => elements([...bytes(a)], [...bytes(b)]),
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

function elements(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const found = compare(a[i], b[i]);
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
  return entries.sort(([a], [b]) => compare(a, b));
}

function bytes(value: string | Uint8Array): Uint8Array {
  return typeof value === "string" ? new TextEncoder().encode(value) : value;
}
