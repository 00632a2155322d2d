import { atom, inspect as format, type InspectOptions, isTuple } from "../term/index.js";
import { toText } from "./chardata.js";
import { getGeometry, getLine, putChars } from "./protocol.js";
import { type IoDevice, request } from "./request.js";

export type { IoDevice };

/**
 * Prints a line (`IO.puts/2`).
 *
 * @param device a pid, a name, `[name, node]`, `"stdio"` (the group leader) or `"stderr"`; the
 *   group leader when left out, which is the caller's terminal also for a function that runs on
 *   another node
 * @param item a string, or anything with a text of its own
 * @returns `:ok`, when the device has taken the line
 * @throws TypeError for a value that has no text; Error named `ErlangError` when the device has ended
 * @example
 * await IO.puts("hello");
 */
export function puts(item: unknown): Promise<symbol>;
export function puts(device: IoDevice, item: unknown): Promise<symbol>;
export function puts(...args: [unknown] | [IoDevice, unknown]): Promise<symbol> {
  const [device, item] = split(args);
  return print(device, `${toText(item)}\n`);
}

/** As {@link puts}, without the end of the line (`IO.write/2`). */
export function write(item: unknown): Promise<symbol>;
export function write(device: IoDevice, item: unknown): Promise<symbol>;
export function write(...args: [unknown] | [IoDevice, unknown]): Promise<symbol> {
  const [device, item] = split(args);
  return print(device, toText(item));
}

/**
 * Prints any value in the notation of the shell, and returns it (`IO.inspect/2`).
 *
 * @example
 * const sum = await IO.inspect(1 + 2, { label: "sum" }); // sum: 3
 */
export function inspect<T>(item: T, options?: InspectOptions): Promise<T>;
export function inspect<T>(device: IoDevice, item: T, options: InspectOptions): Promise<T>;
export async function inspect(...args: any[]): Promise<any> {
  const [device, item, options = {}] = (args.length > 2 ? args : ["stdio", ...args]) as [
    IoDevice,
    unknown,
    InspectOptions?,
  ];
  await print(device, `${format(item, options)}\n`);
  return item;
}

/**
 * Asks for a line (`IO.gets/2`). In a process that another node started, it asks at the caller's
 * terminal.
 *
 * @returns the line with its `\n`, or `:eof`
 * @example
 * const name = await IO.gets("name? ");
 */
export function gets(prompt?: unknown): Promise<string | symbol>;
export function gets(device: IoDevice, prompt: unknown): Promise<string | symbol>;
export async function gets(...args: unknown[]): Promise<string | symbol> {
  const [device, prompt] = args.length === 0 ? (["stdio", ""] as const) : split(args as [unknown]);
  const line = await request(device, getLine(toText(prompt)));
  // A terminal of Erlang gives a list of characters unless it was told otherwise.
  return Array.isArray(line) && !isTuple(line) ? toText(line) : (line as string | symbol);
}

function split(args: [unknown] | [IoDevice, unknown]): [IoDevice, unknown] {
  return args.length > 1 ? (args as [IoDevice, unknown]) : ["stdio", args[0]];
}

async function print(device: IoDevice, text: string): Promise<symbol> {
  await request(device, putChars(text));
  return atom.ok;
}

/**
 * How many characters a line of a device holds (`:io.columns/1`), `null` where it is no terminal.
 *
 * @param device the group leader when left out
 */
export function columns(device: IoDevice = "stdio"): Promise<number | null> {
  return measure(device, "columns");
}

/** How many lines a device shows (`:io.rows/1`), `null` where it is no terminal. */
export function rows(device: IoDevice = "stdio"): Promise<number | null> {
  return measure(device, "rows");
}

/** A device that has no size refuses the question. */
async function measure(device: IoDevice, what: "columns" | "rows"): Promise<number | null> {
  const size = await request(device, getGeometry(what)).catch(() => null);
  return typeof size === "number" ? size : null;
}
