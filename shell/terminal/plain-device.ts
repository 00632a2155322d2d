import { StringDecoder } from "node:string_decoder";
import type { InterruptedWhile, ShellDevice } from "./device.js";
import { InterruptWatch, type TurnEnding } from "./interrupt-watch.js";
import { type Read, Reads } from "./reads.js";
import { roomIn } from "./room.js";
import { writeOut } from "./write-out.js";

export interface PlainOptions extends TurnEnding {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
  errorOutput?: NodeJS.WritableStream;
  /** Ctrl+C, where the input is a (dumb) terminal. A pipe leaves SIGINT to whoever listens for it. */
  onInterrupt?(during: InterruptedWhile): void;
  /** Nobody reads the output any more; what is written from now on is dropped. */
  onClosed?(): void;
}

/** How many lines are read ahead before the sender has to wait. */
const READ_AHEAD = 64;

/**
 * Opens a pipe, a file or a dumb terminal as a device: no escape sequence, no echo, and each read
 * writes its prompt exactly once, so that a program at the other end can count prompts.
 *
 * @example
 * const device = openPlain({ input: process.stdin, output: process.stdout });
 * for (let line; (line = await device.readLine("> ")) !== null; ) device.write(line);
 */
export function openPlain(options: PlainOptions): ShellDevice {
  return new PlainDevice(options);
}

class PlainDevice implements ShellDevice {
  readonly #options: PlainOptions;
  readonly #reads = new Reads();
  readonly #decoder = new StringDecoder("utf8");
  readonly #lines: string[] = [];
  readonly #watch: InterruptWatch | undefined;
  #rest = "";
  #ended = false;
  #lost = false;
  readonly #onData = (chunk: Buffer | string) => this.#receive(chunk);
  readonly #onEnd = () => this.#end();
  readonly #onLost = () => this.#lose();
  readonly #onInterrupt = () => this.#options.onInterrupt?.(this.#reads.current ? "idle" : "busy");

  constructor(options: PlainOptions) {
    this.#options = options;
    const { input, output, errorOutput } = options;
    input.on("data", this.#onData);
    for (const event of ["end", "close", "error"]) input.on(event, this.#onEnd);
    output.on("error", this.#onLost);
    errorOutput?.on("error", () => {});
    if (!this.#listensForInterrupts) return;
    process.on("SIGINT", this.#onInterrupt);
    if (options.abandonTurn) this.#watch = this.#createWatch(options.abandonTurn);
  }

  write(text: string, channel: "stdout" | "stderr" = "stdout"): void | Promise<void> {
    const { output, errorOutput = output } = this.#options;
    const stream = channel === "stderr" ? errorOutput : output;
    if (text === "" || (stream === output && this.#lost)) return;
    if (!stream.write(text)) return roomIn(stream);
  }

  readLine(prompt: string, signal?: AbortSignal): Promise<string | null> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    void this.write(prompt);
    this.#watch?.end();
    const answer = this.#reads.add({ prompt, text: "", cursor: 0 }, signal, () => {});
    this.#serve();
    return answer;
  }

  /** Where the streams are those that this program was started with, and Node.js has nothing of ours to write yet. */
  writeAtOnce(text: string, channel: "stdout" | "stderr" = "stdout"): boolean {
    const { output, errorOutput = output } = this.#options;
    const stream = channel === "stderr" ? errorOutput : output;
    const fd = stream === process.stdout ? 1 : stream === process.stderr ? 2 : undefined;
    if (fd === undefined || this.#lost || (stream as NodeJS.WriteStream).writableLength !== 0) return false;
    try {
      writeOut(fd, text);
    } catch {
      this.#lose();
    }
    return true;
  }

  geometry(): undefined {
    return undefined;
  }

  get interruptible(): boolean {
    return this.#watch !== undefined;
  }

  beginEvaluation(): void {
    this.#watch?.begin();
  }

  async close(): Promise<void> {
    const { input, output } = this.#options;
    process.off("SIGINT", this.#onInterrupt);
    this.#watch?.close();
    input.off("data", this.#onData);
    for (const event of ["end", "close", "error"]) input.off(event, this.#onEnd);
    input.pause();
    (input as Partial<NodeJS.ReadStream>).unref?.();
    this.#ended = true;
    this.#lines.length = 0;
    this.#reads.endAll();
    await this.#flushed();
    output.off("error", this.#onLost);
  }

  /** Nothing to wait for where writing is synchronous, as it is to files and to pipes. */
  #flushed(): void | Promise<void> {
    const { output } = this.#options;
    if (this.#lost || (output as Partial<NodeJS.WriteStream>).writableLength === 0) return;
    return new Promise((resolve) => void output.write("", () => resolve()));
  }

  get #listensForInterrupts(): boolean {
    return (
      this.#options.onInterrupt !== undefined && (this.#options.input as Partial<NodeJS.ReadStream>).isTTY === true
    );
  }

  /** The terminal makes a signal of Ctrl+C, always. */
  #createWatch(abandonTurn: (refused: number) => boolean): InterruptWatch {
    const interrupted = (ended: boolean) => {
      if (ended && this.#reads.current) this.#options.onTurnEnded?.();
      else this.#onInterrupt();
    };
    return new InterruptWatch({ abandonTurn, interrupted, typed: () => {} }, false);
  }

  #receive(chunk: Buffer | string): void {
    const text = this.#rest + (typeof chunk === "string" ? chunk : this.#decoder.write(chunk));
    const lines = text.split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.#lines.push(`${withoutReturn(line)}\n`);
    this.#serve();
  }

  /** A last line without a newline is a line all the same. */
  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const last = this.#rest + this.#decoder.end();
    this.#rest = "";
    if (last !== "") this.#lines.push(withoutReturn(last));
    this.#serve();
  }

  /** Answers who waits with what has come, and lets more come when little is left. */
  #serve(): void {
    for (let read: Read | undefined; (read = this.#reads.current); ) {
      const line = this.#lines.shift() ?? (this.#ended ? null : undefined);
      if (line === undefined) break;
      this.#reads.remove(read);
      read.settle(line);
    }
    if (this.#ended) return;
    if (this.#lines.length >= READ_AHEAD) this.#options.input.pause();
    else this.#options.input.resume();
  }

  #lose(): void {
    if (this.#lost) return;
    this.#lost = true;
    this.#options.onClosed?.();
  }
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
