import { messageOf } from "../term/index.js";
import { DecodeError } from "./decode-error.js";
import { readTerm } from "./read-term.js";
import { Reader } from "./reader.js";
import * as Tag from "./tags.js";
import { writeTerm } from "./write-term.js";
import { Writer } from "./writer.js";

/** More than any message needs; keeps a small malicious input from filling the memory. */
const MOST_INFLATED = 1 << 28;
/** Deflate cannot shrink more than about this. */
const MOST_SHRUNK = 1032;

const slab = new Writer();

/**
 * A value as Erlang's External Term Format, as `term_to_binary/1` makes it.
 *
 * Strings and bytes are one kind of term there: a `Uint8Array` whose bytes happen to be valid
 * UTF-8 comes back as a string. Own enumerable properties of plain objects travel, other
 * properties of arrays, maps and sets do not exist for it.
 *
 * @param options.name what the value is called in error messages; `message` if not given
 * @throws TypeError for a value that cannot travel (a promise, a socket, an instance of a class, a
 * value that contains itself, NaN); the message names its place, as `message[1].socket`
 * @example
 * encode(atom.ok); // Uint8Array [131, 119, 2, 111, 107]
 */
export function encode(term: unknown, options: { name?: string } = {}): Uint8Array {
  const from = slab.position;
  try {
    slab.u8(Tag.VERSION);
    writeTerm(slab, term, options.name);
    return Uint8Array.from(slab.view(from));
  } finally {
    if (from === 0) slab.reset();
    else slab.truncate(from);
  }
}

/**
 * The value of a whole External Term Format input, compressed or not, as `binary_to_term/1` reads it.
 *
 * @throws DecodeError when the bytes are not exactly one term; its `offset` tells where
 * @example
 * decode(Uint8Array.of(131, 119, 2, 111, 107)); // atom.ok
 */
export function decode(bytes: Uint8Array): unknown {
  const reader = new Reader(bytes);
  const version = reader.u8();
  if (version !== Tag.VERSION) reader.fail(`a term that begins with ${version} instead of ${Tag.VERSION}`, 0);
  if (reader.left > 0 && reader.bytes[1] === Tag.COMPRESSED) return decodeCompressed(reader);
  const term = readTerm(reader);
  if (reader.left > 0) reader.fail(`${reader.left} bytes that follow the term`, reader.offset);
  return term;
}

/** Offsets of errors in there count from the first inflated byte, and stay within the input. */
function decodeCompressed(reader: Reader): unknown {
  reader.u8();
  const at = reader.offset;
  const size = reader.u32();
  if (size > MOST_INFLATED || size > (reader.left + 1) * MOST_SHRUNK)
    reader.fail(`${reader.left} compressed bytes that say they are ${size}`, at);
  const inner = new Reader(inflate(reader, size));
  try {
    const term = readTerm(inner);
    if (inner.left > 0) inner.fail(`${inner.left} bytes that follow the term`, inner.offset);
    return term;
  } catch (error) {
    throw new DecodeError(`the compressed term (${messageOf(error)})`, at, { cause: error });
  }
}

function inflate(reader: Reader, size: number): Uint8Array {
  const at = reader.offset;
  let inflated: Uint8Array | undefined;
  try {
    // Few peers compress, so nobody waits for it to be loaded.
    const { inflateSync } = process.getBuiltinModule("node:zlib");
    inflated = inflateSync(reader.bytes.subarray(at, reader.end), { maxOutputLength: Math.max(size, 1) });
  } catch (error) {
    throw new DecodeError(`compressed bytes (${messageOf(error)})`, at, { cause: error });
  }
  if (inflated.length !== size) reader.fail(`${inflated.length} inflated bytes that say they are ${size}`, at);
  return inflated;
}
