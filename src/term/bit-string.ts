/** A string of bits whose number is no multiple of eight, such as `<<5::3>>`: carried so that it survives. */
export class BitString {
  constructor(
    /** All bits, most significant first; the unused low bits of the last byte are zero. */
    readonly bytes: Uint8Array,
    /** How many bits of the last byte count: 1 to 7. */
    readonly lastBits: number,
  ) {
    if (bytes.length === 0) throw new RangeError("Cannot make a bit string without bytes");
    if (!(lastBits >= 1 && lastBits <= 7)) throw new RangeError(`Cannot use ${lastBits} bits of a byte: 1 to 7`);
    Object.freeze(this);
  }

  /** The number of bits. */
  get bitSize(): number {
    return (this.bytes.length - 1) * 8 + this.lastBits;
  }
}
