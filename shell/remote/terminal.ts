import { atom, isTuple, Pid, type Tuple, tuple } from "../../src/index.js";
import { CHECKS, type Check } from "../types/check.js";

/** What a terminal of iex-ts says of itself to a shell of iex-ts that it opens on another node. */
export interface RemoteTerminal {
  /** Whom the shell tells what it asks for. */
  readonly process: Pid;
  /** Whether the terminal takes colours. */
  readonly colors: boolean;
  /** What happens to texts that do not fit the types there. */
  readonly check: Check;
}

/** As options of `IEx.start/1`. */
export function terminalToOptions({ process, colors, check }: RemoteTerminal): Tuple[] {
  return [tuple(atom("terminal"), process), tuple(atom("colors"), colors), tuple(atom("check"), atom(check))];
}

/** The reverse of {@link terminalToOptions}; undefined for options that are not of a terminal of iex-ts. */
export function terminalFromOptions(options: readonly unknown[]): RemoteTerminal | undefined {
  const process = optionOf(options, "terminal");
  if (!(process instanceof Pid)) return undefined;
  const check = CHECKS.find((known) => atom(known) === optionOf(options, "check")) ?? "off";
  return { process, colors: optionOf(options, "colors") === true, check };
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
