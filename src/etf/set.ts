import { atom, isTuple } from "../term/index.js";
import { TermMap } from "../term/term-map.js";
import { writeAtom, writeAtomName } from "./atom.js";
import { writeInteger } from "./integer.js";
import { Parts } from "./parts.js";
import * as Tag from "./tags.js";
import type { Writer } from "./writer.js";

type Fields = Readonly<Record<string, unknown>>;

const MAP_SET = atom("Elixir.MapSet");
const VERSION = 2;
/** How the peer wrote a set, where that differs from ours: without a version, with `true` beside each element. */
const shapes = new WeakMap<Set<unknown>, { version: number | undefined; beside: unknown }>();

/** Writes a `Set` as Elixir's `MapSet`. Elements that are the same term are one element of it. */
export function writeSet(writer: Writer, set: Set<unknown>): Parts {
  const { version, beside } = shapes.get(set) ?? { version: VERSION, beside: [] };
  const elements = distinct([...Set.prototype.values.call(set)]);
  writer.u8(Tag.MAP);
  writer.u32(version === undefined ? 2 : 3);
  writeAtomName(writer, "__struct__");
  writeAtom(writer, MAP_SET);
  if (version !== undefined) writeVersion(writer, version);
  writeAtomName(writer, "map");
  writer.u8(Tag.MAP);
  writer.u32(elements.length);
  const items = elements.flatMap((element) => [element, beside]);
  return new Parts(set, items, items.length, (_parts, index) => `.values()[${index >> 1}]`);
}

function writeVersion(writer: Writer, version: number): void {
  writeAtomName(writer, "version");
  writeInteger(writer, version);
}

function distinct(elements: unknown[]): unknown[] {
  if (elements.every((element) => typeof element === "string")) return elements;
  return [...new TermMap(elements.map((element) => [element, true])).keys()];
}

/** A `MapSet` of this or another version of Elixir; undefined for a struct that is not quite one. */
export function readSet(struct: Fields): Set<unknown> | undefined {
  const { map, version } = struct;
  const known = Object.keys(struct).length === (Object.hasOwn(struct, "version") ? 3 : 2);
  const entries = entriesOf(map);
  if (!known || entries === undefined) return undefined;
  if (Object.hasOwn(struct, "version") && !Number.isSafeInteger(version)) return undefined;
  const beside = besideOf(entries);
  if (beside === undefined) return undefined;
  const set = new Set(entries.map(([element]) => element));
  if (version !== VERSION || beside === true) shapes.set(set, { version: version as number | undefined, beside });
  return set.size === entries.length ? set : undefined;
}

function entriesOf(map: unknown): [unknown, unknown][] | undefined {
  if (map instanceof TermMap) return [...map];
  if (typeof map !== "object" || map === null || Object.getPrototypeOf(map) !== Object.prototype) return undefined;
  return Object.entries(map).map(([name, beside]) => [atom(name), beside]);
}

/** What stands beside every element: the empty list or `true`; undefined when it differs. */
function besideOf(entries: readonly [unknown, unknown][]): unknown {
  if (entries.every(([, beside]) => Array.isArray(beside) && !isTuple(beside) && beside.length === 0)) return [];
  return entries.every(([, beside]) => beside === true) ? true : undefined;
}
