import { EventEmitter } from "node:events";
import { PassThrough, type Readable, type Writable } from "node:stream";
import type { ReadStream, WriteStream } from "node:tty";
import type { ShellDevice } from "../terminal/device.js";
import { memoryHistory } from "../terminal/history-file.js";
import { openPlain } from "../terminal/plain-device.js";
import { openTerminal, type TerminalOptions } from "../terminal/terminal-device.js";

/** How large a terminal is, in characters. */
export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface StreamsOptions {
  input: Readable;
  output: Writable;
  terminal?: boolean | TerminalSize | undefined;
}

type Callbacks = Pick<TerminalOptions, "onInterrupt" | "paint" | "asksForCode" | "completer"> & { onEof(): void };

/** A device over streams that somebody else owns. */
export interface Streams {
  readonly device: ShellDevice;
  /** Keeps a text for the arrow keys. */
  remember(text: string): void;
  resize(size: TerminalSize): void;
  /** Lets go of the streams. */
  close(): Promise<void>;
}

/** Opens any two streams as a device. Nothing but the streams is touched. */
export function openStreams({ input, output, terminal }: StreamsOptions, callbacks: Callbacks): Streams {
  const isTerminal = terminal ?? (isTty(input) && isTty(output));
  const gone = (): void => callbacks.onEof();
  const stopWatching = watch(input, output, gone);
  const streams =
    isTerminal === false ? plain(input, output, gone) : drawn(input, output, sizeOf(isTerminal, output), callbacks);
  return {
    ...streams,
    close: async () => {
      await streams.close();
      stopWatching();
    },
  };
}

/** Input that ends is an end like any other: what came before is evaluated. Streams that break off are not. */
function watch(input: Readable, output: Writable, gone: () => void): () => void {
  const cut = (): void => {
    if (!input.readableEnded) gone();
  };
  const watched = [
    [input, "close", cut],
    [input, "error", gone],
    [output, "close", gone],
    [output, "error", gone],
  ] as const;
  for (const [stream, event, listener] of watched) stream.on(event, listener);
  // Then nothing will be told any more.
  if (input.destroyed || input.readableEnded || output.destroyed) queueMicrotask(gone);
  return () => {
    // One that is destroyed may be about to tell why, and nobody else may listen.
    for (const [stream, event, listener] of watched)
      if (event !== "error" || !stream.destroyed) stream.off(event, listener);
  };
}

function plain(input: Readable, output: Writable, gone: () => void): Streams {
  const device = openPlain({ input, output, onClosed: gone });
  return { device, remember: () => {}, resize: () => {}, close: async () => device.close() };
}

function drawn(input: Readable, output: Writable, size: TerminalSize, callbacks: Callbacks): Streams {
  const mode = modeOf(input);
  const keys = keysOf(input, mode.set);
  const screen = new ScreenStream(output, size);
  const history = memoryHistory();
  const device = openTerminal({
    ...callbacks,
    input: keys,
    output: screen as unknown as WriteStream,
    history,
    controlling: false,
  });
  const stopRestoring = mode.restoreAtExit(() => device.close());
  return {
    device,
    remember: (text) => history.remember(text),
    resize: (next) => screen.resize(next),
    close: async () => {
      stopRestoring();
      await device.close();
      mode.restore();
      input.unpipe(keys);
      screen.detach();
    },
  };
}

/** The keys of a stream, as those of a terminal. */
function keysOf(input: Readable, setRawMode: (raw: boolean) => void): ReadStream {
  const keys = input.pipe(new PassThrough());
  return Object.assign(keys, {
    isTTY: true,
    isRaw: true,
    setRawMode: (raw: boolean) => {
      setRawMode(raw);
      return keys;
    },
    ref: () => keys,
    unref: () => keys,
  }) as unknown as ReadStream;
}

interface Mode {
  set(raw: boolean): void;
  /** As it was found. */
  restore(): void;
  /** @returns forgets about it */
  restoreAtExit(close: () => void): () => void;
}

/** A terminal of the system has a mode to set, and to leave as it was; that of any other is the business of whoever owns it. */
function modeOf(input: Readable): Mode {
  if (!isTty(input)) return { set: () => {}, restore: () => {}, restoreAtExit: () => () => {} };
  const terminal = input as ReadStream;
  const { isRaw } = terminal;
  const set = (raw: boolean): void => {
    if (!terminal.destroyed) terminal.setRawMode(raw);
  };
  return {
    set,
    restore: () => set(isRaw),
    restoreAtExit: (close) => {
      process.on("exit", close);
      return () => void process.off("exit", close);
    },
  };
}

/** As much of a terminal's output stream as drawing needs, over a stream that may be anything. */
class ScreenStream extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #output: Writable;
  readonly #relays: (readonly [event: string, relay: (detail?: unknown) => void])[];
  /** Whether the last character sent was a carriage return. */
  #returned = false;

  constructor(output: Writable, { columns, rows }: TerminalSize) {
    super();
    this.#output = output;
    this.columns = columns;
    this.rows = rows;
    this.#relays = ["drain", "close", "error"].map((event) => [event, (detail) => this.#relay(event, detail)]);
    if (isTty(output)) this.#relays.push(["resize", () => this.resize(sizeOf(true, output))]);
    for (const [event, relay] of this.#relays) output.on(event, relay);
  }

  get writableNeedDrain(): boolean {
    return this.#output.writableNeedDrain;
  }

  get destroyed(): boolean {
    return this.#output.destroyed;
  }

  write(text: string): boolean {
    if (this.#output.destroyed || this.#output.writableEnded) return false;
    return this.#output.write(isTty(this.#output) ? text : this.#withReturns(text));
  }

  /** A terminal of the system begins a new line in its first column by itself. */
  #withReturns(text: string): string {
    const sent = text.replace(/\r?\n/g, "\r\n");
    const shown = this.#returned && text.startsWith("\n") ? sent.slice(1) : sent;
    if (text !== "") this.#returned = text.endsWith("\r");
    return shown;
  }

  resize({ columns, rows }: TerminalSize): void {
    this.columns = columns;
    this.rows = rows;
    this.emit("resize");
  }

  detach(): void {
    for (const [event, relay] of this.#relays) this.#output.off(event, relay);
  }

  #relay(event: string, detail: unknown): void {
    if (this.listenerCount(event) > 0) this.emit(event, detail);
  }
}

const DEFAULT_SIZE = { columns: 80, rows: 24 };

function sizeOf(terminal: true | TerminalSize, output: Writable): TerminalSize {
  if (terminal !== true) return terminal;
  const { columns, rows } = output as Partial<WriteStream>;
  return columns && rows ? { columns, rows } : DEFAULT_SIZE;
}

function isTty(stream: Readable | Writable): boolean {
  return (stream as Partial<ReadStream>).isTTY === true;
}
