import { Script } from "node:vm";
import { inspect, Node } from "../../src/index.js";
import type { StartOptions } from "../shell.js";
import type { TerminalSize } from "./streams.js";

interface Option {
  fits(value: unknown): boolean;
  /** What to give instead of a value that does not fit. */
  wanted: string;
  /** Whether a shell on another node can have it. */
  elsewhere: boolean;
}

const STREAMS = "give two streams: Shell.start({ input: socket, output: socket })";
const SIZE = "in whole numbers from 1, such as { columns: 80, rows: 24 }";

const OPTIONS: Record<keyof StartOptions, Option> = {
  input: { fits: isInput, wanted: STREAMS, elsewhere: true },
  output: { fits: isOutput, wanted: STREAMS, elsewhere: true },
  node: { fits: isFullText, wanted: 'give the name of a node, such as "me@localhost"', elsewhere: true },
  terminal: { fits: isTerminal, wanted: `give true, false, or a size ${SIZE}`, elsewhere: true },
  colors: { fits: isBoolean, wanted: "give true or false", elsewhere: true },
  evaluate: { fits: areTexts, wanted: 'give a list of texts, such as ["const x = 1"]', elsewhere: false },
  bindings: { fits: areBindings, wanted: "give an object of names and values, such as { x: 1 }", elsewhere: false },
  dotIex: { fits: isText, wanted: "give the path of a file, or leave it out for none", elsewhere: false },
};

/**
 * Refuses what could only be ignored, or fail later.
 *
 * @throws TypeError for streams that are none, options that are not known or have a wrong value, and
 *   bindings that no text can name; Error for another node where this one has no name
 */
export function checkOptions(options: StartOptions): void {
  checkStreams(options ?? {});
  for (const [name, value] of Object.entries(options)) if (value !== undefined) checkOption(name, value);
  for (const name of Object.keys(options.bindings ?? {})) checkBinding(name);
  if (options.node !== undefined) checkElsewhere(options.node, options);
}

/** @throws TypeError for what is no size of a terminal */
export function checkSize(size: TerminalSize): void {
  if (!isSize(size)) throw new TypeError(`Cannot give the shell a terminal of ${shown(size)}: give its size ${SIZE}`);
}

function checkStreams({ input, output }: Partial<StartOptions>): void {
  if (!isInput(input)) throw new TypeError(`Cannot start a shell that reads from ${shown(input)}: ${STREAMS}`);
  if (!isOutput(output)) throw new TypeError(`Cannot start a shell that prints to ${shown(output)}: ${STREAMS}`);
}

function checkOption(name: string, value: unknown): void {
  const known = Object.keys(OPTIONS);
  if (!known.includes(name))
    throw new TypeError(`Cannot start a shell with the option ${inspect(name)}: the options are ${known.join(", ")}`);
  const { fits, wanted } = OPTIONS[name as keyof StartOptions];
  if (!fits(value)) throw new TypeError(`Cannot start a shell with ${name} as ${shown(value)}: ${wanted}`);
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

function checkElsewhere(node: string, options: StartOptions): void {
  for (const [name, { elsewhere }] of Object.entries(OPTIONS))
    if (!elsewhere && options[name as keyof StartOptions] !== undefined)
      throw new TypeError(
        `Cannot start a shell on ${node} with ${name}, which is done where this program runs: leave it out`,
      );
  if (!Node.isAlive())
    throw new Error(`Cannot open a shell on ${node}: this node has no name, give it one with Node.start`);
}

function isInput(value: unknown): boolean {
  return isStream(value, "readable", ["on", "off", "pipe", "unpipe", "pause", "resume"]);
}

function isOutput(value: unknown): boolean {
  return isStream(value, "writable", ["on", "off", "write"]);
}

/** Every stream can `pipe`, also one that nobody can read; only the direction tells. */
function isStream(value: unknown, direction: string, methods: readonly string[]): boolean {
  const stream = (value ?? {}) as Record<string, unknown>;
  return typeof stream[direction] === "boolean" && methods.every((name) => typeof stream[name] === "function");
}

function isTerminal(value: unknown): boolean {
  return isBoolean(value) || isSize(value);
}

function isSize(value: unknown): boolean {
  const { columns, rows } = (value ?? {}) as Partial<TerminalSize>;
  return [columns, rows].every((length) => Number.isSafeInteger(length) && length! > 0);
}

function isBoolean(value: unknown): boolean {
  return typeof value === "boolean";
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isFullText(value: unknown): boolean {
  return isText(value) && value !== "";
}

function areTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

/** A list or a map has no names. */
function areBindings(value: unknown): boolean {
  return typeof value === "object" && value !== null && !(Symbol.iterator in value);
}

/** A stream is long. */
function shown(value: unknown): string {
  return inspect(value, { limit: 5, width: Number.POSITIVE_INFINITY });
}
