import { Script } from "node:vm";
import { inspect } from "../../src/index.js";
import type { StartOptions } from "../shell.js";

/** Every option, and whether a shell on another node can have it. */
const OPTIONS: Record<keyof StartOptions, boolean> = {
  input: true,
  output: true,
  node: true,
  terminal: true,
  colors: true,
  evaluate: false,
  bindings: false,
  dotIex: false,
};

/**
 * Refuses what could only be ignored, or fail later.
 *
 * @throws TypeError for streams that are missing, options that are not known, and bindings that no text can name
 */
export function checkOptions(options: StartOptions): void {
  checkStreams(options ?? {});
  for (const [name, value] of Object.entries(options)) if (value !== undefined) checkOption(name, options);
  for (const name of Object.keys(options.bindings ?? {})) checkBinding(name);
}

function checkStreams({ input, output }: Partial<StartOptions>): void {
  const given = "give two streams: Shell.start({ input: socket, output: socket })";
  if (typeof input?.on !== "function" || typeof input.pipe !== "function")
    throw new TypeError(`Cannot start a shell that reads from ${inspect(input)}: ${given}`);
  if (typeof output?.on !== "function" || typeof output.write !== "function")
    throw new TypeError(`Cannot start a shell that prints to ${inspect(output)}: ${given}`);
}

function checkOption(name: string, { node }: StartOptions): void {
  const known = Object.keys(OPTIONS);
  if (!known.includes(name))
    throw new TypeError(`Cannot start a shell with the option ${inspect(name)}: the options are ${known.join(", ")}`);
  if (node !== undefined && !OPTIONS[name as keyof StartOptions])
    throw new TypeError(
      `Cannot start a shell on ${node} with ${name}, which is done where this program runs: leave it out`,
    );
}

function checkBinding(name: string): void {
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && isFree(name)) return;
  throw new TypeError(`Cannot bind ${inspect(name)}: no variable can have that name, choose another`);
}

/** Words of the language are no names; the engine knows them all. */
function isFree(name: string): boolean {
  try {
    return new Script(`(async () => { "use strict"; let ${name}; })`) !== undefined;
  } catch {
    return false;
  }
}
