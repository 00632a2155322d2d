import { constants } from "node:buffer";
import type { RawBuffer } from "./raw-buffer.js";

const FIRST_SIZE = 4096;
/** A slab that grew beyond this is given up at the next reset. */
const KEPT_SIZE = 1 << 20;

/**
 * Bytes that grow at the end: one slab for many terms and control messages. Numbers are big-endian
 * and unsigned.
 */
export class Writer {
  /** The slab; replaced by a larger one when it is full. */
  bytes: RawBuffer;
  /** Where the next byte goes: the number of bytes written. */
  position = 0;
  /** Where a frame begins that is not written to its end yet. */
  unfinished: number | undefined = undefined;

  /** @param size bytes to begin with */
  constructor(size: number = FIRST_SIZE) {
    this.bytes = Buffer.allocUnsafeSlow(size) as RawBuffer;
  }

  u8(value: number): void {
    this.reserve(1);
    this.bytes[this.position++] = value;
  }

  u16(value: number): void {
    this.reserve(2);
    this.bytes[this.position++] = value >>> 8;
    this.bytes[this.position++] = value;
  }

  u32(value: number): void {
    this.reserve(4);
    this.patchU32(this.position, value);
    this.position += 4;
  }

  /** Overwrites four bytes, such as a length that is known only after what it measures. */
  patchU32(at: number, value: number): void {
    const { bytes } = this;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
  }

  write(source: Uint8Array): void {
    const { length } = source;
    this.reserve(length);
    if (length > 32) this.bytes.set(source, this.position);
    else for (let i = 0; i < length; i++) this.bytes[this.position + i] = source[i]!;
    this.position += length;
  }

  /**
   * Makes room for that many more bytes.
   *
   * @throws RangeError when no buffer of this Node is large enough
   */
  reserve(count: number): void {
    if (this.position + count > this.bytes.length) this.#grow(this.position + count);
  }

  #grow(needed: number): void {
    if (needed > constants.MAX_LENGTH) throw new RangeError(`Cannot write ${needed} bytes: a buffer holds fewer`);
    const size = Math.min(Math.max(needed, this.bytes.length * 2), constants.MAX_LENGTH);
    const larger = Buffer.allocUnsafeSlow(size) as RawBuffer;
    this.bytes.copy(larger, 0, 0, this.position);
    this.bytes = larger;
  }

  /** Forgets what was written from there on, such as half a term. */
  truncate(position: number): void {
    if (position < this.position) this.position = position;
  }

  /** Forgets everything. The bytes of earlier views may change from now on. */
  reset(): void {
    this.position = 0;
    if (this.bytes.length > KEPT_SIZE) this.bytes = Buffer.allocUnsafeSlow(FIRST_SIZE) as RawBuffer;
  }

  /** The bytes between two positions, not copied: valid until the next write or reset. */
  view(from = 0, to: number = this.position): Uint8Array {
    return this.bytes.subarray(from, to);
  }

  /** All bytes, for the caller to keep; the writer begins anew with another slab. */
  take(): Uint8Array {
    const taken = this.view();
    this.bytes = Buffer.allocUnsafeSlow(FIRST_SIZE) as RawBuffer;
    this.position = 0;
    return taken;
  }
}
