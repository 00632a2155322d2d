import { ImproperList, isTuple } from "../term/index.js";
import { Parts, Pending } from "./parts.js";
import type { Reader } from "./reader.js";
import * as Tag from "./tags.js";
import type { Writer } from "./writer.js";

const LONGEST_STRING = 0xffff;

/** Writes an array as a list; one of bytes in Erlang's short form, which other lists have no use for. */
export function writeList(writer: Writer, list: readonly unknown[]): Parts | undefined {
  const { length } = list;
  if (length === 0) writer.u8(Tag.NIL);
  else if (isString(list)) writeString(writer, list as readonly number[]);
  else {
    writer.u8(Tag.LIST);
    writer.u32(length);
    return new Parts(list, list, length, element, undefined, writeNil);
  }
  return undefined;
}

function element(_parts: Parts, index: number): string {
  return `[${index}]`;
}

function writeNil(writer: Writer): void {
  writer.u8(Tag.NIL);
}

function isString(list: readonly unknown[]): boolean {
  if (list.length > LONGEST_STRING) return false;
  for (let i = 0; i < list.length; i++) {
    const item = list[i];
    if (typeof item !== "number" || (item & 255) !== item || Object.is(item, -0)) return false;
  }
  return true;
}

function writeString(writer: Writer, list: readonly number[]): void {
  writer.u8(Tag.STRING);
  writer.u16(list.length);
  writer.reserve(list.length);
  for (let i = 0; i < list.length; i++) writer.bytes[writer.position++] = list[i]!;
}

export function readString(reader: Reader): number[] {
  const length = reader.fits(reader.u16(), 1, "bytes of a list");
  const list = Array.from(reader.bytes.subarray(reader.offset, reader.offset + length));
  reader.offset += length;
  return list;
}

/** A list: its elements, then its tail, which is the empty list except in an improper one. */
export function openList(reader: Reader, parent: Pending | undefined): Pending {
  const count = reader.fits(reader.u32(), 1, "elements of a list");
  // A list that is the tail of another one goes on where that one ends.
  if (parent?.close !== closeList || parent.left !== 1) return new Pending(closeList, [], count + 1, parent);
  parent.left = count + 1;
  return parent;
}

function closeList(items: unknown[]): unknown {
  const tail = items.pop();
  if (!Array.isArray(tail) || isTuple(tail)) return items.length === 0 ? tail : new ImproperList(items, tail);
  return tail.length === 0 ? items : [...items, ...tail];
}

/** Writes a list whose tail is not a list. */
export function writeImproperList(writer: Writer, list: ImproperList): Parts {
  const { length } = list.items;
  writer.u8(Tag.LIST);
  writer.u32(length);
  return new Parts(list, [...list.items, list.tail], length + 1, improperStep);
}

function improperStep(parts: Parts, index: number): string {
  return index === parts.count - 1 ? ".tail" : `.items[${index}]`;
}
