import { FRAGMENT_SIZE, headedFrames } from "./dist-header.js";
import type { Ends } from "./outbox.js";

/** A message with its header, whole. */
interface Entry {
  readonly ends: Ends;
  readonly frame: Uint8Array;
  /** What of the frame its header takes. */
  readonly header: number;
  next: Entry | undefined;
}

/**
 * Messages for a slow way, in order: long ones, which leave piece by piece as the carrier has room, and
 * short ones that must not overtake these, for they have the same sender or the same receiver. All
 * others may.
 */
export class Bulk {
  /** Bytes that wait. */
  size = 0;
  #first: Entry | undefined;
  #last: Entry | undefined;
  /** Senders and receivers of what waits, and how often. */
  readonly #busy = new Map<unknown, number>();
  /** Of the first message, if it is long: the pieces to come, and the bytes that have left. */
  #fragments: Iterator<Uint8Array[], void> | undefined;
  #taken = 0;
  #sequence = 0n;

  /** Whether something that waits would be overtaken. */
  concerns({ from, to }: Ends): boolean {
    return this.#busy.size > 0 && (this.#busy.has(from) || this.#busy.has(to));
  }

  add({ from, to }: Ends, frame: Uint8Array, header: number): void {
    const entry = { ends: { from, to }, frame, header, next: undefined };
    if (this.#last) this.#last.next = entry;
    else this.#first = entry;
    this.#last = entry;
    this.size += frame.length;
    this.#count(from, 1);
    this.#count(to, 1);
  }

  /** Takes out what comes next, in parts that belong together: a fragment, or short messages up to its size. */
  next(): Uint8Array[] {
    const entry = this.#first;
    if (!entry) return [];
    return isLong(entry) ? this.#fragment(entry) : this.#run();
  }

  #fragment(entry: Entry): Uint8Array[] {
    this.#fragments ??= headedFrames(++this.#sequence, entry.frame.subarray(entry.header));
    const { value } = this.#fragments.next();
    this.#taken += FRAGMENT_SIZE;
    if (this.#taken >= entry.frame.length - entry.header) this.#remove(entry);
    return value!;
  }

  #run(): Uint8Array[] {
    const frames: Uint8Array[] = [];
    let size = 0;
    for (let entry = this.#first; entry && size < FRAGMENT_SIZE && !isLong(entry); entry = this.#first) {
      frames.push(entry.frame);
      size += entry.frame.length;
      this.#remove(entry);
    }
    return [Buffer.concat(frames, size)];
  }

  #remove({ ends, frame, next }: Entry): void {
    this.#first = next;
    this.#fragments = undefined;
    this.#taken = 0;
    if (!next) this.#last = undefined;
    this.size -= frame.length;
    this.#count(ends.from, -1);
    this.#count(ends.to, -1);
  }

  /** A request for a process has no receiver yet, an answer to one no sender. */
  #count(end: unknown, by: number): void {
    if (end === undefined) return;
    const count = (this.#busy.get(end) ?? 0) + by;
    if (count === 0) this.#busy.delete(end);
    else this.#busy.set(end, count);
  }
}

function isLong({ frame, header }: Entry): boolean {
  return frame.length - header > FRAGMENT_SIZE;
}
