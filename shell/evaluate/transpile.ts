import type { OxcError, TransformOptions } from "oxc-transform";
import type { Engines } from "./engines.js";
import { typescript } from "./engines.js";
import { problemAt, SnippetError } from "./problem.js";
import { type Reading, readings } from "./snippet.js";
import type { Program } from "./tree.js";

/** JavaScript made from a typed text, and the way back. */
export interface Transpiled {
  readonly code: string;
  readonly program: Program;
  /** A source map, as text, from `code` to `reading.source`. */
  readonly map: string;
  readonly reading: Reading;
  /** Names declared by a top-level `using`: disposed of with the scope. */
  readonly disposable: readonly string[];
}

/** Imports are kept whether used or not: the next line may use them. */
export const oxcOptions: TransformOptions = {
  lang: "ts",
  sourceType: "module",
  sourcemap: true,
  target: "es2022",
  typescript: { onlyRemoveTypeImports: true },
};

/**
 * The JavaScript of a whole snippet. The fast engine does almost everything; decorators and `using`
 * need TypeScript itself.
 *
 * @throws SnippetError when the text cannot be read.
 */
export function transpile(text: string, engines: Engines): Transpiled {
  const tried = readings(text).map((reading) => attempt(reading, engines));
  const good = tried.find((result): result is Transpiled => !(result instanceof SnippetError));
  if (good) return good;
  throw tried.at(-1);
}

/** The index in a string of a byte offset in its UTF-8 form. */
export function byteToIndex(text: string, offset: number): number {
  if (/^[\0-\x7f]*$/.test(text)) return Math.min(offset, text.length);
  return Buffer.from(text).subarray(0, offset).toString().length;
}

function attempt(reading: Reading, engines: Engines): Transpiled | SnippetError {
  const { code, map, errors, helpersUsed } = engines.transform("iex.ts", reading.source, oxcOptions);
  const [error] = errors;
  if (error?.labels.length) return refusal(reading, error);
  const plain = !error && Object.keys(helpersUsed ?? {}).length === 0 ? parseProgram(code, engines) : undefined;
  if (plain) return { code, program: plain, map: JSON.stringify(map), reading, disposable: [] };
  return attemptSlowly(reading, engines);
}

function refusal({ source, shift }: Reading, { message, labels }: OxcError): SnippetError {
  return new SnippetError(problemAt(source, byteToIndex(source, labels[0]?.start ?? 0), shift, message));
}

function parseProgram(code: string, { parse }: Engines): Program | undefined {
  try {
    return parse(code, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowAwaitOutsideFunction: true,
      preserveParens: true,
    }) as unknown as Program;
  } catch {
    return undefined;
  }
}

function attemptSlowly(reading: Reading, engines: Engines): Transpiled | SnippetError {
  const ts = typescript();
  const { source, disposable } = bindUsing(reading.source);
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    sourceMap: true,
  };
  // The export makes a module of it, which needs no "use strict" of its own.
  const input = `${source}\nexport {};`;
  const output = ts.transpileModule(input, { fileName: "iex.ts", reportDiagnostics: true, compilerOptions });
  const [problem] = output.diagnostics ?? [];
  const program = problem ? undefined : parseProgram(output.outputText, engines);
  if (program) return { code: output.outputText, program, map: output.sourceMapText ?? "", reading, disposable };
  const message = problem ? ts.flattenDiagnosticMessageText(problem.messageText, "\n") : "Unexpected token";
  return new SnippetError(problemAt(reading.source, problem?.start ?? 0, reading.shift, message));
}

/**
 * A `using` at the prompt lives as long as the prompt's scope, not as long as its line: it becomes a
 * constant that the scope disposes of. Padding keeps every column where it was.
 */
function bindUsing(source: string): { source: string; disposable: string[] } {
  const ts = typescript();
  const file = ts.createSourceFile("iex.ts", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const lists = file.statements.flatMap((node) => (ts.isVariableStatement(node) ? [node.declarationList] : []));
  const using = lists.filter(({ flags }) => (flags & ts.NodeFlags.BlockScoped) >= ts.NodeFlags.Using);
  const disposable = using.flatMap(({ declarations }) => declarations.map(({ name }) => name.getText(file)));
  const bound = using.reduceRight((text, list) => {
    const [start, end] = [list.getStart(file), list.declarations[0]?.getStart(file) ?? list.end];
    return `${text.slice(0, start)}${"const".padEnd(end - start)}${text.slice(end)}`;
  }, source);
  return { source: bound, disposable };
}
