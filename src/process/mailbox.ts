const INITIAL = 8;

/**
 * Messages in the order of arrival: a ring that grows, so that taking from the front of a long
 * mailbox costs what taking from a short one costs.
 */
export class Mailbox {
  #ring: unknown[] = new Array(INITIAL);
  #head = 0;
  #length = 0;
  /** How many messages, from the oldest on, the receive that goes on has refused. */
  #refused = 0;
  /** True while a clause looks at the message after those: for everybody else it is gone. */
  #shown = false;

  get length(): number {
    return this.#length;
  }

  push(message: unknown): void {
    if (this.#length === this.#ring.length) this.#grow();
    this.#ring[(this.#head + this.#length++) & (this.#ring.length - 1)] = message;
  }

  /** Takes the oldest message; the mailbox must not be empty. */
  shift(): unknown {
    const message = this.#ring[this.#head];
    this.#ring[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#ring.length - 1);
    this.#length--;
    return message;
  }

  /** The message at that place, 0 being the oldest. */
  at(index: number): unknown {
    return this.#ring[(this.#head + index) & (this.#ring.length - 1)];
  }

  /** A receive begins: it has refused nothing yet. What a clause looks at right now is received. */
  rewind(): void {
    this.accept();
    this.#refused = 0;
  }

  /** True when there are messages that the receive has not refused. */
  get hasUnseen(): boolean {
    return this.#refused < this.#length;
  }

  /** Shows a clause the oldest message that was not refused; {@link accept} or {@link refuse} follows. */
  show(): unknown {
    this.#shown = true;
    return this.at(this.#refused);
  }

  /** Takes the message that is shown. */
  accept(): void {
    if (!this.#shown) return;
    this.#shown = false;
    this.#take(this.#refused);
  }

  /** Leaves the message that is shown. */
  refuse(): void {
    if (!this.#shown)
      throw new Error("Cannot skip a message after receiving another one in its clause: return a value for it");
    this.#shown = false;
    this.#refused++;
  }

  /** Takes the first message that is wanted and not shown to a clause; undefined when there is none. */
  remove(wanted: (message: unknown) => boolean): unknown {
    for (let i = 0; i < this.#length; i++) {
      const message = this.at(i);
      if ((this.#shown && i === this.#refused) || !wanted(message)) continue;
      this.#take(i);
      if (i < this.#refused) this.#refused--;
      return message;
    }
    return undefined;
  }

  /** Takes the newest message if it is wanted. */
  removeNewest(wanted: (message: unknown) => boolean): unknown {
    const index = this.#length - 1;
    if (index < 0 || (this.#shown && index === this.#refused)) return undefined;
    const message = this.at(index);
    if (!wanted(message)) return undefined;
    this.#length--;
    this.#ring[(this.#head + index) & (this.#ring.length - 1)] = undefined;
    this.#refused = Math.min(this.#refused, index);
    return message;
  }

  /** Takes the message at that place out; those before it move up, they are usually few. */
  #take(index: number): void {
    const mask = this.#ring.length - 1;
    for (let i = index; i > 0; i--) this.#ring[(this.#head + i) & mask] = this.#ring[(this.#head + i - 1) & mask];
    this.shift();
  }

  toArray(): unknown[] {
    return Array.from({ length: this.#length }, (_, i) => this.at(i));
  }

  #grow(): void {
    const old = this.#ring;
    const mask = old.length - 1;
    this.#ring = new Array(old.length * 2);
    for (let i = 0; i < this.#length; i++) this.#ring[i] = old[(this.#head + i) & mask];
    this.#head = 0;
  }
}
