import { isUtf8 } from "node:buffer";
import { BitString } from "../term/index.js";
import { isWellFormed } from "./atom.js";
import type { Reader } from "./reader.js";
import { Refusal } from "./refusal.js";
import * as Tag from "./tags.js";
import type { Writer } from "./writer.js";

const HEADER = 5;
/** Up to here a loop over the characters is faster than a call into Node. */
const SHORT = 40;
/** Up to here joining characters is faster than a call. */
const TINY = 8;
/** Up to here three bytes per character are reserved rather than counted. */
const UNCOUNTED = 1 << 13;
const MAX_BYTES = 0xffff_ffff;

/**
 * Writes a text as a binary of UTF-8.
 *
 * @throws Refusal when it has half a surrogate pair, which UTF-8 cannot write
 */
export function writeString(writer: Writer, text: string): void {
  if (text.length > SHORT || !writeAscii(writer, text)) writeLong(writer, text);
}

/** False, and nothing written, when a character is not ASCII. */
function writeAscii(writer: Writer, text: string): boolean {
  const { length } = text;
  writer.reserve(HEADER + length);
  const { bytes, position } = writer;
  for (let i = 0, at = position + HEADER; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 127) return false;
    bytes[at + i] = code;
  }
  bytes[position] = Tag.BINARY;
  writer.patchU32(position + 1, length);
  writer.position = position + HEADER + length;
  return true;
}

function writeLong(writer: Writer, text: string): void {
  if (!isWellFormed(text)) throw new Refusal("a string with half a surrogate pair is no text; send its bytes instead");
  const most = text.length < UNCOUNTED ? text.length * 3 : Buffer.byteLength(text);
  writer.reserve(HEADER + most);
  const { position } = writer;
  const length = writer.bytes.utf8Write(text, position + HEADER, most);
  writer.bytes[position] = Tag.BINARY;
  writer.patchU32(position + 1, length);
  writer.position = position + HEADER + length;
}

/** Writes bytes as a binary. */
export function writeBytes(writer: Writer, bytes: Uint8Array): void {
  if (bytes.length > MAX_BYTES) throw new Refusal("a binary of 4 GB or more is too long");
  writer.reserve(HEADER + bytes.length);
  writer.u8(Tag.BINARY);
  writer.u32(bytes.length);
  writer.write(bytes);
}

/**
 * A binary: text where it is valid UTF-8, else a copy of its bytes. Erlang does not tell bytes and
 * text apart, so bytes that happen to be valid UTF-8 arrive as text.
 */
export function readBinary(reader: Reader): string | Uint8Array {
  const length = reader.fits(reader.u32(), 1, "bytes of a binary");
  return length > SHORT ? readLong(reader, length) : readShort(reader, length);
}

function readShort(reader: Reader, length: number): string | Uint8Array {
  const { bytes, offset } = reader;
  let all = 0;
  for (let i = 0; i < length; i++) all |= bytes[offset + i]!;
  if (all > 127) return readLong(reader, length);
  reader.offset = offset + length;
  return length > TINY ? bytes.latin1Slice(offset, offset + length) : readTiny(bytes, offset, length);
}

function readTiny(bytes: Uint8Array, offset: number, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += String.fromCharCode(bytes[offset + i]!);
  return text;
}

function readLong(reader: Reader, length: number): string | Uint8Array {
  const { bytes, offset } = reader;
  const to = offset + length;
  if (!isUtf8(bytes.subarray(offset, to)) || length > MAX_TEXT) return reader.take(length);
  reader.offset = to;
  return bytes.utf8Slice(offset, to);
}

/** V8's longest string has a little less than 2^29 characters; a longer binary stays bytes. */
const MAX_TEXT = 0x1fff_ffe8;

export function writeBitString(writer: Writer, { bytes, lastBits }: BitString): void {
  writer.u8(Tag.BIT_BINARY);
  writer.u32(bytes.length);
  writer.u8(lastBits);
  writer.write(bytes);
}

export function readBitString(reader: Reader): BitString | string | Uint8Array {
  const at = reader.offset;
  const length = reader.u32();
  const bits = reader.u8();
  if (bits > 8 || (bits === 0) !== (length === 0)) reader.fail(`a bit string with ${bits} bits in its last byte`, at);
  reader.fits(length, 1, "bytes of a bit string");
  if (bits % 8 === 0) return readWhole(reader, length);
  const bytes = reader.take(length);
  bytes[length - 1]! &= 0xff << (8 - bits);
  return new BitString(bytes, bits);
}

function readWhole(reader: Reader, length: number): string | Uint8Array {
  return length > SHORT ? readLong(reader, length) : readShort(reader, length);
}
