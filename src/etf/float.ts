import { Float } from "../term/index.js";
import type { Reader } from "./reader.js";
import { Refusal } from "./refusal.js";
import * as Tag from "./tags.js";
import type { Writer } from "./writer.js";

const OLD_LENGTH = 31;

/** @throws Refusal for NaN and infinities, which Erlang has no floats for */
export function writeFloat(writer: Writer, value: number): void {
  if (!Number.isFinite(value)) throw new Refusal(`${value} is a number that Erlang does not have`);
  writer.reserve(9);
  writer.bytes[writer.position] = Tag.NEW_FLOAT;
  writer.bytes.writeDoubleBE(value, writer.position + 1);
  writer.position += 9;
}

export function readFloat(reader: Reader): Float | number {
  reader.need(8);
  const at = reader.offset;
  reader.offset += 8;
  return asFloat(reader, reader.bytes.readDoubleBE(at), at);
}

/** The text of `sprintf("%.20e")`, filled up with zero bytes: what nodes of the last century sent. */
export function readOldFloat(reader: Reader): Float | number {
  reader.need(OLD_LENGTH);
  const at = reader.offset;
  reader.offset += OLD_LENGTH;
  const text = reader.bytes.latin1Slice(at, at + OLD_LENGTH).replace(/\0.*$/s, "");
  if (!/^\s*[-+]?\d+\.\d+(e[-+]?\d+)?$/i.test(text)) reader.fail(`the float ${JSON.stringify(text)}`, at);
  return asFloat(reader, Number(text), at);
}

function asFloat(reader: Reader, value: number, at: number): Float | number {
  if (!Number.isFinite(value)) reader.fail(`the float ${value}`, at);
  return Number.isInteger(value) ? new Float(value) : value;
}
