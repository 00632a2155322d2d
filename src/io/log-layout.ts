import { ArgumentError } from "../process/index.js";
import { atomToName, isAtom, localOrigin, Pid, Reference } from "../term/index.js";

/** A log event, ready to be printed. */
export interface LogEntry {
  readonly level: string;
  readonly text: string;
  readonly time: Date;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The text that is printed for an event. */
export type Layout = (entry: LogEntry) => string;

/** How events are printed when nobody says. */
export const DEFAULT_FORMAT = "\n$time $metadata[$level] $message\n";

/**
 * Compiles a format of Elixir's `Logger.Formatter`.
 *
 * @param format a text with `$time`, `$date`, `$level`, `$node`, `$metadata` and `$message`
 * @param keys the metadata to show, in that order; `"all"` shows whatever there is
 * @throws ArgumentError for any other word after a `$`
 * @example
 * compileLayout("$time [$level] $message\n", []);
 */
export function compileLayout(format: string, keys: readonly string[] | "all"): Layout {
  const parts = format.split(/(\$[a-z]+)/);
  const unknown = parts.find((part, i) => i % 2 === 1 && !Object.hasOwn(PATTERNS, part));
  if (unknown !== undefined) throw new ArgumentError(`${unknown} is an invalid format pattern`);
  return (entry) => parts.map((part, i) => (i % 2 === 1 ? PATTERNS[part]!(entry, keys) : part)).join("");
}

const PATTERNS: Record<string, (entry: LogEntry, keys: readonly string[] | "all") => string> = {
  $date: ({ time }) => [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join("-"),
  $time: ({ time }) => timeText(time),
  $level: ({ level }) => level,
  $message: ({ text }) => text,
  $node: () => localOrigin.node,
  $metadata: ({ metadata }, keys) => metadataText(metadata, keys),
};

function timeText(time: Date): string {
  const clock = [time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join(":");
  return `${clock}.${String(time.getMilliseconds()).padStart(3, "0")}`;
}

function two(n: number): string {
  return String(n).padStart(2, "0");
}

/** `key=value ` for each of the keys whose value has a text. */
function metadataText(metadata: LogEntry["metadata"], keys: readonly string[] | "all"): string {
  const shown = keys === "all" ? Object.keys(metadata).filter((key) => key !== "gl") : keys;
  return shown
    .map((key) => {
      const text = Object.hasOwn(metadata, key) ? valueText(metadata[key]) : undefined;
      return text === undefined ? "" : `${key}=${text} `;
    })
    .join("");
}

/** Lists, tuples and maps are not for one line. */
function valueText(value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Pid || value instanceof Reference) return String(value).replace(/^#\w+/, "");
  if (typeof value === "symbol") return isAtom(value) ? atomToName(value) : undefined;
  if (Object.prototype.toString.call(value) === "[object Date]") return (value as Date).toISOString();
  return /^(string|number|bigint|boolean)$/.test(typeof value) ? String(value) : undefined;
}
