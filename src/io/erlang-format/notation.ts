import { functionName } from "../../term/function-name.js";
import { type AtomValue, atomName, ExternalFun, Float, Fun, inspect, Pid, Port, Reference } from "../../term/index.js";

/** Whether characters beyond Latin-1 are shown as they are (`~tp`) or as escapes (`~p`). */
export type Encoding = "unicode" | "latin1";

const RESERVED = new Set(
  (
    "after and andalso band begin bnot bor bsl bsr bxor case catch cond div end fun if let not of or orelse " +
    "receive rem try when xor"
  ).split(" "),
);
const PLAIN = /^[a-zß-öø-ÿ][a-zA-Z0-9_@À-ÖØ-öø-ÿ]*$/;

/** An atom in Erlang's notation, quoted where it must be (`io_lib:write_atom/1`). */
export function writeAtom(value: AtomValue, encoding: Encoding): string {
  const name = atomName(value);
  return PLAIN.test(name) && !RESERVED.has(name) ? name : quoted(name, "'", encoding);
}

const ESCAPES: Record<string, string> = {
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\x1b": "\\e",
  "\x7f": "\\d",
  "\\": "\\\\",
};

/** Text between quotes, with Erlang's escapes (`io_lib:write_string/2`). */
export function quoted(text: string, quote: '"' | "'", encoding: Encoding): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is these that are escaped
  const shown = text.replace(/[\0-\x1f\x7f-\x9f'"\\]/g, (character) => escaped(character, quote));
  if (encoding === "unicode") return quote + shown + quote;
  return quote + shown.replace(/[^\0-\xff]/gu, (c) => `\\x{${c.codePointAt(0)!.toString(16).toUpperCase()}}`) + quote;
}

function escaped(character: string, quote: string): string {
  if (character === "'" || character === '"') return character === quote ? `\\${quote}` : character;
  return ESCAPES[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
}

/** A number as Erlang writes it: an integer where it is integral and safe, as on the wire. */
export function writeNumber(value: number | bigint): string {
  if (typeof value === "bigint" || !isFloat(value)) return String(value);
  return shortFloat(value);
}

/** Whether a number of TypeScript is a float in Erlang. */
export function isFloat(value: number): boolean {
  return !Number.isSafeInteger(value) || Object.is(value, -0);
}

const MOST_EXACT = 2 ** 53;

/** The shortest text that reads back as the same float: `float_to_list(Float, [short])`. */
export function shortFloat(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const [digits = "", exponent = ""] = Math.abs(value).toExponential().split("e");
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const scientific = `${digits.includes(".") ? digits : `${digits}.0`}e${Number(exponent)}`;
  const positional = inFull(digits.replace(".", ""), Number(exponent));
  const isShorter = scientific.length < positional.length && value !== 0;
  return sign + (isShorter || Math.abs(value) >= MOST_EXACT ? scientific : positional);
}

/** `digits` with the point behind the first one, moved by `exponent` places. */
function inFull(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  const all = digits.padEnd(exponent + 1, "0");
  return `${all.slice(0, exponent + 1)}.${all.slice(exponent + 1) || "0"}`;
}

/** The notation of a term without parts; of what Erlang has no notation for, that of `inspect`. */
export function writeLeaf(value: unknown, encoding: Encoding): string {
  switch (typeof value) {
    case "symbol":
      return Symbol.keyFor(value) === undefined ? inspect(value) : writeAtom(value, encoding);
    case "boolean":
    case "undefined":
      return writeAtom(value, encoding);
    case "number":
    case "bigint":
      return writeNumber(value);
    case "function":
      return writeFunction(value as () => unknown);
    default:
      return value === null ? "nil" : writeObject(value as object);
  }
}

function writeObject(value: object): string {
  if (value instanceof Pid) return String(value).replace("#PID", "");
  if (value instanceof Reference) return String(value).replace("#Reference", "#Ref");
  if (value instanceof Port) return String(value);
  if (value instanceof Float) return shortFloat(value.value);
  if (value instanceof ExternalFun) return writeExternalFun(value);
  if (value instanceof Fun) return `#Fun<${writeAtom(value.module, "unicode")}.${value.oldIndex}.${value.oldUniq}>`;
  return inspect(value);
}

/** A function of this node: under the name of its export, if it has one. */
function writeFunction(fn: () => unknown): string {
  const exported = functionName(fn);
  return exported ? writeExternalFun(exported) : `#Fun<iex_ts.${fn.name || "anonymous"}>`;
}

function writeExternalFun({ module, name, arity }: ExternalFun): string {
  return `fun ${writeAtom(module, "unicode")}:${writeAtom(name, "unicode")}/${arity}`;
}
