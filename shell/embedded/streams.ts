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
  resize(size: TerminalSize): void;
  /** Lets go of the streams. */
  close(): Promise<void>;
}

/** Opens any two streams as a device. Nothing but the streams is touched. */
export function openStreams({ input, output, terminal }: StreamsOptions, callbacks: Callbacks): Streams {
  const isTerminal = terminal ?? (isTty(input) && isTty(output));
  const gone = (): void => callbacks.onEof();
  const ends = ["close", "error"];
  for (const end of ends) output.on(end, gone);
  const streams =
    isTerminal === false ? plain(input, output, gone) : drawn(input, output, sizeOf(isTerminal, output), callbacks);
  return {
    ...streams,
    close: async () => {
      for (const end of ends) output.off(end, gone);
      await streams.close();
    },
  };
}

function plain(input: Readable, output: Writable, gone: () => void): Streams {
  const device = openPlain({ input, output, onClosed: gone });
  return { device, resize: () => {}, close: async () => device.close() };
}

function drawn(input: Readable, output: Writable, size: TerminalSize, callbacks: Callbacks): Streams {
  const keys = keysOf(input);
  const screen = new ScreenStream(output, size);
  const device = openTerminal({
    ...callbacks,
    input: keys,
    output: screen as unknown as WriteStream,
    history: memoryHistory(),
    controlling: false,
  });
  return {
    device,
    resize: (next) => screen.resize(next),
    close: async () => {
      await device.close();
      input.unpipe(keys);
      screen.detach();
    },
  };
}

/** The keys of a stream, as those of a terminal: its modes are the business of whoever owns it. */
function keysOf(input: Readable): ReadStream {
  const keys = input.pipe(new PassThrough());
  return Object.assign(keys, {
    isTTY: true,
    isRaw: true,
    setRawMode: () => keys,
    ref: () => keys,
    unref: () => keys,
  }) as unknown as ReadStream;
}

/** As much of a terminal's output stream as drawing needs, over a stream that may be anything. */
class ScreenStream extends EventEmitter {
  readonly isTTY = true;
  columns: number;
  rows: number;
  readonly #output: Writable;
  readonly #relays: (readonly [event: string, relay: (detail?: unknown) => void])[];

  constructor(output: Writable, { columns, rows }: TerminalSize) {
    super();
    this.#output = output;
    this.columns = columns;
    this.rows = rows;
    this.#relays = ["drain", "close", "error"].map((event) => [event, (detail) => this.#relay(event, detail)]);
    for (const [event, relay] of this.#relays) output.on(event, relay);
  }

  get writableNeedDrain(): boolean {
    return this.#output.writableNeedDrain;
  }

  get destroyed(): boolean {
    return this.#output.destroyed;
  }

  write(text: string): boolean {
    return !this.#output.destroyed && !this.#output.writableEnded && this.#output.write(text);
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
