import { Writer } from "../etf/index.js";
import type { Signal } from "../process/signal.js";
import { writeSignal } from "./control.js";
import { dropUnfinished, LENGTH_SIZE, LONGEST_FRAME, PASS_THROUGH, writeFrame } from "./frame.js";

/** From this size on bytes are handed over as they are, and not copied to be joined with more. */
export const FULL = 0x8000;
/** The longest message, in bytes: what a peer accepts, some room left for what stands around it. */
const LONGEST = LONGEST_FRAME - 0x1_0000;

/** Signals for one node, on their way to its carrier. */
export interface Outgoing {
  /** The number of bytes that wait. */
  readonly size: number;
  /** True when it is better to send now than to wait for more. */
  readonly isFull: boolean;
  /** @throws TypeError when a value cannot travel; nothing has changed then */
  put(signal: Signal): void;
  /**
   * Takes out portions to be sent one after the other.
   *
   * @param hasRoom whether the carrier takes more: a part of what waits may stay until it does
   */
  take(hasRoom: () => boolean): Iterable<Uint8Array>;
}

/** Between whom a signal is. */
export type Ends = { readonly from?: unknown; readonly to?: unknown };

/** A message among those that wait for a connection. */
interface Waiting extends Ends {
  /** Where it begins, where its control tuple ends, and where it ends, in all the bytes that wait. */
  readonly start: number;
  readonly payload: number;
  readonly end: number;
}

/**
 * Signals for one node, as bytes, in order: those of one turn of the event loop leave as one, and
 * those for a node that is still being called wait here. A signal is encoded when it is put in, so
 * what happens to its values afterwards does not matter.
 */
export class Outbox implements Outgoing {
  #writer = new Writer();
  #full: Uint8Array[] = [];
  #size = 0;
  /** Kept until it is known what form the peer takes messages in. */
  #waiting: Waiting[] | undefined = [];

  get size(): number {
    return this.#size;
  }

  get isFull(): boolean {
    return this.#full.length > 0;
  }

  put(signal: Signal): void {
    const writer = this.#writer;
    const start = writer.position;
    let payload = 0;
    const size = writeFrame(writer, () => {
      writer.u8(PASS_THROUGH);
      payload = writeSignal(writer, signal) - start;
    });
    checkSize(writer, size);
    if (this.#waiting) this.#wait(signal, payload, size);
    this.#size += size;
    if (writer.position >= FULL) this.#handOver();
  }

  /** The peer takes messages as they are. */
  settle(): void {
    this.#waiting = undefined;
  }

  /** Takes everything out, message by message, for a peer that wants a header instead of version bytes. */
  *takeBare(): Generator<[Ends, Uint8Array]> {
    const waiting = this.#waiting ?? [];
    const bytes = Buffer.concat(this.take());
    for (const message of waiting) {
      const control = bytes.subarray(message.start + PREFIX, message.payload);
      yield [message, Buffer.concat([control, bytes.subarray(message.payload + 1, message.end)])];
    }
  }

  take(): Uint8Array[] {
    const portions = this.#full;
    const writer = this.#writer;
    dropUnfinished(writer);
    if (writer.position > 0) portions.push(Buffer.from(writer.view()));
    writer.reset();
    this.#full = [];
    this.#size = 0;
    return portions;
  }

  #wait({ from, to }: Ends, payload: number, size: number): void {
    const start = this.#size;
    this.#waiting!.push({ from, to, start, payload: start + payload, end: start + size });
  }

  #handOver(): void {
    this.#full.push(this.#writer.take());
    this.#writer = new Writer(2 * FULL);
  }
}

/** A message's length, the byte that says what kind it is, and the version of the control tuple. */
const PREFIX = LENGTH_SIZE + 2;

/** @throws TypeError for a message that no peer would accept; the writer is as before */
export function checkSize(writer: Writer, size: number): void {
  if (size <= LONGEST) return;
  writer.truncate(writer.position - size);
  throw new TypeError(`Cannot send a message of ${size} bytes: ${LONGEST} is the most, send it in parts`);
}
