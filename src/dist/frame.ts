import type { Writer } from "../etf/index.js";

/**
 * Messages of an open connection stand one behind the other, each behind its length in four bytes.
 * A length of zero is a tick: it says that the sender lives.
 */
export const LENGTH_SIZE = 4;

/** The first byte of a message: it travels whole, without a table of atoms. */
export const PASS_THROUGH = 112;
/** The longest frame that a node accepts, in bytes. */
export const LONGEST_FRAME = 0x2000_0000;

/** The bytes of a tick. */
export const TICK: Uint8Array = new Uint8Array(LENGTH_SIZE);

/** A length that nobody should announce. The stream cannot be followed beyond it. */
export class FrameTooLong extends Error {
  override readonly name = "FrameTooLong";
  constructor(readonly length: number) {
    super(`Cannot take a frame of ${length} bytes`);
  }
}

/**
 * Writes one frame behind those that the writer holds. If `body` throws, the writer is as before.
 *
 * @returns the size of the frame in bytes
 */
export function writeFrame(writer: Writer, body: () => void): number {
  dropUnfinished(writer);
  const start = writer.position;
  writer.unfinished = start;
  try {
    writer.u32(0);
    body();
  } catch (error) {
    dropUnfinished(writer);
    throw error;
  }
  const size = writer.position - start;
  writer.patchU32(start, size - LENGTH_SIZE);
  writer.unfinished = undefined;
  return size;
}

/**
 * Takes back a frame that was begun. Ctrl+C ends a loop that sends in the midst of anything, and no
 * `catch` hears of it: the peer could not follow the stream any more.
 */
export function dropUnfinished(writer: Writer): void {
  if (writer.unfinished === undefined) return;
  writer.truncate(writer.unfinished);
  writer.unfinished = undefined;
}

/**
 * Cuts a stream that arrives in chunks of any size into frames. Memory is taken for bytes that
 * arrived, never for bytes that were announced; chunks are joined once, when a frame is complete.
 */
export class FrameParser {
  #chunks: Uint8Array[] = [];
  #held = 0;
  /** How many bytes have to be there before looking again is of use. */
  #needed = LENGTH_SIZE;

  /** @param longest the greatest length that is believed, in bytes */
  constructor(readonly longest: number) {}

  /**
   * @param deliver gets every frame that is complete, in order, empty ones for ticks; it may keep them
   * @throws FrameTooLong for a length above the bound
   */
  push(chunk: Uint8Array, deliver: (frame: Uint8Array) => void): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#needed) return;
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#held);
    this.#keep(bytes, this.#cut(bytes, deliver));
  }

  /** @returns where the first incomplete frame begins */
  #cut(bytes: Uint8Array, deliver: (frame: Uint8Array) => void): number {
    let at = 0;
    this.#needed = LENGTH_SIZE;
    while (bytes.length - at >= LENGTH_SIZE) {
      const length = lengthAt(bytes, at);
      if (length > this.longest) throw new FrameTooLong(length);
      const end = at + LENGTH_SIZE + length;
      if (end > bytes.length) {
        this.#needed = end - at;
        break;
      }
      deliver(bytes.subarray(at + LENGTH_SIZE, end));
      at = end;
    }
    return at;
  }

  #keep(bytes: Uint8Array, from: number): void {
    this.#chunks = from === bytes.length ? [] : [bytes.subarray(from)];
    this.#held = bytes.length - from;
  }
}

function lengthAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! * 0x100_0000 + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!);
}
