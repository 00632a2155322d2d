import { atom, isTuple, Pid, type Tuple, tuple } from "../../src/index.js";

/** What a terminal of iex-ts says of itself to a shell of iex-ts that it opens on another node. */
export interface RemoteTerminal {
  /** Whom the shell tells what it asks for. */
  readonly process: Pid;
  /** Whether the terminal takes colours. */
  readonly colors: boolean;
}

/** As options of `IEx.start/1`. */
export function terminalToOptions({ process, colors }: RemoteTerminal): Tuple[] {
  return [tuple(atom("terminal"), process), tuple(atom("colors"), colors)];
}

/** The reverse of {@link terminalToOptions}; undefined for options that are not of a terminal of iex-ts. */
export function terminalFromOptions(options: readonly unknown[]): RemoteTerminal | undefined {
  const process = optionOf(options, "terminal");
  return process instanceof Pid ? { process, colors: optionOf(options, "colors") === true } : undefined;
}

/**
 * What such a shell tells its terminal before it asks for code: `{reading, Text}`, with the lines above
 * the one it asks for, `""` where there are none.
 */
export function readingMessage(unfinished: string): Tuple {
  return tuple(atom("reading"), unfinished);
}

/** The reverse of {@link readingMessage}; undefined for any other message. */
export function readingOf(message: unknown): string | undefined {
  if (!isTuple(message) || message[0] !== atom("reading")) return undefined;
  return typeof message[1] === "string" ? message[1] : undefined;
}

function optionOf(options: readonly unknown[], name: string): unknown {
  const option = options.find((one) => isTuple(one) && one[0] === atom(name)) as Tuple | undefined;
  return option?.[1];
}
