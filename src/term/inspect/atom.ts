import { type AtomValue, atomName } from "../atom.js";
import { quoted } from "./string.js";

/** An atom as Elixir writes it: `:ok`, `:"hello world"`, `:+`, `Foo.Bar`; the four with words of their own as those. */
export function inspectAtom(value: AtomValue): string {
  if (typeof value !== "symbol") return String(value);
  const name = atomName(value);
  if (ALIAS.test(name)) return name.length > PREFIX.length ? name.slice(PREFIX.length) : name;
  return isOperator(name) || isIdentifier(name) ? `:${name}` : `:${quoted(name)}`;
}

/** An atom before the colon of a keyword: `ok:`, `"hello world":`. */
export function inspectKeyword(value: AtomValue): string {
  const name = atomName(value);
  const plain = name !== "Elixir" && (isOperator(name) || isIdentifier(name));
  return `${plain ? name : quoted(name)}:`;
}

/** A function after the dot: `puts`, `+`, `"a b"`. */
export function inspectFunctionName(value: AtomValue): string {
  const name = atomName(value);
  return isOperator(name) || (isIdentifier(name) && !/^\p{Lu}/u.test(name)) ? name : quoted(name);
}

/** True for atoms that Elixir writes as keys of a keyword list: all but module names. */
export function isKeyword(value: AtomValue): boolean {
  return !atomName(value).startsWith(PREFIX);
}

const PREFIX = "Elixir.";
const ALIAS = /^Elixir(\.[A-Z][A-Za-z0-9_]*)*$/;

const OPERATORS = new Set(
  (
    "+ - * / ++ -- +++ --- ** .. ..// ... . ! && || &&& ||| & | ^ @ -> <- = == === =~ != !== < <= > >= " +
    "<<< >>> <<~ ~>> <~ ~> <~> |> <> \\\\ % %{} {} <<>>"
  ).split(" "),
);

function isOperator(name: string): boolean {
  return OPERATORS.has(name);
}

const ASCII = /^[A-Za-z_][A-Za-z0-9_@]*[?!]?$/;
const UNICODE = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}\u00b7@]*[?!]?$/u;

function isIdentifier(name: string): boolean {
  return ASCII.test(name) || (UNICODE.test(name) && name.normalize("NFKC") === name && isOneScript(name));
}

/** Elixir quotes names that mix scripts, where one letter could pass for another. */
function isOneScript(name: string): boolean {
  const letters = name.replace(/[0-9_@?!]/g, "");
  return scripts().some((script) => script.test(letters));
}

/** Scripts that may meet in one name are joined by a plus. */
const SCRIPTS =
  "Latin+Han+Hiragana+Katakana Latin+Han+Bopomofo Latin+Han+Hangul Greek Cyrillic Arabic Hebrew Devanagari Bengali " +
  "Thai Lao Armenian Georgian Tamil Telugu Kannada Malayalam Gujarati Gurmukhi Sinhala Khmer Myanmar Ethiopic " +
  "Tibetan Mongolian Cherokee";

let compiled: RegExp[] | undefined;

function scripts(): RegExp[] {
  compiled ??= SCRIPTS.split(" ").map(
    (names) => new RegExp(`^[${names.replace(/\w+/g, "\\p{scx=$&}").replaceAll("+", "")}]+$`, "u"),
  );
  return compiled;
}
