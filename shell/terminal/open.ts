import type { ReadStream, WriteStream } from "node:tty";
import type { ShellDevice } from "./device.js";
import { openPlain, type PlainOptions } from "./plain-device.js";
import { openTerminal, type TerminalOptions } from "./terminal-device.js";

export type DeviceOptions = Partial<Omit<TerminalOptions & PlainOptions, "input" | "output" | "controlling">> & {
  input?: NodeJS.ReadStream;
  output?: NodeJS.WriteStream;
  /** Decides, by `TERM`, whether a terminal can be drawn on. */
  env?: NodeJS.ProcessEnv;
};

/**
 * Opens the device that the standard streams are: a terminal to draw on when input and output both
 * are one and it is not a dumb one, else a plain stream of lines.
 */
export function openDevice(options: DeviceOptions = {}): ShellDevice {
  const { input = process.stdin, output = process.stdout, errorOutput = process.stderr, env = process.env } = options;
  const drawable = isTerminal(input) && isTerminal(output) && env.TERM !== "dumb";
  if (!drawable) return openPlain({ ...options, input, output, errorOutput });
  return openTerminal({ ...options, input, output, errorOutput: errorOutput as WriteStream, controlling: true });
}

function isTerminal(stream: NodeJS.ReadStream | NodeJS.WriteStream): stream is ReadStream & WriteStream {
  return stream.isTTY === true;
}
