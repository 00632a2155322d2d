import type * as TypeScript from "typescript";
import type { TypeProblem } from "./protocol.js";
import type { SnippetModule } from "./snippet-module.js";

type TS = typeof TypeScript;

interface Checking {
  /** What was typed. */
  readonly text: string;
  readonly module: SnippetModule;
  /** How many characters stand before the module's own text. */
  readonly prelude: number;
}

/**
 * Complaints that make no sense at a prompt: a name may be declared again, also from its own earlier
 * value; what is not used yet may be by the next line; a line may import and export as CommonJS does;
 * and parts of a file that another tool checks.
 */
const SENSELESS = new Set([
  1202, 1203, 2300, 2306, 2393, 2395, 2440, 2448, 2451, 2454, 2457, 2468, 2484, 2567, 2695, 6133, 6192, 6196, 1108,
  2309,
]);
/** A module without declarations has any type, and so have those that are imported from it. */
const UNTYPED = new Set([2709, 2792]);
/**
 * What has any type because nobody said otherwise. Without the option that complains of it an empty array
 * would be one of nothing for ever.
 */
const isImplicitAny = (code: number): boolean => code >= 7005 && code <= 7057;

/** What of TypeScript's diagnostics is worth telling who typed the text. */
export function problemsIn(
  ts: TS,
  diagnostics: readonly TypeScript.Diagnostic[],
  { text, module, prelude }: Checking,
): TypeProblem[] {
  const told = errorsIn(ts, diagnostics).filter(({ code, start = 0 }) => !SENSELESS.has(code) && start >= prelude);
  return told.map(({ start = 0, length = 1, messageText }) => {
    const from = module.original(start - prelude);
    return problemAt(ts, messageText, { text, from, to: module.original(start - prelude + length) });
  });
}

/** What of TypeScript's diagnostics is worth telling who loads the file. */
export function problemsInFile(ts: TS, diagnostics: readonly TypeScript.Diagnostic[], text: string): TypeProblem[] {
  return errorsIn(ts, diagnostics).map(({ start = 0, length = 1, messageText }) =>
    problemAt(ts, messageText, { text, from: start, to: start + length }),
  );
}

/** What does not fit, of all that TypeScript has to say. */
export function errorsIn(ts: TS, diagnostics: readonly TypeScript.Diagnostic[]): TypeScript.Diagnostic[] {
  return diagnostics.filter(
    ({ code, category }) => category === ts.DiagnosticCategory.Error && !UNTYPED.has(code) && !isImplicitAny(code),
  );
}

function problemAt(
  ts: TS,
  messageText: TypeScript.Diagnostic["messageText"],
  { text, from, to }: { text: string; from: number; to: number },
): TypeProblem {
  const before = text.slice(0, from).split("\n");
  const message = messageOf(ts, { messageText });
  return { message, line: before.length, column: [...before.at(-1)!].length + 1, length: Math.max(1, to - from) };
}

/** What a text mentions that is not there: a name, or a member. */
const UNKNOWN = new Set([1361, 1362, 2304, 2339, 2551, 2552, 2693, 18004]);

/** Why a text can have no type, when it mentions what is not there. */
export function unknownName(ts: TS, diagnostics: readonly TypeScript.Diagnostic[]): string | undefined {
  const found = diagnostics.find(({ code }) => UNKNOWN.has(code));
  return found && messageOf(ts, found);
}

/** What a diagnostic says, without the dots that end its sentences. */
export function messageOf(ts: TS, { messageText }: Pick<TypeScript.Diagnostic, "messageText">): string {
  return ts.flattenDiagnosticMessageText(messageText, "\n").replace(/\.$/gm, "");
}

/** True for `string` where a value should be. */
export function usesTypeAsValue({ code }: TypeScript.Diagnostic): boolean {
  return code === 2693;
}

/** True for `fs.Stats`, if `fs` tells of no such type. */
export function missesMember({ code }: TypeScript.Diagnostic): boolean {
  return code === 2694;
}

/** True where a value should be for what was imported or exported as a type alone. */
export function usesTypeImport({ code }: TypeScript.Diagnostic): boolean {
  return code === 1361 || code === 1362;
}
