import { types } from "node:util";
import { ImproperList, isTuple, type Tuple, tuple, tupleFrom } from "../term/index.js";

/** Writes a value that another one holds: gives what stands for it. `step` says where it is held. */
export type Slot = (value: unknown, step: string) => unknown;
/** Reads what {@link Slot} gave. */
export type Get = (slot: unknown) => unknown;

/** A kind of value that travels inside a function: how it is told, written, made and filled. */
export interface Kind {
  readonly name: string;
  is(value: unknown): boolean;
  write(value: any, slot: Slot): unknown;
  /** Makes the value; without what it holds when that may lead back to the value itself. */
  make(data: any, get: Get): unknown;
  /** Puts in what it holds. May be called again. */
  fill?(made: any, data: any, get: Get): void;
}

const list: Kind = {
  name: "list",
  is: (value) => Array.isArray(value),
  write: (value: unknown[], slot) => Array.from(value, (item, i) => slot(item, `[${i}]`)),
  make: () => [],
  fill: (made: unknown[], data: unknown[], get) => {
    // Not put in one by one as they are made: making one may fill this list too.
    const items = data.map(get);
    made.length = 0;
    items.forEach((item, i) => {
      made[i] = item;
    });
  },
};

/** A tuple cannot change, so what it holds is made before it. */
const tuples: Kind = {
  name: "tuple",
  is: isTuple,
  write: list.write,
  make: (data: unknown[], get) => tupleFrom(data.map(get)),
};

const improper: Kind = {
  name: "improper",
  is: (value) => value instanceof ImproperList,
  write: ({ items, tail }: ImproperList, slot) => tuple(list.write(items, slot), slot(tail, "tail")),
  make: ([items, tail]: [unknown[], unknown], get) => new ImproperList(items.map(get), get(tail)),
};

const map: Kind = {
  name: "map",
  is: types.isMap,
  write: (value: Map<unknown, unknown>, slot) =>
    [...value].map(([key, item]) => tuple(slot(key, "key"), slot(item, `get(${String(key)})`))),
  make: () => new Map(),
  fill: (made: Map<unknown, unknown>, data: Tuple[], get) => {
    made.clear();
    for (const [key, item] of data) made.set(get(key), get(item));
  },
};

const set: Kind = {
  name: "set",
  is: types.isSet,
  write: (value: Set<unknown>, slot) => [...value].map((item) => slot(item, "element")),
  make: () => new Set(),
  fill: (made: Set<unknown>, data: unknown[], get) => {
    made.clear();
    for (const item of data) made.add(get(item));
  },
};

const date: Kind = {
  name: "date",
  is: types.isDate,
  write: (value: Date) => String(value.getTime()),
  make: (data: string) => new Date(Number(data)),
};

const regexp: Kind = {
  name: "regexp",
  is: types.isRegExp,
  write: ({ source, flags, lastIndex }: RegExp) => tuple(source, flags, lastIndex),
  make: ([source, flags, lastIndex]: [string, string, number]) =>
    Object.assign(new RegExp(source, flags), { lastIndex }),
};

const error: Kind = {
  name: "error",
  is: types.isNativeError,
  write: (value: Error, slot) =>
    Object.getOwnPropertyNames(value).map((key) => tuple(key, slot((value as any)[key], key))),
  make: () => new Error(),
  fill: (made: Error, data: [string, unknown][], get) => {
    for (const [key, item] of data)
      Object.defineProperty(made, key, {
        value: get(item),
        writable: true,
        configurable: true,
        enumerable: !HIDDEN.has(key),
      });
  },
};
const HIDDEN = new Set(["message", "stack", "cause", "errors"]);

const ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
  Buffer,
} as const;

/** Bytes that happen to be valid text may come back from the wire as a string. */
const bytes: Kind = {
  name: "bytes",
  is: (value) => ArrayBuffer.isView(value) || types.isArrayBuffer(value),
  write: (value: ArrayBufferView | ArrayBuffer) =>
    types.isArrayBuffer(value)
      ? tuple("ArrayBuffer", new Uint8Array(value.slice(0)))
      : tuple(
          Buffer.isBuffer(value) ? "Buffer" : types.isDataView(value) ? "DataView" : (value as any)[Symbol.toStringTag],
          new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice(),
        ),
  make: ([name, data]: [string, Uint8Array | string]) => {
    const { buffer } = Uint8Array.from(typeof data === "string" ? Buffer.from(data) : data);
    if (name === "ArrayBuffer") return buffer;
    const View = ARRAYS[name as keyof typeof ARRAYS];
    return name === "Buffer" ? Buffer.from(buffer) : new (View as DataViewConstructor)(buffer);
  },
};

const url: Kind = {
  name: "url",
  is: (value) => Object.prototype.toString.call(value) === "[object URL]" && typeof (value as URL).href === "string",
  write: ({ href }: URL) => href,
  make: (data: string) => new URL(data),
};

/** Numbers that Erlang has no word for, or would give back as another kind of number. */
const number: Kind = {
  name: "number",
  is: (value) =>
    typeof value === "number" &&
    (!Number.isFinite(value) || Object.is(value, -0) || (Number.isInteger(value) && !Number.isSafeInteger(value))),
  write: (value: number) => (Object.is(value, -0) ? "-0" : String(value)),
  make: (data: string) => Number(data),
};

const bigint: Kind = {
  name: "bigint",
  is: (value) => typeof value === "bigint",
  write: (value: bigint) => String(value),
  make: (data: string) => BigInt(data),
};

/** Text with half of a pair of surrogates is not Unicode, so no binary can hold it. */
const text: Kind = {
  name: "text",
  is: (value) => typeof value === "string" && LONE.test(value),
  write: (value: string) => Array.from({ length: value.length }, (_, i) => value.charCodeAt(i)),
  make: (data: number[]) => data.map((code) => String.fromCharCode(code)).join(""),
};
const LONE = /\p{Surrogate}/u;

const symbol: Kind = {
  name: "symbol",
  is: (value) => typeof value === "symbol" && wellKnown(value) !== undefined,
  write: wellKnown,
  make: (data: string) => (Symbol as unknown as Record<string, unknown>)[data],
};

function wellKnown(value: symbol): string | undefined {
  const name = /^Symbol\.(\w+)$/.exec(value.description ?? "")?.[1];
  return name !== undefined && (Symbol as unknown as Record<string, unknown>)[name] === value ? name : undefined;
}

/** Kinds of values that are no objects. */
export const primitives: readonly Kind[] = [number, bigint, text, symbol];
/** Kinds of objects that hold their contents elsewhere than in properties. */
export const containers: readonly Kind[] = [tuples, list, improper, map, set, date, regexp, error, bytes, url];
export const kinds: ReadonlyMap<string, Kind> = new Map(
  [...primitives, ...containers].map((kind) => [kind.name, kind]),
);
