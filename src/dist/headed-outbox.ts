import { Writer } from "../etf/index.js";
import type { Signal } from "../process/signal.js";
import { Bulk } from "./bulk.js";
import { writeSignal } from "./control.js";
import { FRAGMENT_SIZE, writeWholeHeader } from "./dist-header.js";
import type { Form } from "./flags.js";
import { dropUnfinished, LENGTH_SIZE, writeFrame } from "./frame.js";
import { checkSize, type Ends, FULL, type Outbox, type Outgoing } from "./outbox.js";

/** What stands before the control tuple: the length, two bytes that tell the kind, the number of atoms. */
const PREFIX = LENGTH_SIZE + 3;

/**
 * Signals for a node of Erlang that wants a header before each message. Where it takes fragments, long
 * messages leave in pieces, so that other processes, and ticks, need not wait for them.
 */
export class HeadedOutbox implements Outgoing {
  readonly #longest: number;
  readonly #bulk = new Bulk();
  #writer = new Writer();
  #full: Uint8Array[] = [];
  #size = 0;
  /** A long message has come since something was taken out. */
  #isPressing = false;

  /** @param waiting what was put in before the form was known: it is taken over */
  constructor(waiting: Outbox, form: Form) {
    this.#longest = form === "fragmented" ? FRAGMENT_SIZE + PREFIX : Number.POSITIVE_INFINITY;
    for (const [ends, message] of waiting.takeBare()) this.#add(ends, (writer) => writer.write(message));
  }

  get size(): number {
    return this.#size + this.#bulk.size;
  }

  get isFull(): boolean {
    return this.#isPressing || this.#full.length > 0;
  }

  put(signal: Signal): void {
    this.#add(signal, (writer) => void writeSignal(writer, signal, true));
  }

  /** What is in the bulk is younger than the rest, as far as its order matters. */
  *take(hasRoom: () => boolean): Generator<Uint8Array> {
    this.#isPressing = false;
    yield* this.#takeShort();
    while (this.#bulk.size > 0 && hasRoom()) yield* this.#bulk.next();
  }

  #takeShort(): Uint8Array[] {
    const portions = this.#full;
    const writer = this.#writer;
    dropUnfinished(writer);
    if (writer.position > 0) portions.push(Buffer.from(writer.view()));
    writer.reset();
    this.#full = [];
    this.#size = 0;
    return portions;
  }

  #add(ends: Ends, write: (writer: Writer) => void): void {
    const writer = this.#writer;
    const size = writeFrame(writer, () => {
      writeWholeHeader(writer);
      write(writer);
    });
    checkSize(writer, size);
    if (size > this.#longest) this.#addLong(ends, size);
    else if (this.#bulk.concerns(ends)) this.#addBehind(ends, size);
    else this.#addShort(size);
  }

  #addLong(ends: Ends, size: number): void {
    const bytes = this.#writer.take();
    const start = bytes.length - size;
    if (start > 0) this.#full.push(bytes.subarray(0, start));
    this.#bulk.add(ends, bytes.subarray(start), PREFIX);
    this.#isPressing = true;
  }

  #addBehind(ends: Ends, size: number): void {
    const writer = this.#writer;
    const start = writer.position - size;
    this.#bulk.add(ends, Uint8Array.from(writer.view(start)), PREFIX);
    writer.truncate(start);
  }

  #addShort(size: number): void {
    this.#size += size;
    if (this.#writer.position < FULL) return;
    this.#full.push(this.#writer.take());
    this.#writer = new Writer(2 * FULL);
  }
}
