import { atom, type Tuple, tuple } from "../term/index.js";
import { toText } from "./chardata.js";

/** What became of reading by a format: the values and the text behind them, or why there are none yet. */
type Scan = { values: unknown[]; rest: string } | "more" | "eof" | { error: string };

/** One directive: `~*10d` reads ten characters as a number and leaves it out. */
const DIRECTIVE = /~(\*?)(\d*)t?([dufsacl~-])/y;
const BLANKS = /[ \t\r\n]*/y;

/** What each directive looks for, and what it makes of it. */
const FIELDS: Readonly<Record<string, { pattern: RegExp; value: (text: string) => unknown; error: string }>> = {
  d: { pattern: /[+-]?\d+/y, value: Number, error: "integer" },
  u: { pattern: /\d+/y, value: Number, error: "unsigned" },
  f: { pattern: /[+-]?\d+\.\d+(?:[eE][+-]?\d+)?/y, value: Number, error: "float" },
  s: { pattern: /[^ \t\r\n]+/y, value: codePoints, error: "string" },
  a: { pattern: /[^ \t\r\n]+/y, value: (text) => atom(text), error: "atom" },
  "-": { pattern: /[+-]?/y, value: (text) => (text === "-" ? -1 : 1), error: "sign" },
};

/**
 * Reads values out of text: `io_lib:fread/3` of Erlang, with `~d ~u ~f ~s ~a ~c ~- ~l ~~`. A whole line
 * is needed; a format that goes on takes further ones.
 *
 * @param before the text that was read so far: `[]` at the beginning
 * @param characters more text, or `:eof`
 * @returns `{:done, {:ok, values}, rest}`, `{:done, :eof, …}`, `{:done, {:error, {:fread, what}}, …}`,
 *   or `{:more, text}`
 * @throws TypeError for a format with another directive
 * @example
 * fread([], "3 apples\n", "~d ~s"); // {:done, {:ok, [3, 'apples']}, ""}
 */
export function fread(before: unknown, characters: unknown, format: unknown): Tuple {
  const ended = characters === atom.eof;
  const text = toText(before) + (ended ? "" : toText(characters));
  if (!ended && !text.includes("\n")) return tuple(atom.more, text);
  const scanned = scan(toText(format), text, ended);
  if (scanned === "more") return tuple(atom.more, text);
  if (scanned === "eof") return tuple(atom.done, atom.eof, "");
  if ("error" in scanned) return tuple(atom.done, tuple(atom.error, tuple(atom.fread, atom(scanned.error))), "");
  // The end of a line that was read to its end belongs to it.
  return tuple(atom.done, tuple(atom.ok, scanned.values), scanned.rest.replace(/^\r?\n/, ""));
}

function scan(format: string, text: string, ended: boolean): Scan {
  const values: unknown[] = [];
  let at = 0;
  for (let position = 0; position < format.length; ) {
    const directive = match(DIRECTIVE, format, position);
    if (directive) position += directive[0].length;
    const read = directive ? field(directive, text, at) : literal(format[position++]!, text, at);
    if (read === undefined) return missing(text, at, ended);
    if (typeof read === "string") return { error: read };
    at = read.at;
    if ("value" in read) values.push(read.value);
  }
  return { values, rest: text.slice(at) };
}

/** The text has come to its end before the format. */
function missing(text: string, at: number, ended: boolean): Scan {
  if (!ended) return "more";
  return at === 0 && text === "" ? "eof" : { error: "input" };
}

/** Where reading goes on, and a value if there is one; undefined for want of text; else what is wrong. */
type Step = { at: number; value?: unknown } | string | undefined;

function literal(character: string, text: string, at: number): Step {
  if (character === "~")
    throw new TypeError("Cannot read by this format: only ~d ~u ~f ~s ~a ~c ~- ~l and ~~ are known");
  if (/[ \t\r\n]/.test(character)) return { at: at + match(BLANKS, text, at)![0].length };
  return sameCharacter(character, text, at);
}

function sameCharacter(character: string, text: string, at: number): Step {
  if (at >= text.length) return undefined;
  return text[at] === character ? { at: at + 1 } : "input";
}

function field([, star, width = "", control = ""]: RegExpExecArray, text: string, at: number): Step {
  if (control === "~") return sameCharacter("~", text, at);
  const step =
    control === "l"
      ? { at, value: at }
      : control === "c"
        ? characters(text, at, Number(width || 1))
        : item(control, width, text, at);
  return typeof step === "object" && star ? { at: step.at } : step;
}

function characters(text: string, at: number, count: number): Step {
  const taken = [...text.slice(at)].slice(0, count).join("");
  return [...taken].length < count ? undefined : { at: at + taken.length, value: codePoints(taken) };
}

function item(control: string, width: string, text: string, at: number): Step {
  const { pattern, value, error } = FIELDS[control]!;
  const from = control === "-" ? at : at + match(BLANKS, text, at)![0].length;
  if (from >= text.length) return undefined;
  const within = width === "" ? text : text.slice(0, from + Number(width));
  const found = match(pattern, within, from);
  return found ? { at: from + found[0].length, value: value(found[0]) } : error;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function codePoints(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0)!);
}
