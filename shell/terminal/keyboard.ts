import { Readable } from "node:stream";
import type { ReadStream } from "node:tty";

const PASTE_MARKS_ON = "\x1b[?2004h";
const PASTE_MARKS_OFF = "\x1b[?2004l";
const CURSOR_ON = "\x1b[?25h";
const CTRL_C = 0x03;
const CTRL_BACKSLASH = 0x1c;
const WHERE_IS_THE_CURSOR = "\x1b[6n";
/** A terminal that leaves so many questions unanswered is not asked again. */
const MOST_UNANSWERED = 4;

/** Who is told what the keyboard does. */
export interface KeyboardHost {
  /** The terminal has sent something. What it had sent before, to somebody else, can be given to `receive` now. */
  before(): void;
  keys(bytes: Uint8Array): void;
  /** The terminal is gone. */
  hangup(): void;
  /** Ctrl+\, while someone else has the keys. */
  quit(): void;
  /** Sends a mode to the terminal. */
  write(sequence: string): void;
}

/** The one owner of the terminal's input: its mode, and who gets its keys. */
export class Keyboard {
  readonly #input: ReadStream;
  readonly #host: KeyboardHost;
  #borrower: { keys: Readable; interrupt(): void } | undefined;
  /** Who waits for the terminal's answers, the first one first. */
  readonly #asking: ((column: number) => void)[] = [];
  readonly #onData = (received: Uint8Array) => {
    this.#host.before();
    this.receive(received);
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

  /** What the terminal has sent. */
  receive(received: Uint8Array): void {
    const bytes = this.#asking.length === 0 ? received : this.#takeAnswers(received);
    if (bytes.length === 0) return;
    if (!this.#borrower) this.#host.keys(bytes);
    else if (bytes.includes(CTRL_BACKSLASH)) this.#host.quit();
    else if (bytes.includes(CTRL_C)) this.#borrower.interrupt();
    else this.#borrower.keys.push(bytes);
  }

  /** The column that the terminal has the cursor in, from 0. Settles when it answers, and not all terminals do. */
  cursorColumn(): Promise<number> {
    return new Promise((resolve) => {
      if (this.#asking.length === MOST_UNANSWERED) return;
      this.#asking.push(resolve);
      this.#host.write(WHERE_IS_THE_CURSOR);
    });
  }

  /** Answers come among the keys. */
  #takeAnswers(bytes: Uint8Array): Uint8Array {
    const keys = Buffer.from(bytes)
      .toString("latin1")
      .replace(ANSWER, (answer, column: string) => {
        const tell = this.#asking.shift();
        tell?.(Number(column) - 1);
        return tell ? "" : answer;
      });
    return Buffer.from(keys, "latin1");
  }

  /** Sends the keys to someone else until {@link reclaim}, but for Ctrl+C and Ctrl+\. */
  lend(interrupt: () => void): ReadStream {
    const keys = new Readable({ read() {} });
    this.#borrower = { keys, interrupt };
    // Whoever it is reads keys, and no marks among them.
    this.#host.write(PASTE_MARKS_OFF);
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

// biome-ignore lint/suspicious/noControlCharactersInRegex: this is a control sequence
const ANSWER = /\x1b\[\d+;(\d+)R/g;
