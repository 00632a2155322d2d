import { under } from "../evaluate/syntax-error.js";
import type { TypeProblem } from "./protocol.js";

/** How many of the problems of one text are shown: one mistake often makes many. */
const MOST = 5;
const LONGEST = 120;

/** A text that frames show parts of. */
export interface Framed {
  readonly text: string;
  /** Where it is from: a file's path, or `iex`. */
  readonly name: string;
  /** The number of its first line. */
  readonly first: number;
}

/**
 * Shows what does not fit in a text, in the manner of Elixir's compiler.
 *
 * @example
 * warning: Type 'number' is not assignable to type 'string'
 *     │
 *  12 │ const q: string = 1
 *     │       ^
 *     │
 *     └─ iex:12:7
 */
export function problemFrames(kind: "warning" | "error", problems: readonly TypeProblem[], framed: Framed): string {
  const frames = problems.slice(0, MOST).map((problem) => frame(kind, problem, framed));
  const left = problems.length - MOST;
  return [...frames, ...(left > 0 ? [`... and ${left} more`] : [])].join("\n\n");
}

function frame(kind: string, { message, line, column, length }: TypeProblem, { text, name, first }: Framed): string {
  const typed = printable((text.split("\n")[line - 1] ?? "").trimEnd());
  const number = String(first + line - 1);
  const margin = " ".repeat(Math.max(3, number.length + 1));
  const rows = [`${margin} │`, `${number.padStart(margin.length)} │ ${shortened(typed)}`];
  if (column <= LONGEST)
    rows.push(`${margin} │ ${under(typed, column)}${mark(length, [...typed].length - column + 1)}`);
  return [`${kind}: ${message}`, ...rows, `${margin} │`, `${margin} └─ ${name}:${number}:${column}`].join("\n");
}

/** A file may hold anything: what is no text must not reach the terminal. */
function printable(line: string): string {
  return line.replace(/(?!\t)\p{Cc}/gu, "\u{fffd}");
}

function shortened(line: string): string {
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** Under all that is meant, as far as it stands on this line. */
function mark(length: number, left: number): string {
  const width = Math.max(1, Math.min(length, left, LONGEST));
  return width === 1 ? "^" : "~".repeat(width);
}
