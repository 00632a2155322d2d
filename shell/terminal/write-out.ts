import { writeSync } from "node:fs";

/** How long to wait for whoever reads a pipe, in milliseconds, before it is tried again. */
const PAUSE = 5;
/** As much as is written at once, in bytes: between two pieces Ctrl+C can be heard. */
const PIECE = 0x1_0000;

/**
 * Writes text to a file or a pipe, and comes back when all of it is out: nothing else happens meanwhile.
 *
 * @throws Error when nobody can read it any more
 */
export function writeOut(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(fd, bytes, written, Math.min(PIECE, bytes.length - written));
    } catch (error) {
      // Node.js opens pipes so that they say when they are full.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}
