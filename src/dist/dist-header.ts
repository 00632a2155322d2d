import { type DecodedAtom, DecodeError, Reader, readAtomEntry, Writer } from "../etf/index.js";
import { DistHeaderError, type FragmentLimits, Fragments } from "./fragments.js";
import { LENGTH_SIZE } from "./frame.js";

/** The first byte of a message with a distribution header; the kind of header follows. */
export const HEADED = 131;
const WHOLE = 68;
const FIRST_FRAGMENT = 69;
const FRAGMENT = 70;

/** Messages beyond this travel in pieces of it, so that others, and ticks, get in between. */
export const FRAGMENT_SIZE = 0x1_0000;

/** The length of the frame, two bytes that tell the kind, two numbers of eight bytes, the number of atoms. */
const LONGEST_HEADER = LENGTH_SIZE + 2 + 16 + 1;

const SEGMENT = 256;
const SEGMENTS = 8;
/** The bits of half a byte in the flags of a header. */
const NEW_ENTRY = 8;
const SEGMENT_INDEX = 7;
const LONG_ATOMS = 1;

/**
 * Reads the messages of one connection that have a distribution header: the atoms that they name by
 * number, of which a cache is kept, and messages in pieces. Frames must come in the order in which
 * they were sent, none left out: the cache of one frame is made of those before.
 *
 * Follows "Distribution Header" and "Distribution Header for fragmented messages" of `erl_ext_dist`.
 *
 * @example
 * const headers = new DistHeaders(limits);
 * const reader = headers.read(frame);
 * if (reader) received(readSignal(reader, peer));
 */
export class DistHeaders {
  readonly #cache = new Array<DecodedAtom | undefined>(SEGMENT * SEGMENTS).fill(undefined);
  readonly #fragments: Fragments;

  constructor(limits: FragmentLimits) {
    this.#fragments = new Fragments(limits);
  }

  /**
   * @param frame a message that begins with 131
   * @returns the terms of the message, which have no version byte; undefined while pieces are missing
   * @throws DistHeaderError when the frame cannot be followed: the connection has to end
   */
  read(frame: Uint8Array): Reader | undefined {
    try {
      return this.#read(new Reader(frame, 1));
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
      throw new DistHeaderError(`Cannot read a distribution header (${error.message})`, { cause: error });
    }
  }

  /**
   * Gives up the messages of which no piece has arrived for too long. To be called now and then.
   *
   * @returns how many there were
   */
  expire(): number {
    return this.#fragments.expire();
  }

  #read(reader: Reader): Reader | undefined {
    const kind = reader.u8();
    if (kind === WHOLE) {
      const atoms = this.#readAtoms(reader);
      return new Reader(reader.bytes, reader.offset, reader.end, atoms);
    }
    if (kind !== FIRST_FRAGMENT && kind !== FRAGMENT) reader.fail(`a distribution header of kind ${kind}`, 1);
    const id = (BigInt(reader.u32()) << 32n) | BigInt(reader.u32());
    const fragment = readFragmentId(reader);
    if (kind === FRAGMENT) return this.#fragments.goOn(id, fragment, reader);
    return this.#fragments.begin(id, fragment, this.#readAtoms(reader), reader);
  }

  #readAtoms(reader: Reader): DecodedAtom[] {
    const count = reader.u8();
    const atoms: DecodedAtom[] = [];
    if (count === 0) return atoms;
    const flagsAt = reader.offset;
    reader.need((count >> 1) + 1);
    reader.offset += (count >> 1) + 1;
    const flags = (index: number): number => (reader.bytes[flagsAt + (index >> 1)]! >> (4 * (index & 1))) & 15;
    const long = (flags(count) & LONG_ATOMS) !== 0;
    for (let i = 0; i < count; i++) atoms.push(this.#readReference(reader, flags(i), long));
    return atoms;
  }

  #readReference(reader: Reader, flags: number, long: boolean): DecodedAtom {
    const at = reader.offset;
    const index = (flags & SEGMENT_INDEX) * SEGMENT + reader.u8();
    if (flags & NEW_ENTRY) return (this.#cache[index] = readAtomEntry(reader, long));
    return this.#cache[index] ?? reader.fail(`entry ${index} of the atom cache, which is empty,`, at);
  }
}

/** As many fragments as four bytes can count are more than any message has. */
function readFragmentId(reader: Reader): number {
  const at = reader.offset;
  const high = reader.u32();
  const low = reader.u32();
  if (high !== 0 || low === 0) reader.fail(`the fragment number ${(BigInt(high) << 32n) | BigInt(low)}`, at);
  return low;
}

/**
 * A message as bytes for the wire: one frame, or as many as it takes, each in two parts, so that
 * nothing is copied. Frames of other messages may go in between. No atoms are cached. Erlang wants the whole control tuple in the
 * first piece, where it always is: it has no room for large terms. And it wants a header in front of
 * each message, once both nodes have the flag `DIST_HDR_ATOM_CACHE`: it refuses 112 then.
 *
 * @param sequence a number that no other unfinished message of this connection has
 * @param message the control tuple and the payload, as `writeSignal` writes them for a header
 */
export function* headedFrames(sequence: bigint, message: Uint8Array): Generator<[Uint8Array, Uint8Array]> {
  const count = Math.max(1, Math.ceil(message.length / FRAGMENT_SIZE));
  for (let left = count; left > 0; left--) {
    const from = (count - left) * FRAGMENT_SIZE;
    const piece = message.subarray(from, from + FRAGMENT_SIZE);
    const writer = new Writer(LONGEST_HEADER);
    writer.u32(0);
    if (count === 1) writeWholeHeader(writer);
    else writeFragmentHeader(writer, sequence, left, left === count);
    writer.patchU32(0, writer.position - LENGTH_SIZE + piece.length);
    yield [writer.view(), piece];
  }
}

/** The header of a message in one piece, without atoms. */
export function writeWholeHeader(writer: Writer): void {
  writer.u8(HEADED);
  writer.u8(WHOLE);
  writer.u8(0);
}

function writeFragmentHeader(writer: Writer, sequence: bigint, left: number, isFirst: boolean): void {
  writer.u8(HEADED);
  writer.u8(isFirst ? FIRST_FRAGMENT : FRAGMENT);
  writer.u32(Number(sequence >> 32n));
  writer.u32(Number(sequence & 0xffff_ffffn));
  writer.u32(0);
  writer.u32(left);
  if (isFirst) writer.u8(0);
}
