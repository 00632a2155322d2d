import { StringDecoder } from "node:string_decoder";
import type { WriteStream } from "node:tty";
import { roomIn } from "./room.js";
import { writeOut } from "./write-out.js";

type Write = NodeJS.WriteStream["write"];

/**
 * The one writer to the screen. While it is open, whatever else the program writes to the same
 * streams is handed to it as text.
 */
export class TtyOutput {
  readonly #stream: WriteStream;
  readonly #write: Write;
  /**
   * Not the stream's `write` where there is another way: Ctrl+C ends a loop that prints in the midst of
   * anything, and a stream that was cut off in a write writes no more.
   */
  readonly #put: (text: string) => unknown;
  readonly #restore: (() => void)[] = [];
  #batch: string[] | undefined;
  #lost = false;

  /** @param onText receives what others write to `stream` or to one of `alsoWatched` */
  constructor(stream: WriteStream, alsoWatched: readonly WriteStream[], onText: (text: string) => void) {
    this.#stream = stream;
    this.#write = stream.write.bind(stream);
    const onError = () => {
      this.#lost = true;
    };
    this.#put = isOfTheSystem(stream) ? (text) => writeOut(stream.fd, text) : this.#write;
    for (const watched of new Set([stream, ...alsoWatched])) {
      watched.on("error", onError);
      const restore = divert(watched, onText);
      this.#restore.push(restore, () => watched.off("error", onError));
    }
  }

  write(text: string): void {
    if (this.#batch) this.#batch.push(text);
    else this.#send(text);
  }

  /** Sends what `run` writes in one piece, so that nobody sees it half drawn. */
  batch(run: () => void): void {
    if (this.#batch) {
      run();
      return;
    }
    this.#batch = [];
    try {
      run();
    } finally {
      this.flush();
      this.#batch = undefined;
    }
  }

  /** Ends a batch whose `run` was cut off by Ctrl+C, of which no `finally` hears. */
  recover(): void {
    this.flush();
    this.#batch = undefined;
  }

  /** Sends what is waiting, inside a batch too: the process may be about to stop. */
  flush(): void {
    this.#send(this.#batch?.splice(0).join("") ?? "");
  }

  /** Resolves when the terminal has taken what was written; nothing to wait for gives undefined. */
  drained(): undefined | Promise<void> {
    if (this.#lost || !this.#stream.writableNeedDrain) return undefined;
    return roomIn(this.#stream);
  }

  get columns(): number {
    return this.#stream.columns || 80;
  }

  get rows(): number {
    return this.#stream.rows || 24;
  }

  /** The stream as a full-screen program may have it: its writes reach the screen as they are. */
  facade(): NodeJS.WriteStream {
    return Object.create(this.#stream, { write: { value: this.#write } }) as NodeJS.WriteStream;
  }

  close(): void {
    for (const restore of this.#restore.splice(0)) restore();
  }

  #send(text: string): void {
    if (text === "" || this.#lost) return;
    try {
      this.#put(text);
    } catch {
      this.#lost = true;
    }
  }
}

/** Consoles of Windows take no bytes, only what their stream makes of text. */
function isOfTheSystem(
  stream: WriteStream & { readonly fd?: unknown },
): stream is WriteStream & { readonly fd: number } {
  return process.platform !== "win32" && stream.isTTY === true && typeof stream.fd === "number";
}

/** Replaces a stream's `write`; the result puts the old one back. */
function divert(stream: WriteStream, onText: (text: string) => void): () => void {
  const decoder = new StringDecoder("utf8");
  const own = Object.getOwnPropertyDescriptor(stream, "write");
  const write = (chunk: Uint8Array | string, encoding?: unknown, done?: unknown) => {
    onText(typeof chunk === "string" ? chunk : decoder.write(chunk as Buffer));
    const callback = typeof encoding === "function" ? encoding : done;
    if (typeof callback === "function") process.nextTick(callback as () => void);
    return true;
  };
  Object.defineProperty(stream, "write", { value: write, writable: true, configurable: true });
  return () => {
    if (own) Object.defineProperty(stream, "write", own);
    else Reflect.deleteProperty(stream, "write");
  };
}
