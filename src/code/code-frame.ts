/** A place in a source text; lines and columns count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Where the character at that offset stands. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - start + 1 };
}

/**
 * Shows an error in its source as Elixir does.
 *
 * @example
 * error: Unexpected token
 *     │
 *  12 │ if (a {
 *     │       ^
 *     │
 *     └─ bad.ts:12:7
 */
export function codeFrame(message: string, text: string, place: Place, file: string): string {
  const line = text.split("\n")[place.line - 1] ?? "";
  const number = String(place.line);
  const margin = " ".repeat(Math.max(3, number.length + 1));
  const shown = printable(line);
  return [
    `error: ${message}`,
    `${margin} │`,
    `${number.padStart(margin.length)} │ ${shown.trimEnd()}`,
    `${margin} │ ${" ".repeat(Math.min(place.column - 1, LONGEST))}^`,
    `${margin} │`,
    `${margin} └─ ${file}:${place.line}:${place.column}`,
  ].join("\n");
}

const LONGEST = 120;

/** A file may be no text at all: its bytes must not reach the terminal. */
function printable(line: string): string {
  const shown = line.replaceAll("\t", " ").replace(/\p{Cc}/gu, "\u{fffd}");
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}
