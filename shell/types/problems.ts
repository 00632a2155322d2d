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
 * value; what is not used yet may be by the next line; and parts of a file that another tool checks.
 */
const SENSELESS = new Set([
  2300, 2306, 2393, 2395, 2440, 2448, 2451, 2454, 2457, 2468, 2484, 2567, 6133, 6192, 6196, 7022, 7027, 7028, 1108,
  2309,
]);
/** A module without declarations has any type. */
const UNTYPED = new Set([7016, 2792]);

/** What of TypeScript's diagnostics is worth telling who typed the text. */
export function problemsIn(
  ts: TS,
  diagnostics: readonly TypeScript.Diagnostic[],
  { text, module, prelude }: Checking,
): TypeProblem[] {
  return diagnostics.flatMap(({ code, category, start = 0, length = 1, messageText }) => {
    const told = category === ts.DiagnosticCategory.Error && !SENSELESS.has(code) && !UNTYPED.has(code);
    if (!told || start < prelude) return [];
    const from = module.original(start - prelude);
    const to = module.original(start - prelude + length);
    const before = text.slice(0, from).split("\n");
    const message = ts.flattenDiagnosticMessageText(messageText, "\n").replace(/\.$/gm, "");
    return [{ message, line: before.length, column: [...before.at(-1)!].length + 1, length: Math.max(1, to - from) }];
  });
}

/** What a text mentions that is not there: a name, or a member. */
const UNKNOWN = new Set([2304, 2339, 2551, 2552, 2693, 18004]);

/** Why a text can have no type, when it mentions what is not there. */
export function unknownName(ts: TS, diagnostics: readonly TypeScript.Diagnostic[]): string | undefined {
  const found = diagnostics.find(({ code }) => UNKNOWN.has(code));
  return found && ts.flattenDiagnosticMessageText(found.messageText, "\n").replace(/\.$/, "");
}
