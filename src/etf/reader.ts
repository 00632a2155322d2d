import type { AtomValue } from "../term/index.js";
import { DecodeError } from "./decode-error.js";
import { type RawBuffer, rawBuffer } from "./raw-buffer.js";

/** An atom that was decoded, so that its bytes need not be decoded again. */
export interface DecodedAtom {
  readonly name: string;
  readonly value: AtomValue;
}

/** Bytes and a position that moves through them. Numbers are big-endian and unsigned. */
export class Reader {
  readonly bytes: RawBuffer;

  constructor(
    bytes: Uint8Array,
    /** Where the next byte comes from. */
    public offset: number = 0,
    /** Where the input ends. */
    readonly end: number = bytes.length,
    /** The atoms that the terms name by number: those of a distribution header. */
    readonly atoms: readonly DecodedAtom[] | undefined = undefined,
  ) {
    this.bytes = rawBuffer(bytes);
  }

  /** The number of bytes that were not read yet. */
  get left(): number {
    return this.end - this.offset;
  }

  u8(): number {
    this.need(1);
    return this.bytes[this.offset++]!;
  }

  u16(): number {
    this.need(2);
    return this.bytes[this.offset++]! * 0x100 + this.bytes[this.offset++]!;
  }

  u32(): number {
    return this.i32() >>> 0;
  }

  /** Signed. */
  i32(): number {
    this.need(4);
    const { bytes, offset } = this;
    this.offset = offset + 4;
    return (bytes[offset]! << 24) | (bytes[offset + 1]! << 16) | (bytes[offset + 2]! << 8) | bytes[offset + 3]!;
  }

  /** A copy of the next bytes. */
  take(count: number): Uint8Array {
    this.need(count);
    const copy = new Uint8Array(count);
    copy.set(this.bytes.subarray(this.offset, this.offset + count));
    this.offset += count;
    return copy;
  }

  /** @throws DecodeError when fewer bytes are left */
  need(count: number): void {
    if (count > this.end - this.offset) this.fail(`${count} more bytes of ${this.left}`, this.offset);
  }

  /** Checks a declared number of parts, each of at least `size` bytes, before anything is made for them. */
  fits(count: number, size: number, what: string): number {
    if (count * size > this.left)
      this.fail(`${count} ${what}, which do not fit into the ${this.left} bytes left,`, this.offset);
    return count;
  }

  fail(what: string, offset: number): never {
    throw new DecodeError(what, offset);
  }
}
