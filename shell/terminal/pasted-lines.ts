/** `iex(3)> `, `iex(foo@host)3> `; also `iex> ` as lessons print it. */
const FIRST = /^\s*iex(?:\([^()\s]*\)\d*)?> ?/;
/** `...(3)> `, `...(foo@host)3> `, `...> `. */
const FURTHER = /^\s*\.{3}(?:\([^()\s]*\)\d*)?> ?/;

/**
 * What to enter of the lines of a pasted block, one after another. A block that begins with a prompt
 * is a session: prompts are cut off, and lines without one, which are output, are left out. Any other
 * block stays as it is.
 *
 * @example
 * const lines = new PastedLines();
 * ["iex(1)> 1 +", "...(1)> 2", "3"].map((line) => lines.take(line)); // ["1 +", "2", undefined]
 */
export class PastedLines {
  #kind: "unknown" | "session" | "text" = "unknown";

  /** What comes now is another block. */
  begin(): void {
    this.#kind = "unknown";
  }

  /** What to enter of a whole line; undefined when there is nothing to enter. */
  take(line: string): string | undefined {
    if (this.#kind === "unknown" && line.trim() !== "") this.#kind = FIRST.test(line) ? "session" : "text";
    if (this.#kind !== "session") return line;
    if (FURTHER.test(line)) return line.replace(FURTHER, "");
    const input = FIRST.test(line) ? line.replace(FIRST, "") : "";
    return input.trim() === "" ? undefined : input;
  }
}

/**
 * True for a line that goes on with the statement above it, although that could end there. It holds
 * for text that is all there; of what is typed at a prompt nobody knows the next line.
 *
 * @example
 * continuesStatement("  .then(print)"); // true
 * continuesStatement("else {"); // true
 */
export function continuesStatement(line: string): boolean {
  return CONTINUATION.test(line);
}

/** Members, operators that begin no statement, or do not when they are indented, and words that follow a block or a value. */
const CONTINUATION =
  /^\s+[-+]\s|^\s*(?:\?\.|\.(?![\d.])|[?:&|^%,]|[=!]=|=>?\s|\*\s|\*\*|[<>]=|[<>]{1,3}\s|(?:else|catch|finally)\b|(?:as|satisfies|in|instanceof)\s+[^\s=])/;
