import { Writer } from "../etf/index.js";
import type { Signal } from "../process/signal.js";
import { writeSignal } from "./control.js";
import { LONGEST_FRAME, PASS_THROUGH, writeFrame } from "./frame.js";

/** From this size on bytes are handed over as they are, and not copied to be joined with more. */
const FULL = 0x8000;
/** The longest message, in bytes: what a peer accepts, some room left for what stands around it. */
const LONGEST = LONGEST_FRAME - 0x1_0000;

/**
 * Signals for one node, as bytes, in order: those of one turn of the event loop leave as one, and
 * those for a node that is still being called wait here. A signal is encoded when it is put in, so
 * what happens to its values afterwards does not matter.
 */
export class Outbox {
  #writer = new Writer();
  #full: Uint8Array[] = [];
  #size = 0;

  /** The number of bytes that wait. */
  get size(): number {
    return this.#size;
  }

  /** True when it is better to send now than to wait for more. */
  get isFull(): boolean {
    return this.#full.length > 0;
  }

  /** @throws TypeError when a value cannot travel; nothing has changed then */
  put(signal: Signal): void {
    const writer = this.#writer;
    const start = writer.position;
    const size = writeFrame(writer, () => {
      writer.u8(PASS_THROUGH);
      writeSignal(writer, signal);
    });
    if (size > LONGEST) {
      writer.truncate(start);
      throw new TypeError(`Cannot send a message of ${size} bytes: ${LONGEST} is the most, send it in parts`);
    }
    this.#size += size;
    if (writer.position >= FULL) this.#handOver();
  }

  /** Takes everything out, in portions to be sent one after the other. */
  take(): Uint8Array[] {
    const portions = this.#full;
    const writer = this.#writer;
    if (writer.position > 0) portions.push(Buffer.from(writer.view()));
    writer.reset();
    this.#full = [];
    this.#size = 0;
    return portions;
  }

  #handOver(): void {
    this.#full.push(this.#writer.take());
    this.#writer = new Writer(2 * FULL);
  }
}
