/**
 * Notices when nothing comes any more. What came while the thread was busy, and waits to be read,
 * counts as having come in time.
 */
export class Lull {
  readonly #begun: () => void;
  #timer: NodeJS.Timeout | undefined;
  #check: NodeJS.Immediate | undefined;

  /** @param begun called once each time that it has become quiet */
  constructor(begun: () => void) {
    this.#begun = begun;
  }

  /** Something has come; it is quiet when nothing has come for so many milliseconds. */
  end(silence: number): void {
    this.stop();
    this.#timer = setTimeout(() => {
      // Input that waits is read before this comes.
      this.#check = setImmediate(this.#begun);
    }, silence).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#check);
  }
}
