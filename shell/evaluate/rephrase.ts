import type * as TypeScript from "typescript";
import type { Node, SourceFile, Statement } from "typescript";
import { typescript } from "./engines.js";

/** A text that TypeScript's compiler can make a snippet of; every column is where it was. */
export interface Rephrased {
  readonly source: string;
  /** Names declared by a top-level `using`: a constant, which the scope disposes of. */
  readonly disposable: readonly string[];
  /** What the compiler would leave out in silence. */
  readonly fault?: Fault | undefined;
}

/** What is wrong with a text, and the index where. */
export interface Fault {
  readonly message: string;
  readonly start: number;
}

/** From where to where other words stand. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly words: string;
}

/**
 * Puts what means something else at a prompt than in a module into words that mean it there: a `using`
 * lasts as long as the prompt's scope, not as long as its line; `export =` is worth what it exports;
 * `import x = require("m")` is a constant.
 */
export function rephrase(source: string): Rephrased {
  const ts = typescript();
  const file = ts.createSourceFile("iex.ts", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const edits = file.statements.flatMap((statement) => editOf(statement, file, ts) ?? []);
  const disposable = file.statements.flatMap((statement) => usingNames(statement, file, ts));
  return { source: edits.reduceRight(replaced, source), disposable, fault: leftOut(file, ts) };
}

function editOf(node: Statement, file: SourceFile, ts: typeof TypeScript): Edit | undefined {
  const upTo = (next: Node | undefined, words: string) => ({
    start: node.getStart(file),
    end: next?.getStart(file) ?? node.end,
    words,
  });
  if (ts.isExportAssignment(node) && node.isExportEquals) return upTo(node.expression, "0,");
  if (isUsing(node, ts)) return upTo(node.declarationList.declarations[0], "const");
  if (!ts.isImportEqualsDeclaration(node) || node.isTypeOnly) return undefined;
  return ts.isExternalModuleReference(node.moduleReference) ? upTo(node.name, "const") : undefined;
}

function replaced(text: string, { start, end, words }: Edit): string {
  return text.slice(0, start) + words.padEnd(end - start) + text.slice(end);
}

function usingNames(node: Statement, file: SourceFile, ts: typeof TypeScript): string[] {
  return isUsing(node, ts) ? node.declarationList.declarations.map(({ name }) => name.getText(file)) : [];
}

function isUsing(node: Statement, ts: typeof TypeScript): node is TypeScript.VariableStatement {
  return ts.isVariableStatement(node) && (node.declarationList.flags & ts.NodeFlags.BlockScoped) >= ts.NodeFlags.Using;
}

/** The compiler finds these faults only when it checks types; without that it drops what they are about. */
function leftOut(file: SourceFile, ts: typeof TypeScript): Fault | undefined {
  const find = (node: Node): Fault | undefined => faultOf(node, file, ts) ?? ts.forEachChild(node, find);
  return find(file);
}

function faultOf(node: Node, file: SourceFile, ts: typeof TypeScript): Fault | undefined {
  const fault = (message: string) => ({ message, start: node.getStart(file) });
  if (ts.isDecorator(node) && ts.isParameter(node.parent)) return fault("Decorators are not valid on parameters");
  if (ts.isExportDeclaration(node) && ts.isModuleBlock(node.parent))
    return fault("Export declarations are not permitted in a namespace");
  return undefined;
}
