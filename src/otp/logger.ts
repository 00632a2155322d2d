/** Elixir's `Logger`: messages with a level, printed at the node that the caller's output goes to. */

import { log as emit, LEVELS, type Level, logSettings, logs, type Threshold } from "../io/index.js";
import { ArgumentError, current, Process, self } from "../process/index.js";
import { type Atom, atom, atomName, inspect, type Pid } from "../term/index.js";
import { putAllEnv, whenEnvChanges } from "./application/env.js";
import { type Message, messageText, unfold } from "./logger/message.js";

export type { Level, Threshold } from "../io/index.js";
export type { Message } from "./logger/message.js";

/** What is known of a message besides its text, by key. */
export type Metadata = Readonly<Record<string, unknown>>;

/** How messages are logged; the keys are those of `config("logger", { … })`, too. */
export interface LoggerOptions {
  /** From which level on messages are logged, reports of the runtime included: `"all"` when nobody says. */
  level?: Threshold;
  /**
   * How they are printed: a text with `$time`, `$date`, `$level`, `$node`, `$metadata` and `$message`;
   * `"\n$time $metadata[$level] $message\n"` when nobody says.
   */
  format?: string;
  /** The metadata that `$metadata` shows, in that order, or `"all"`: none when nobody says. */
  metadata?: readonly string[] | "all";
}

const DEFAULTS = logSettings();
const METADATA = atom("$logger_metadata$");
const disabled = new WeakSet<Pid>();

/**
 * Changes how messages are logged (`Logger.configure/1`). The options are kept in the environment of
 * the application `logger`.
 *
 * @returns `:ok`
 * @throws ArgumentError that names the option which makes no sense
 * @example
 * Logger.configure({ level: "warning", format: "$time $metadata[$level] $message\n", metadata: ["user"] });
 */
export function configure(options: LoggerOptions): Atom {
  return putAllEnv({ logger: options });
}

whenEnvChanges("logger", (options: LoggerOptions) => {
  check(options);
  const { level = DEFAULTS.level, format = DEFAULTS.format, metadata = DEFAULTS.metadata } = options;
  logSettings({
    level: nameOf(level) as Threshold,
    format,
    metadata: metadata === "all" ? "all" : metadata.map(nameOf),
  });
});

function check({ level: threshold, format, metadata: keys }: LoggerOptions): void {
  if (threshold !== undefined && !isThreshold(threshold))
    throw wrong(`level to be one of ${[...LEVELS, "all", "none"].map((name) => `"${name}"`).join(", ")}`, threshold);
  if (format !== undefined && typeof format !== "string") throw wrong("format to be a text", format);
  if (keys !== undefined && keys !== "all" && !Array.isArray(keys))
    throw wrong('metadata to be a list of keys or "all"', keys);
}

function wrong(wanted: string, given: unknown): ArgumentError {
  return new ArgumentError(`expected ${wanted}, got: ${inspect(given)}`);
}

function isThreshold(value: unknown): boolean {
  return ["all", "none", ...LEVELS].includes(nameOf(value));
}

function nameOf(value: unknown): string {
  return typeof value === "symbol" ? atomName(value) : (value as string);
}

/** From which level on messages are logged (`Logger.level/0`). */
export function level(): Threshold {
  const { level: threshold } = logSettings();
  return threshold === "all" ? "debug" : threshold;
}

/**
 * Says which of two levels matters more (`Logger.compare_levels/2`).
 *
 * @returns `:gt` when it is the first, `:lt` when it is the second, `:eq`
 * @throws ArgumentError for what is no level
 */
export function compareLevels(left: Level, right: Level): Atom {
  const [a, b] = [rankOf(left), rankOf(right)];
  if (a === b) return atom("eq");
  return atom(a < b ? "lt" : "gt");
}

function rankOf(value: Level): number {
  const rank = LEVELS.indexOf(nameOf(value) as Level);
  if (rank === -1) throw wrong(`a level, one of ${LEVELS.join(", ")}`, value);
  return rank;
}

/**
 * Logs a message (`Logger.log/3`).
 *
 * @param message a text, or a function that makes it and is only called when it is logged
 * @param metadata what else is known of it, besides the {@link metadata} of the process
 * @returns `:ok`
 * @throws ArgumentError for a level that does not exist
 * @example
 * Logger.log("info", () => `${users.length} users`, { room: "lobby" });
 */
export function log(severity: Level, message: Message, metadata: Metadata = {}): Atom {
  rankOf(severity);
  const known = nameOf(severity) as Level;
  const process = current();
  if (!logs(known) || (process && disabled.has(process.pid))) return atom.ok;
  const [content, more] = unfold(message);
  const own = process ? { pid: process.pid, ...stored() } : {};
  return emit(known, messageText(content), process?.groupLeader, { ...own, ...metadata, ...more });
}

/** Logs a message for those who look for a fault. */
export const debug = at("debug");
/** Logs a message of what happens. */
export const info = at("info");
/** Logs a message of what happens and is worth a look. */
export const notice = at("notice");
/** Logs a message of what should not be. */
export const warning = at("warning");
/** Logs a message of what went wrong. */
export const error = at("error");
/** Logs a message of what cannot be left as it is. */
export const critical = at("critical");
/** Logs a message of what must be seen to at once. */
export const alert = at("alert");
/** Logs a message of the end. */
export const emergency = at("emergency");

type LogAt = (message: Message, metadata?: Metadata) => Atom;

function at(severity: Level): LogAt {
  return (message, metadata) => log(severity, message, metadata);
}

/**
 * What every message of the calling process is logged with (`Logger.metadata/0`); given keys are
 * added to it, and those that are `null` are taken away (`Logger.metadata/1`).
 *
 * @returns the metadata, or `:ok` when some was given
 * @example
 * Logger.metadata({ user: "Ann" }); // :ok
 * Logger.metadata(); // { user: "Ann" }
 */
export function metadata(): Metadata;
export function metadata(keys: Metadata): Atom;
export function metadata(keys?: Metadata): Metadata | Atom {
  if (keys === undefined) return stored();
  return resetMetadata({ ...stored(), ...keys });
}

/** Replaces the metadata of the calling process (`Logger.reset_metadata/1`). */
export function resetMetadata(keys: Metadata = {}): Atom {
  const kept = Object.entries(keys).filter(([, value]) => value !== null && value !== undefined);
  Process.put(METADATA, Object.fromEntries(kept));
  return atom.ok;
}

function stored(): Metadata {
  return (Process.get(METADATA, undefined) as Metadata | undefined) ?? {};
}

/** Logs nothing of what a process says from now on (`Logger.disable/1`). */
export function disable(pid: Pid = self()): Atom {
  disabled.add(pid);
  return atom.ok;
}

/** Undoes {@link disable} (`Logger.enable/1`). */
export function enable(pid: Pid = self()): Atom {
  disabled.delete(pid);
  return atom.ok;
}

/** Whether it is logged what a process says (`Logger.enabled?/1`). */
export function isEnabled(pid: Pid = self()): boolean {
  return !disabled.has(pid);
}
