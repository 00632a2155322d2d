import type { Tuple } from "../term/index.js";
import { seal } from "../term/tuple.js";
import { Parts, Pending } from "./parts.js";
import type { Reader } from "./reader.js";
import * as Tag from "./tags.js";
import type { Writer } from "./writer.js";

export function writeTuple(writer: Writer, tuple: Tuple): Parts {
  const { length } = tuple;
  writer.u8(length < 256 ? Tag.SMALL_TUPLE : Tag.LARGE_TUPLE);
  if (length < 256) writer.u8(length);
  else writer.u32(length);
  return new Parts(tuple, tuple, length, element);
}

/** A tuple whose arity was read. */
export function openTuple(reader: Reader, arity: number, parent: Pending | undefined): Pending {
  reader.fits(arity, 1, "elements of a tuple");
  return new Pending(seal, [], arity, parent);
}

function element(_parts: Parts, index: number): string {
  return `[${index}]`;
}
