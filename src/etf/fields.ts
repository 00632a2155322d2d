import { Parts } from "./parts.js";
import { property } from "./refusal.js";
import * as Tag from "./tags.js";
import type { Writer } from "./writer.js";

/** Writes a map with atom keys, given as names and values. */
export function writeFields(
  writer: Writer,
  whole: object,
  names: readonly string[],
  values: readonly unknown[],
): Parts {
  writer.u8(Tag.MAP);
  writer.u32(names.length);
  return new Parts(whole, values, names.length, step, names);
}

function step(parts: Parts, index: number): string {
  return property(parts.names![index]!);
}

/** Writes a struct or any other map with atom keys, given as an object that nobody else holds. */
export function writeRecord(writer: Writer, whole: object, fields: Readonly<Record<string, unknown>>): Parts {
  return writeFields(writer, whole, Object.keys(fields), Object.values(fields));
}
