import type { OxcError } from "oxc-transform";
import type * as TypeScript from "typescript";
import type { DiagnosticWithLocation, SourceFile } from "typescript";
import { loaded, typescript } from "./engines.js";
import { nestingProblem, nestsTooDeeply, type Problem, problemAt } from "./problem.js";
import { type Reading, readings } from "./snippet.js";
import { byteToIndex, objection, oxcOptions } from "./transpile.js";

/** Whether a text can be evaluated, needs more lines, or can never become right. */
export type Completeness = "complete" | "incomplete" | "error";

export interface Classified {
  readonly kind: Completeness;
  readonly problem?: Problem | undefined;
}

/** The line that leaves any unfinished input. */
export const BREAK = "#iex:break";

/**
 * Whether a text is a whole snippet. Never throws, whatever the text.
 *
 * @example
 * classify("[1, 2"); // "incomplete"
 * classify("1 2"); // "error"
 */
export function classify(text: string): Completeness {
  return diagnose(text).kind;
}

/** As {@link classify}, with what is wrong where something is. */
export function diagnose(text: string): Classified {
  if (isBreak(text)) return { kind: "error", problem: incompleteExpression(text) };
  const problem = nestsTooDeeply(text);
  if (problem) return { kind: "error", problem };
  try {
    return best(readings(text).map(read));
  } catch (error) {
    return { kind: "error", problem: nestingProblem(error) };
  }
}

function best(results: Classified[]): Classified {
  return (
    results.find(({ kind }) => kind === "complete") ??
    results.find(({ kind }) => kind === "incomplete") ??
    furthest(results)
  );
}

/** True for a text whose last line gives up on what stands before it. */
export function isBreak(text: string): boolean {
  return text.trimEnd().split("\n").at(-1)?.trim() === BREAK;
}

function incompleteExpression(text: string): Problem {
  const line = Math.max(1, text.trimEnd().split("\n").length - 1);
  return { name: "TokenMissingError", message: "incomplete expression", line, column: 1 };
}

/** The problem is one only if no more text comes. */
function unfinished({ source, shift, end }: Reading): Classified {
  const { line, column } = problemAt(source, end, shift, "");
  return { kind: "incomplete", problem: { name: "TokenMissingError", message: "incomplete expression", line, column } };
}

function furthest(results: Classified[]): Classified {
  const place = ({ problem }: Classified) => (problem?.line ?? 0) * 1e6 + (problem?.column ?? 0);
  return results.reduce((far, next) => (place(next) > place(far) ? next : far));
}

function read(reading: Reading): Classified {
  const engines = loaded();
  if (!engines) return readCarefully(reading);
  const { errors } = engines.transform("iex.ts", reading.source, oxcOptions);
  const error = objection(errors);
  if (!error) return mayLackBody(reading) ? readCarefully(reading) : { kind: "complete" };
  if (endsTooEarly(reading, error)) return unfinished(reading);
  const careful = readCarefully(reading);
  return careful.kind === "complete" && error.labels.length > 0
    ? { kind: "error", problem: problemOf(reading, error) }
    : careful;
}

/** The fast parser's first complaint, when it can only mean that the text stops too early. */
function endsTooEarly({ source, end }: Reading, { message, labels }: OxcError): boolean {
  const label = labels[0];
  if (!label) return false;
  const start = byteToIndex(source, label.start);
  if (message === "Unterminated multiline comment") return true;
  if (message === "Unterminated string") return /[`}]/.test(source.charAt(start)) || source.charAt(end - 1) === "\\";
  if (/^(Unterminated|Invalid|Unexpected end of file)/.test(message)) return false;
  return start >= Math.min(end, openingAt(source));
}

/** Where something begins that means nothing to the parsers, and of which the rest is about to follow; else beyond the end. */
function openingAt(source: string): number {
  const code = codeOf(source);
  const at = [OPEN_STATEMENT, OPEN_GENERIC_ARROW].map((opening) => code.search(opening)).filter((index) => index >= 0);
  return Math.min(...at);
}

/** Such a word alone is a name, or nothing, to the parsers. */
const OPEN_STATEMENT = /(?<=^|[;{}\n])\s*(export\s+)?(declare\s+)?(let|const|var|import|export|await)\s*$/;

/** Until its arrow comes, `<T,>(x: T` reads as a cast that went wrong. */
const OPEN_GENERIC_ARROW = /<[\w\s,]+>\s*\([^()]*$/;

/** A text without what stands in strings, templates and comments, each place where it was. */
function codeOf(source: string): string {
  return source.replace(TEXTS, (text) => (text.startsWith("/") ? " " : ".").repeat(text.length));
}

const TEXTS =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/.*|'(?:\\[\s\S]|[^'\\\n])*'?|"(?:\\[\s\S]|[^"\\\n])*"?|`(?:\\[\s\S]|[^`\\])*`?/g;

/** `function f()` is a whole overload to the parsers; at a prompt its body is about to follow. */
function mayLackBody({ source }: Reading): boolean {
  return /\bfunction\b/.test(source) && !/[};]\s*$/.test(source) && /\bfunction\b/.test(codeOf(source));
}

function problemOf({ source, shift }: Reading, { message, labels }: OxcError): Problem {
  const label = message.endsWith("already been declared") ? labels.at(-1) : labels[0];
  return problemAt(source, byteToIndex(source, label?.start ?? 0), shift, message);
}

const UNTERMINATED_STRING = 1002;
const UNTERMINATED_COMMENT = 1010;
const UNTERMINATED_TEMPLATE = 1160;

function readCarefully(reading: Reading): Classified {
  const ts = typescript();
  const file = ts.createSourceFile("iex.ts", reading.source, ts.ScriptTarget.Latest, false, ts.ScriptKind.TS);
  const [first] = (file as unknown as { parseDiagnostics: DiagnosticWithLocation[] }).parseDiagnostics;
  if ((first?.start ?? reading.end) >= openingAt(reading.source)) return unfinished(reading);
  if (!first) return lacksBody(file, ts) ? unfinished(reading) : { kind: "complete" };
  if (meansMore(reading, first)) return unfinished(reading);
  const message = ts.flattenDiagnosticMessageText(first.messageText, "\n");
  return { kind: "error", problem: problemAt(reading.source, first.start, reading.shift, message) };
}

function meansMore({ source, end }: Reading, { code, start }: DiagnosticWithLocation): boolean {
  if (code === UNTERMINATED_STRING) return source.charAt(end - 1) === "\\";
  return code === UNTERMINATED_COMMENT || code === UNTERMINATED_TEMPLATE || start >= end;
}

function lacksBody(file: SourceFile, ts: typeof TypeScript): boolean {
  const last = file.statements.at(-1);
  if (!last || !ts.isFunctionDeclaration(last) || last.body || file.text.trimEnd().endsWith(";")) return false;
  return !last.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
}
