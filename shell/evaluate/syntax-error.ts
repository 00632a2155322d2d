import type { Problem } from "./problem.js";

/**
 * The lines that tell of a text that cannot be evaluated, in iex's form: what and where, then the
 * line itself with a mark under the place.
 *
 * @param counter the prompt's number, which the first line of the text has.
 * @param file where the text is from; `iex` for what was typed.
 * @example
 * formatSyntaxError(problem, "1 2", 28);
 * // ["** (SyntaxError) iex:28:3: Unexpected token", "    │", " 28 │ 1 2", "    │   ^"]
 */
export function formatSyntaxError(problem: Problem, text: string, counter: number, file = "iex"): string[] {
  const line = counter + problem.line - 1;
  if (problem.name === "TokenMissingError") return [`** (${problem.name}) ${file}:${counter}: ${problem.message}`];
  const [message = "", ...more] = problem.message.split("\n");
  return [
    `** (${problem.name}) ${file}:${line}:${problem.column}: ${message}`,
    ...more,
    ...codeFrame(problem, text, line),
  ];
}

function codeFrame({ line, column }: Problem, text: string, shown: number): string[] {
  const typed = text.split("\n")[line - 1]?.replace(/\r$/, "") ?? "";
  const { part, at } = excerpt(typed, column);
  const gutter = " ".repeat(Math.max(4, String(shown).length + 2));
  const number = String(shown).padStart(gutter.length - 1);
  return [`${gutter}│`, `${number} │ ${part}`, `${gutter}│ ${under(part, at)}^`];
}

/** How many characters of a line are shown. */
const LONGEST = 120;

/** The part of a line around a column, and where in it the column is. */
function excerpt(line: string, column: number): { part: string; at: number } {
  const characters = [...line];
  const start = Math.max(0, Math.min(column - 1 - LONGEST / 2, characters.length - LONGEST));
  const [before, after] = [start > 0 ? "…" : "", start + LONGEST < characters.length ? "…" : ""];
  const part = before + characters.slice(start, start + LONGEST).join("") + after;
  return { part, at: column - start + before.length };
}

/** Blanks as wide as what stands before the column: tabs stay tabs, wide characters take two. */
export function under(typed: string, column: number): string {
  return [...typed]
    .slice(0, column - 1)
    .map(blank)
    .join("");
}

const WIDE =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /\p{Mn}|\u200b|\u200c|\u200d|\ufe0f/u;

function blank(character: string): string {
  if (character === "\t") return "\t";
  if (NO_WIDTH.test(character)) return "";
  return WIDE.test(character) ? "  " : " ";
}
