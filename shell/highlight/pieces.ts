/** What a piece of a text is, as far as its colour goes; `code` has none. */
export type PieceKind = "comment" | "string" | "regex" | "number" | "boolean" | "nil" | "atom" | "keyword" | "code";

export interface Piece {
  readonly kind: PieceKind;
  readonly text: string;
}

interface Scan {
  readonly text: string;
  readonly pieces: Piece[];
  /** For each template that is open, how many braces are open in the `${` that is being read; -1 in its text. */
  readonly templates: number[];
  at: number;
  /** Whether a value may have ended here, so that `/` divides. */
  afterValue: boolean;
  afterDot: boolean;
}

const CODE = new RegExp(
  [
    String.raw`(?<comment>\/\/.*|\/\*[\s\S]*?(?:\*\/|$))`,
    String.raw`(?<string>"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?)`,
    String.raw`(?<number>(?:0[xob][\da-f_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?\d+)?)n?)`,
    String.raw`(?<name>[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*)`,
    String.raw`(?<space>\s+)`,
    String.raw`(?<mark>[\s\S])`,
  ].join("|"),
  "iuy",
);
const REGEX = /\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/uy;
const ATOM = /atom\.[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const TEMPLATE = /(?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{|$)/uy;

/**
 * The pieces of a text that is still being typed; put together they are the text. Never throws.
 *
 * @example
 * pieces("1 + x"); // [{ kind: "number", text: "1" }, { kind: "code", text: " + x" }], more or less
 */
export function pieces(text: string): Piece[] {
  const scan: Scan = { text, pieces: [], templates: [], at: 0, afterValue: false, afterDot: false };
  while (scan.at < text.length) {
    if (scan.templates.at(-1) === -1) readTemplate(scan);
    else readCode(scan);
  }
  return scan.pieces;
}

function readTemplate(scan: Scan): void {
  const text = match(TEMPLATE, scan)?.[0] || scan.text.charAt(scan.at);
  push(scan, "string", text);
  if (text.endsWith("${")) scan.templates[scan.templates.length - 1] = 0;
  else if (text.endsWith("`")) scan.templates.pop();
  scan.afterValue = !text.endsWith("${");
}

function readCode(scan: Scan): void {
  const regex = scan.afterValue ? null : match(REGEX, scan);
  const atom = scan.afterDot ? null : match(ATOM, scan);
  const [kind, text] = regex ? ["regex", regex[0]] : atom ? ["atom", atom[0]] : next(scan);
  if (kind === "name") readName(scan, text);
  else if (kind === "mark") readMark(scan, text);
  else push(scan, kind === "space" ? "code" : (kind as PieceKind), text);
  if (kind === "comment" || kind === "space") return;
  scan.afterDot = text === "." || text === "?.";
  scan.afterValue = kind === "mark" ? /[)\]}`]/.test(text) && scan.templates.at(-1) !== -1 : !isKeyword(text, kind);
}

function next(scan: Scan): [kind: string, text: string] {
  const groups = match(CODE, scan)?.groups ?? {};
  return Object.entries(groups).find(([, text]) => text) ?? ["mark", scan.text.charAt(scan.at)];
}

function match(pattern: RegExp, { text, at }: Scan): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function push(scan: Scan, kind: PieceKind, text: string): void {
  scan.pieces.push({ kind, text });
  scan.at += text.length;
}

const WORDS: Readonly<Record<string, PieceKind>> = {
  ...{ true: "boolean", false: "boolean", null: "nil", undefined: "nil", NaN: "number", Infinity: "number" },
  ...Object.fromEntries(
    "abstract any as async await break case catch class const continue declare default delete do else enum export extends finally for from function if implements import in instanceof interface let namespace new of return satisfies static super switch this throw try type typeof using var void while with yield"
      .split(" ")
      .map((word) => [word, "keyword" as const]),
  ),
};

function readName(scan: Scan, name: string): void {
  const kind = !scan.afterDot && Object.hasOwn(WORDS, name) ? WORDS[name] : undefined;
  push(scan, kind ?? "code", name);
}

function isKeyword(text: string, kind: string): boolean {
  return kind === "name" && WORDS[text] === "keyword" && text !== "this" && text !== "super";
}

/** Braces decide where the code inside a template ends, and its text goes on. */
function readMark(scan: Scan, mark: string): void {
  const { templates } = scan;
  const last = templates.length - 1;
  if (mark === "`") templates.push(-1);
  else if (mark === "}" && templates[last] === 0) templates[last] = -1;
  else if (mark === "{" && last >= 0) templates[last]!++;
  else if (mark === "}" && last >= 0) templates[last]!--;
  push(scan, templates.at(-1) === -1 ? "string" : "code", mark);
}
