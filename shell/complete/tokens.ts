/** A piece of TypeScript, as far as completion tells pieces apart. */
export interface Token {
  readonly type: "name" | "number" | "string" | "template" | "regex" | "mark";
  /** Of a string, what stands between its quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What a text that is still being typed consists of, and what its end is in the middle of. */
export interface Pieces {
  readonly tokens: Token[];
  /** What is being typed at the end, when it is not code: the text of a string since its quote. */
  readonly within: { type: "code" } | { type: "string"; text: string } | { type: "other" };
}

interface Reader {
  readonly text: string;
  readonly tokens: Token[];
  /** For each `${` that is open, how many tokens there were before its template, and where that began. */
  readonly templates: { tokens: number; start: number; depth: number }[];
  at: number;
  depth: number;
  within: Pieces["within"];
}

/** Takes the beginning of a program apart, whatever it is. Never throws. */
export function tokenize(text: string): Pieces {
  const reader: Reader = { text, tokens: [], templates: [], at: 0, depth: 0, within: { type: "code" } };
  while (reader.at < text.length) readOne(reader);
  return { tokens: reader.tokens, within: reader.within };
}

const NAME = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d*)?)n?/iy;
const SPACE = /\s+|\/\/[^\n]*(?=\n)|\/\*[\s\S]*?\*\//y;
const UNFINISHED_COMMENT = /\/\/[^\n]*$|\/\*[\s\S]*$/y;
const STRING = /(["'])((?:\\[\s\S]|(?!\1)[^\\\n])*)(\1|\n|\\?$)/y;
const REGEX = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/\w*/y;
const MARK = /\?\.(?!\d)|\.\.\.|=>|[\s\S]/uy;

function readOne(reader: Reader): void {
  const { text, at } = reader;
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const space = next(SPACE);
  if (space) reader.at += space[0].length;
  else if (next(UNFINISHED_COMMENT)) finishWithin(reader, { type: "other" });
  else if (text[at] === "`") readTemplate(reader, at, reader.tokens.length, at + 1);
  else readToken(reader, next);
}

function readToken(reader: Reader, next: (pattern: RegExp) => RegExpExecArray | null): void {
  const string = next(STRING);
  const word = string ? null : (next(NAME) ?? next(NUMBER));
  const regex = string || word || endsValue(reader.tokens.at(-1)) ? null : next(REGEX);
  if (string) readString(reader, string);
  else if (word) push(reader, /^[\d.]/.test(word[0]) ? "number" : "name", word[0]);
  else if (regex) push(reader, "regex", regex[0]);
  else readMark(reader, next(MARK)?.[0] ?? reader.text[reader.at]!);
}

function readString(reader: Reader, [whole, quote, text]: RegExpExecArray): void {
  const closed = (whole.length > 1 && whole.endsWith(quote!)) || whole.endsWith("\n");
  if (closed) push(reader, "string", whole, text);
  else finishWithin(reader, { type: "string", text: text! });
}

function readMark(reader: Reader, mark: string): void {
  const template = reader.templates.at(-1);
  if (mark === "}" && template?.depth === reader.depth) {
    reader.templates.pop();
    readTemplate(reader, template.start, template.tokens, reader.at + 1);
    return;
  }
  if (mark === "{") reader.depth++;
  if (mark === "}") reader.depth--;
  push(reader, "mark", mark);
}

/** From the middle of a template to its end, or to the next `${`: what stands in a whole one counts no more. */
function readTemplate(reader: Reader, start: number, tokens: number, from: number): void {
  const { text } = reader;
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "`") {
      reader.tokens.length = tokens;
      reader.at = start;
      push(reader, "template", text.slice(start, at + 1));
      return;
    } else if (text[at] === "$" && text[at + 1] === "{") {
      reader.templates.push({ tokens, start, depth: reader.depth });
      reader.at = at;
      push(reader, "mark", "${");
      return;
    }
  }
  finishWithin(reader, start + 1 === from ? { type: "string", text: text.slice(from) } : { type: "other" });
}

function finishWithin(reader: Reader, within: Pieces["within"]): void {
  reader.within = within;
  reader.at = reader.text.length;
}

function push(reader: Reader, type: Token["type"], whole: string, text = whole): void {
  const start = reader.at;
  reader.at += whole.length;
  reader.tokens.push({ type, text, start, end: reader.at });
}

const KEYWORDS =
  "as async await break case catch class const continue debugger default delete do else enum export extends finally for from function if implements import in instanceof interface let namespace new of return satisfies static switch throw try type typeof using var void while with yield".split(
    " ",
  );
const RESERVED = new Set(
  KEYWORDS.filter((word) => !/^(as|async|from|implements|namespace|of|satisfies|static|type|using)$/.test(word)),
);

/** The words that mean something to the language, for whoever begins to type one. */
export function keywords(): readonly string[] {
  return [...KEYWORDS, "false", "null", "super", "this", "true", "undefined"];
}

export function isKeyword(token: Token | undefined): boolean {
  return token?.type === "name" && RESERVED.has(token.text);
}

/** True when a token may be the last one of a value, so that `/` divides and `(` calls. */
export function endsValue(token: Token | undefined): boolean {
  if (token === undefined) return false;
  return token.type === "mark" ? /^[)\]}]$/.test(token.text) : !isKeyword(token);
}
