/** Buffer's own methods beneath `write` and `toString`, without their checks of arguments. */
export interface RawBuffer extends Buffer {
  utf8Write(text: string, at: number, length: number): number;
  utf8Slice(from: number, to: number): string;
  latin1Slice(from: number, to: number): string;
}

/** The same bytes, not a copy. */
export function rawBuffer(bytes: Uint8Array): RawBuffer {
  const made = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return made as RawBuffer;
}
