import { atomName, BitString, Float, ImproperList, isAtom, isTuple, Pid, Port, Reference } from "../../term/index.js";
import { entriesOf } from "./entries.js";

/** Erlang's order of terms: negative if `a` comes first, 0 if they are equal. */
export function compareTerms(a: unknown, b: unknown): number {
  const rank = rankOf(a);
  return rank - rankOf(b) || (COMPARE[rank] ?? compareTexts)(a, b);
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

/** The place of a kind of term among the kinds. */
function rankOf(value: unknown): number {
  if (typeof value === "number" || typeof value === "bigint" || value instanceof Float) return NUMBER;
  if (isAtom(value)) return ATOM;
  if (value instanceof Reference) return REFERENCE;
  if (value instanceof Port) return PORT;
  if (value instanceof Pid) return PID;
  if (isTuple(value)) return TUPLE;
  if (Array.isArray(value) || value instanceof ImproperList) return LIST;
  if (typeof value === "string" || value instanceof Uint8Array || value instanceof BitString) return BITS;
  return typeof value === "object" && value !== null && entriesOf(value) ? MAP : FUNCTION;
}

const COMPARE: Record<number, (a: any, b: any) => number> = {
  [NUMBER]: (a, b) => compare(Object(a).valueOf(), Object(b).valueOf()),
  [ATOM]: (a, b) => Buffer.compare(Buffer.from(atomName(a)), Buffer.from(atomName(b))),
  [TUPLE]: (a, b) => a.length - b.length || compareItems(a, b),
  [MAP]: compareMaps,
  [LIST]: compareLists,
  [BITS]: (a, b) => Buffer.compare(bytesOf(a), bytesOf(b)) || (a.lastBits ?? 8) - (b.lastBits ?? 8),
};

function compare(a: number | bigint, b: number | bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareTexts(a: unknown, b: unknown): number {
  return String(a) < String(b) ? -1 : 1;
}

function compareItems(a: readonly unknown[], b: readonly unknown[]): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compareTerms(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareLists(a: readonly unknown[] | ImproperList, b: readonly unknown[] | ImproperList): number {
  const [first, second] = [a, b].map((list) => (list instanceof ImproperList ? [...list.items, list.tail] : [...list]));
  return compareItems(first!, second!);
}

/** The smaller map first; of two of one size, that with the lesser keys, then that with the lesser values. */
function compareMaps(a: object, b: object): number {
  const [first, second] = [a, b].map((map) => entriesOf(map)!.sort(([x], [y]) => compareTerms(x, y)));
  const keys = compareItems(
    first!.map(([key]) => key),
    second!.map(([key]) => key),
  );
  return (
    first!.length - second!.length ||
    keys ||
    compareItems(
      first!.map(([, v]) => v),
      second!.map(([, v]) => v),
    )
  );
}

function bytesOf(value: string | Uint8Array | BitString): Uint8Array {
  if (value instanceof BitString) return value.bytes;
  return typeof value === "string" ? Buffer.from(value) : value;
}
