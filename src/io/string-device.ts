import type { Device } from "./device.js";

/** A device in memory: input that was given, output that can be looked at (Elixir's `StringIO`). */
export interface StringDevice extends Device {
  /** All that was written and not taken yet. */
  contents(): string;
  /** Takes what was written so far. */
  take(): string;
  /** Adds input; `null` ends it. */
  feed(text: string | null): void;
}

/**
 * Makes a device of a string.
 *
 * @param input what is there to read; the input ends after it unless `open`
 * @param options `open` to feed more later; `capturePrompt` to see the prompts in the output
 */
export function stringDevice(input = "", options: { open?: boolean; capturePrompt?: boolean } = {}): StringDevice {
  let rest = input;
  let ended = !options.open;
  let output = "";
  const readers: ((line: string | null) => void)[] = [];

  function nextLine(): string | null | undefined {
    const end = rest.indexOf("\n") + 1;
    if (end === 0 && !(ended && rest !== "")) return ended ? null : undefined;
    const line = rest.slice(0, end || rest.length);
    rest = rest.slice(line.length);
    return line;
  }

  function serve(): void {
    while (readers.length > 0) {
      const line = nextLine();
      if (line === undefined) return;
      readers.pop()!(line);
    }
  }

  return {
    write: (text) => {
      output += text;
    },
    readLine: (prompt, signal) => {
      if (options.capturePrompt) output += prompt;
      return new Promise((resolve) => {
        readers.push(resolve);
        signal?.addEventListener("abort", () => withdraw(readers, resolve), { once: true });
        serve();
      });
    },
    geometry: () => undefined,
    close: () => {
      ended = true;
      serve();
    },
    contents: () => output,
    take: () => {
      const taken = output;
      output = "";
      return taken;
    },
    feed: (text) => {
      if (text === null) ended = true;
      else rest += text;
      serve();
    },
  };
}

function withdraw(readers: ((line: string | null) => void)[], resolve: (line: string | null) => void): void {
  const at = readers.indexOf(resolve);
  if (at >= 0) readers.splice(at, 1);
  resolve(null);
}
