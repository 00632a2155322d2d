import { widthOf } from "../configure/printing.js";
import type { Session } from "../session.js";

/** What goes on in the next line stands so far in. */
const INDENT = "    ";

/** How long a line may be: a screen would cut it in the middle of a word, and nothing else would. */
export function lineWidth(session: Pick<Session, "screen">): number {
  return session.screen.geometry() ? widthOf(session) : Number.POSITIVE_INFINITY;
}

/**
 * Breaks lines that are too long between words; those that fit stay as they are.
 *
 * @param width in characters
 * @example
 * wrap("chat(to: string): number", 20); // "chat(to: string):\n    number"
 */
export function wrap(text: string, width: number): string {
  return text.replace(/^( *)(.+)$/gm, (line, own: string, rest: string) => {
    const indent = own + INDENT;
    return line.length <= width ? line : own + fill(rest.split(" "), width - indent.length, indent);
  });
}

/**
 * Words in lines that are as full as can be. One that is longer than a line has it to itself.
 *
 * @param width of a line behind its indent, in characters
 * @param indent of all lines but the first
 */
export function fill(words: readonly string[], width: number, indent = ""): string {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${indent}`);
}
