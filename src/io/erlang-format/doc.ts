import { BitString, compareTerms, ImproperList, isAtom, isTuple } from "../../term/index.js";
import { entriesOf } from "./entries.js";
import { type Encoding, quoted, writeLeaf } from "./notation.js";
import { printableBinary, printableList } from "./printable.js";
import { charsLength } from "./width.js";

/** A term as text that is not broken into lines yet: it knows how long it is on one line. */
export type Doc = Leaf | Sequence | Pair | Bits;

export interface Leaf {
  kind: "leaf";
  length: number;
  text: string;
}

/** A list, a tuple or a map. What follows the items is nothing, the tail of a list, or dots for what is not shown. */
export interface Sequence {
  kind: "list" | "tuple" | "taggedTuple" | "map";
  length: number;
  items: Doc[];
  rest: Doc | undefined;
}

/** An entry of a map. */
export interface Pair {
  kind: "pair";
  length: number;
  key: Doc;
  value: Doc;
}

/** A binary that is no text: its numbers may stand on several lines. */
export interface Bits {
  kind: "bits";
  length: number;
  numbers: string[];
}

export interface DocOptions {
  encoding: Encoding;
  /** Whether lists and binaries that are text are shown as text. */
  strings: boolean;
  /** Whether the entries of maps are sorted by their keys; as they come if not. */
  ordered: boolean;
  /** As `~W` cuts maps: nothing stands for the entries of a deep one, and dots follow the last one that has room. */
  terse: boolean;
}

/** Stands for what is not shown. */
export const DOTS = leaf("...");

/** The brackets of each kind, and what stands before the rest. */
export const MARKS = {
  list: ["[", "]", "|"],
  tuple: ["{", "}", ","],
  taggedTuple: ["{", "}", ","],
  map: ["#{", "}", ","],
} as const;

/**
 * Measures a term.
 *
 * @param depth how many levels are shown; negative for all
 */
export function docOf(value: unknown, depth: number, options: DocOptions): Doc {
  if (typeof value === "string") return binary(Buffer.from(value), depth, options);
  if (typeof value !== "object" || value === null) return leaf(writeLeaf(value, options.encoding));
  if (isTuple(value)) return tuple(value, depth, options);
  if (Array.isArray(value)) return list(value, depth, options);
  if (value instanceof Uint8Array) return binary(value, depth, options);
  if (value instanceof BitString) return bits(value.bytes, value.lastBits, depth);
  if (value instanceof ImproperList) return sequence("list", value.items, depth, options, { value: value.tail });
  const entries = entriesOf(value);
  return entries ? map(entries, depth, options) : leaf(writeLeaf(value, options.encoding));
}

function leaf(text: string): Leaf {
  return { kind: "leaf", text, length: charsLength(text) };
}

function tuple(items: readonly unknown[], depth: number, options: DocOptions): Doc {
  if (items.length === 0) return leaf("{}");
  if (depth === 1) return leaf("{...}");
  return sequence(items.length > 1 && isAtom(items[0]) ? "taggedTuple" : "tuple", items, depth, options);
}

function list(items: readonly unknown[], depth: number, options: DocOptions): Doc {
  if (items.length === 0) return leaf("[]");
  const text = options.strings && depth !== 1 ? printableList(items) : undefined;
  return text === undefined ? sequence("list", items, depth, options) : leaf(quoted(text, '"', "unicode"));
}

function sequence(
  kind: Sequence["kind"],
  values: readonly unknown[],
  depth: number,
  options: DocOptions,
  tail?: { value: unknown },
): Doc {
  const items: Doc[] = [];
  let left = depth;
  for (let i = 0; i < values.length && left !== 1; i++) items.push(docOf(values[i], --left, options));
  const isCut = items.length < values.length || (tail !== undefined && left === 1);
  return joined(kind, items, isCut ? DOTS : tail && docOf(tail.value, left - 1, options));
}

function joined(kind: Sequence["kind"], items: Doc[], rest: Doc | undefined): Sequence {
  let length = kind === "map" ? 3 : 2;
  for (const item of items) length += item.length + 1;
  return { kind, items, rest, length: rest ? length + rest.length : length - 1 };
}

function map(entries: [unknown, unknown][], depth: number, options: DocOptions): Doc {
  if (entries.length === 0) return leaf("#{}");
  if (depth === 1) return leaf(options.terse ? "#{}" : "#{...}");
  if (options.ordered) entries.sort(([a], [b]) => compareTerms(a, b));
  const shown = depth < 0 ? entries : entries.slice(0, depth - 1);
  const items = shown.map(([key, value]) => pair(docOf(key, depth - 1, options), docOf(value, depth - 1, options)));
  const isCut = shown.length < entries.length || (options.terse && shown.length === depth - 1);
  return joined("map", items, isCut ? DOTS : undefined);
}

function pair(key: Doc, value: Doc): Pair {
  return { kind: "pair", key, value, length: key.length + " => ".length + value.length };
}

function binary(bytes: Uint8Array, depth: number, options: DocOptions): Doc {
  if (bytes.length === 0) return leaf("<<>>");
  const text = options.strings && depth !== 1 ? printableBinary(bytes, depth - 1, options.encoding) : undefined;
  return text === undefined ? bits(bytes, 8, depth) : leaf(text);
}

function bits(bytes: Uint8Array, lastBits: number, depth: number): Doc {
  if (depth === 1) return leaf("<<...>>");
  const shown = depth < 0 ? bytes : bytes.subarray(0, depth - 1);
  const numbers = Array.from(shown, String);
  if (shown.length < bytes.length) numbers.push(DOTS.text);
  else if (lastBits < 8) numbers.push(`${Number(numbers.pop()) >> (8 - lastBits)}:${lastBits}`);
  return { kind: "bits", numbers, length: numbers.reduce((length, number) => length + number.length + 1, 3) };
}
