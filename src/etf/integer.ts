import type { Reader } from "./reader.js";
import * as Tag from "./tags.js";
import type { Writer } from "./writer.js";

/** Writes a safe integer. */
export function writeInteger(writer: Writer, value: number): void {
  if (value >= 0 && value <= 255) {
    writer.reserve(2);
    writer.bytes[writer.position++] = Tag.SMALL_INTEGER;
    writer.bytes[writer.position++] = value;
  } else if ((value | 0) === value) {
    writer.u8(Tag.INTEGER);
    writer.u32(value);
  } else writeSafe(writer, value);
}

/** Writes an integer that 32 bits do not hold and 53 bits do. */
function writeSafe(writer: Writer, value: number): void {
  writer.u8(Tag.SMALL_BIG);
  const lengthAt = writer.position;
  writer.u16(value < 0 ? 1 : 0);
  let rest = Math.abs(value);
  for (; rest > 0; rest = Math.floor(rest / 256)) writer.u8(rest % 256);
  writer.bytes[lengthAt] = writer.position - lengthAt - 2;
}

/** Writes a bigint: one that is a safe integer goes as that integer. */
export function writeBigint(writer: Writer, value: bigint): void {
  const small = Number(value);
  if (Number.isSafeInteger(small)) writeInteger(writer, small);
  else writeLong(writer, value);
}

function writeLong(writer: Writer, value: bigint): void {
  const digits = littleEndian(value < 0n ? -value : value);
  if (digits.length < 256) {
    writer.u8(Tag.SMALL_BIG);
    writer.u8(digits.length);
  } else {
    writer.u8(Tag.LARGE_BIG);
    writer.u32(digits.length);
  }
  writer.u8(value < 0n ? 1 : 0);
  writer.write(digits);
}

/** By way of hexadecimal text, which takes time in proportion to the length; shifting bytes out does not. */
function littleEndian(magnitude: bigint): Uint8Array {
  const hex = magnitude.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex").reverse();
}

/** V8's largest bigint has 2^30 bits. */
const MOST_DIGITS = 1 << 27;

/** An integer of any length: a number where it is safe, else a bigint. */
export function readBig(reader: Reader, length: number): number | bigint {
  const at = reader.offset;
  const negative = reader.u8() !== 0;
  reader.fits(length, 1, "bytes of an integer");
  if (length >= MOST_DIGITS) reader.fail(`an integer of ${length} bytes`, at);
  return length <= 6 ? readShort(reader, length, negative) : readLong(reader, length, negative);
}

function readShort(reader: Reader, length: number, negative: boolean): number {
  let value = 0;
  for (let i = length - 1; i >= 0; i--) value = value * 256 + reader.bytes[reader.offset + i]!;
  reader.offset += length;
  return negative && value !== 0 ? -value : value;
}

function readLong(reader: Reader, length: number, negative: boolean): number | bigint {
  const hex = Buffer.from(reader.take(length).reverse().buffer).toString("hex");
  const magnitude = BigInt(`0x${hex}`);
  const value = negative ? -magnitude : magnitude;
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}
