/** Somebody waits for a line. */
export interface Read {
  readonly prompt: string;
  /** What is typed so far, kept here while the read is parked. */
  text: string;
  cursor: number;
  settle(line: string | null): void;
}

/**
 * The reads that wait for a line. The newest is served first; the others are parked and come back
 * in turn, each with what was typed at it.
 */
export class Reads {
  #waiting: Read[] = [];

  get current(): Read | undefined {
    return this.#waiting.at(-1);
  }

  /** @param onWithdraw is told when the signal aborts the read, before the promise rejects */
  add(
    read: Omit<Read, "settle">,
    signal: AbortSignal | undefined,
    onWithdraw: (read: Read) => void,
  ): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const withdraw = () => {
        onWithdraw(added);
        this.remove(added);
        reject(signal?.reason);
      };
      const settle = (line: string | null) => {
        signal?.removeEventListener("abort", withdraw);
        resolve(line);
      };
      const added: Read = { ...read, settle };
      this.#waiting.push(added);
      signal?.addEventListener("abort", withdraw, { once: true });
    });
  }

  remove(read: Read): void {
    this.#waiting = this.#waiting.filter((other) => other !== read);
  }

  /** Answers every read with the end of input. */
  endAll(): void {
    for (const read of this.#waiting.splice(0)) read.settle(null);
  }
}
