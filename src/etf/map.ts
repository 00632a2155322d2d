import { type AtomValue, messageOf, TermMap } from "../term/index.js";
import { decodedName } from "./atom.js";
import { writeFields } from "./fields.js";
import { Parts, Pending } from "./parts.js";
import type { Reader } from "./reader.js";
import { property, Refusal } from "./refusal.js";
import { fromStruct } from "./struct.js";
import * as Tag from "./tags.js";
import type { Writer } from "./writer.js";

/**
 * Writes a plain object as a map with atom keys: its own enumerable properties.
 *
 * @throws Refusal for a getter that throws, and for a property whose name is a symbol
 */
export function writeObject(writer: Writer, object: object): Parts {
  const names = Object.keys(object);
  const symbol = Object.getOwnPropertySymbols(object)[0];
  if (symbol !== undefined)
    throw new Refusal("the name of a property must be a string; use a Map for other keys", `[${String(symbol)}]`);
  return writeFields(writer, object, names, valuesOf(object as Record<string, unknown>, names));
}

function valuesOf(object: Record<string, unknown>, names: readonly string[]): unknown[] {
  const values: unknown[] = [];
  let i = 0;
  try {
    for (; i < names.length; i++) values.push(object[names[i]!]);
  } catch (error) {
    throw new Refusal(`its getter threw: ${messageOf(error)}`, property(names[i]!), error);
  }
  return values;
}

/**
 * Writes a `Map` as a map.
 *
 * @throws Refusal when two keys that differ here are the same term, such as two equal tuples or
 * `1` and `1n`: one of the entries would be lost
 */
export function writeMap(writer: Writer, map: ReadonlyMap<unknown, unknown>): Parts {
  const items: unknown[] = [];
  Map.prototype.forEach.call(map, (value, key) => items.push(key, value));
  if (!(map instanceof TermMap)) refuseEqualKeys(items);
  writer.u8(Tag.MAP);
  writer.u32(items.length / 2);
  return new Parts(map, items, items.length, entryStep);
}

function refuseEqualKeys(items: readonly unknown[]): void {
  let seen: TermMap | undefined;
  for (let i = 0; i < items.length; i += 2) {
    if (seen === undefined && typeof items[i] === "string") continue;
    seen ??= new TermMap(pairs(items, i));
    if (seen.has(items[i])) throw new Refusal(`keys ${keyIndex(items, items[i])} and ${i / 2} are the same term`);
    seen.set(items[i], true);
  }
}

function pairs(items: readonly unknown[], until: number): [unknown, true][] {
  return Array.from({ length: until / 2 }, (_, i) => [items[i * 2], true]);
}

function keyIndex(items: readonly unknown[], key: unknown): number {
  const one = new TermMap([[key, true]]);
  for (let i = 0; ; i += 2) if (one.has(items[i])) return i / 2;
}

function entryStep(parts: Parts, index: number): string {
  if (index % 2 === 0) return `.keys()[${index / 2}]`;
  const key = parts.items[index - 1];
  if (typeof key === "string") return `.get(${JSON.stringify(key)})`;
  return typeof key === "number" || typeof key === "bigint" ? `.get(${key})` : `.values()[${(index - 1) / 2}]`;
}

export function openMap(reader: Reader, parent: Pending | undefined): Pending {
  const count = reader.fits(reader.u32(), 2, "entries of a map");
  return new Pending(closeMap, [], count * 2, parent);
}

/** A map whose keys are atoms is a plain object, or what its `__struct__` says; any other is a `TermMap`. */
function closeMap(items: unknown[]): unknown {
  const object: Record<string, unknown> = {};
  let isStruct = false;
  for (let i = 0; i < items.length; i += 2) {
    const key = items[i];
    if (!isDecodedAtom(key)) return termMap(items);
    const name = decodedName(key);
    if (name === "__struct__") isStruct = true;
    if (name === "__proto__") setOwn(object, name, items[i + 1]);
    else object[name] = items[i + 1];
  }
  return isStruct ? fromStruct(object) : object;
}

/** A decoded symbol is an atom: there is no need to ask the registry. */
function isDecodedAtom(key: unknown): key is AtomValue {
  return typeof key === "symbol" || typeof key === "boolean" || key === null || key === undefined;
}

function setOwn(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

function termMap(items: unknown[]): TermMap {
  const map = new TermMap();
  for (let i = 0; i < items.length; i += 2) {
    // Two keys that differ there can look equal here (dates within one millisecond): both are kept.
    if (map.has(items[i])) Map.prototype.set.call(map, items[i], items[i + 1]);
    else map.set(items[i], items[i + 1]);
  }
  return map;
}
