import { Readable } from "node:stream";
import type { ReadStream } from "node:tty";

const PASTE_MARKS_ON = "\x1b[?2004h";
const PASTE_MARKS_OFF = "\x1b[?2004l";
const CURSOR_ON = "\x1b[?25h";
const CTRL_C = 0x03;

/** Who is told what the keyboard does. */
export interface KeyboardHost {
  keys(bytes: Uint8Array): void;
  /** The terminal is gone. */
  hangup(): void;
  /** Sends a mode to the terminal. */
  write(sequence: string): void;
}

/** The one owner of the terminal's input: its mode, and who gets its keys. */
export class Keyboard {
  readonly #input: ReadStream;
  readonly #host: KeyboardHost;
  #borrower: { keys: Readable; interrupt(): void } | undefined;
  readonly #onData = (bytes: Uint8Array) => {
    if (!this.#borrower) this.#host.keys(bytes);
    else if (bytes.includes(CTRL_C)) this.#borrower.interrupt();
    else this.#borrower.keys.push(bytes);
  };
  readonly #onGone = () => this.#host.hangup();

  constructor(input: ReadStream, host: KeyboardHost) {
    this.#input = input;
    this.#host = host;
    this.makeRaw();
    input.on("data", this.#onData);
    for (const event of ["end", "close", "error"]) input.on(event, this.#onGone);
    input.resume();
  }

  /** Every key as it is pressed, none of them echoed, pastes marked as such. */
  makeRaw(): void {
    // Turning it off first makes sure that the terminal, not just our idea of it, becomes raw.
    this.#setRaw(false);
    this.#setRaw(true);
    this.#host.write(PASTE_MARKS_ON);
  }

  /** The terminal as other programs expect it. */
  makeCooked(): void {
    this.#host.write(PASTE_MARKS_OFF + CURSOR_ON);
    this.#setRaw(false);
  }

  /** Sends the keys to someone else until {@link reclaim}, but for Ctrl+C. */
  lend(interrupt: () => void): ReadStream {
    const keys = new Readable({ read() {} });
    this.#borrower = { keys, interrupt };
    const terminal = { isTTY: true, isRaw: true, setRawMode: () => keys, ref() {}, unref() {} };
    return Object.assign(keys, terminal) as unknown as ReadStream;
  }

  reclaim(): void {
    this.#borrower?.keys.destroy();
    this.#borrower = undefined;
    this.makeRaw();
  }

  close(): void {
    this.makeCooked();
    this.#input.off("data", this.#onData);
    for (const event of ["end", "close"]) this.#input.off(event, this.#onGone);
    this.#input.pause();
    this.#input.unref();
  }

  /** A terminal that is gone has no mode to set. */
  #setRaw(raw: boolean): void {
    try {
      this.#input.setRawMode(raw);
    } catch {}
  }
}
