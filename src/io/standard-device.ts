import { once } from "node:events";
import type { Interface } from "node:readline";
import type { Device } from "./device.js";

/**
 * The standard streams of a program, without line editing: what processes print to and read from
 * in a script that has no shell. The input is opened at the first read and does not keep the
 * program alive between reads.
 */
export function standardDevice(): Device {
  let input: LineReader | undefined;
  return {
    write: (text, channel) => {
      const stream = channel === "stderr" ? process.stderr : process.stdout;
      if (!stream.write(text)) return roomIn(stream);
    },
    readLine: (prompt) => {
      process.stdout.write(prompt);
      input ??= new LineReader();
      return input.next();
    },
    geometry: () => {
      const { columns, rows } = process.stdout;
      return columns === undefined ? undefined : { columns, rows };
    },
    close: () => input?.close(),
  };
}

const waiting = new Map<NodeJS.WriteStream, Promise<void>>();

/** Many may wait for the same. */
function roomIn(stream: NodeJS.WriteStream): Promise<void> {
  const known = waiting.get(stream);
  if (known) return known;
  const room = once(stream, "drain").then(() => {});
  waiting.set(stream, room);
  const forget = () => void waiting.delete(stream);
  room.then(forget, forget);
  return room;
}

class LineReader {
  readonly #lines: string[] = [];
  readonly #readers: ((line: string | null) => void)[] = [];
  readonly #interface: Interface;
  #ended = false;

  constructor() {
    // Loaded when a script reads its input: few do.
    const { createInterface } = process.getBuiltinModule("node:readline");
    this.#interface = createInterface({ input: process.stdin, terminal: false });
    this.#interface.on("line", (line) => this.#give(`${line}\n`));
    this.#interface.on("close", () => this.#end());
  }

  next(): Promise<string | null> {
    const line = this.#lines.shift();
    if (line !== undefined || this.#ended) return Promise.resolve(line ?? null);
    this.#interface.resume();
    return new Promise((resolve) => this.#readers.push(resolve));
  }

  close(): void {
    this.#interface.close();
  }

  #give(line: string): void {
    const reader = this.#readers.shift();
    if (reader) reader(line);
    else this.#lines.push(line);
    if (this.#readers.length === 0) this.#interface.pause();
  }

  #end(): void {
    this.#ended = true;
    for (const reader of this.#readers.splice(0)) reader(null);
  }
}
