import { atom, Float, inspect, tuple } from "../../term/index.js";
import { charsOf, formatText } from "./chars.js";
import { type Directive, parseFormat } from "./directive.js";
import { docOf } from "./doc.js";
import { fillCharacter, fillTerm, fillText } from "./field.js";
import { layOut, writeFlat } from "./layout.js";
import { type Encoding, isFloat } from "./notation.js";
import { fixed, general, inBase, scientific } from "./number.js";
import { columnAfter } from "./width.js";

/** A format and arguments that do not fit: Erlang's `badarg`. */
export class FormatError extends TypeError {
  override readonly name = "FormatError";
  /** What a process that does not catch it exits with. */
  readonly exitReason = tuple(atom("badarg"), []);
}

/**
 * Formats terms as Erlang's `io_lib:format/2` does, to the character of Erlang/OTP 25: all directives
 * of `io:fwrite/3`, and the modifier `k` of later releases. Maps are shown in their own order.
 *
 * @param format a string, an atom or a list of characters
 * @param args one for each directive that takes one
 * @throws FormatError when they do not fit
 * @example
 * format("~p is ~.2f~n", [tuple(atom.ok, [1, 2]), 0.5]); // "{ok,[1,2]} is 0.50\n"
 */
export function format(format: unknown, args: readonly unknown[]): string {
  try {
    let text = "";
    let column = 0;
    for (const part of parseFormat(formatText(format), args)) {
      const piece = typeof part === "string" ? part : shown(part, column);
      column = columnAfter(piece, column);
      text += piece;
    }
    return text;
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    const options = { limit: 5 };
    const call = `${inspect(format, options)} with ${inspect(args, options)}`;
    const why = /call stack/.test(error.message) ? "a term is nested too deeply" : error.message;
    throw new FormatError(`Cannot format ${call}: ${why}`, { cause: error });
  }
}

/** A term on one line, as `~w` shows it; with a depth, as `~W` does. */
export function write(term: unknown, depth = -1, encoding: Encoding = "latin1"): string {
  if (depth === 0) return "...";
  const out: string[] = [];
  writeFlat(docOf(term, depth, { encoding, strings: false, ordered: false, terse: true }), out);
  return out.join("");
}

/** Where and how a term is printed. */
export interface PrintOptions extends Pick<Directive, "encoding" | "strings" | "ordered"> {
  /** The column, from 1, where the term begins. */
  column: number;
  lineLength: number;
  /** How many levels are shown; negative for all. */
  depth: number;
}

/** A term over several lines where it needs them, as `~p` shows it. */
export function print(term: unknown, { column, lineLength, depth, ...options }: PrintOptions): string {
  if (depth === 0) return "...";
  const doc = docOf(term, depth, { ...options, terse: false });
  return layOut(doc, { column: Math.max(column, 1), lineLength });
}

function shown(directive: Directive, column: number): string {
  const { args, width, precision, encoding, pad } = directive;
  const [arg, more] = args;
  switch (directive.control) {
    case "w":
      return fillTerm(write(arg, -1, encoding), directive);
    case "W":
      return fillTerm(write(arg, depthOf(more), encoding), directive);
    case "p":
      return printed(arg, -1, directive, column);
    case "P":
      return printed(arg, depthOf(more), directive, column);
    case "s":
      return fillText(charsOf(arg, encoding), directive);
    case "c":
      return fillCharacter(character(arg, encoding), directive);
    case "~":
      return fillCharacter("~", directive);
    case "n":
      return newLines(directive);
    case "i":
      return "";
    case "e":
      return fillTerm(scientific(floatOf(arg), precision), { ...directive, precision: width });
    case "f":
      return fillTerm(fixed(floatOf(arg), precision), { ...directive, precision: width });
    case "g":
      return fillTerm(general(floatOf(arg), precision), { ...directive, precision: width });
    default:
      return fillTerm(integer(directive), { width, adjust: directive.adjust, precision: undefined, pad });
  }
}

function printed(term: unknown, depth: number, directive: Directive, column: number): string {
  const { adjust, width, precision, encoding, strings, ordered } = directive;
  if (adjust === "left") throw new TypeError("~p takes no negative width");
  return print(term, {
    column: precision ?? column + 1,
    lineLength: width ?? 80,
    depth,
    encoding,
    strings,
    ordered,
  });
}

function depthOf(value: unknown): number {
  if (typeof value !== "number" || isFloat(value)) throw new TypeError("the depth must be an integer");
  return value;
}

function character(value: unknown, encoding: Encoding): string {
  if (typeof value !== "number" || isFloat(value)) throw new TypeError("an integer is needed for ~c");
  return String.fromCodePoint(encoding === "latin1" ? value & 255 : value);
}

function newLines({ width, adjust }: Directive): string {
  if (adjust === "left") throw new TypeError("~n takes no negative width");
  return "\n".repeat(width ?? 1);
}

function floatOf(value: unknown): number {
  if (value instanceof Float) return value.value;
  if (typeof value !== "number" || !isFloat(value)) throw new TypeError("a float is needed for ~e, ~f and ~g");
  return value;
}

function integer({ control, args, precision: base = 10 }: Directive): string {
  const [value, prefix] = args;
  if (typeof value !== "bigint" && (typeof value !== "number" || isFloat(value)))
    throw new TypeError(`an integer is needed for ~${control}`);
  const lowercase = control === "b" || control === "x" || control === "+";
  if (control === "b" || control === "B") return inBase(value, base, "", lowercase);
  if (control === "+" || control === "#") return inBase(value, base, `${base}#`, lowercase);
  return inBase(value, base, charsOf(prefix, "unicode"), lowercase);
}
