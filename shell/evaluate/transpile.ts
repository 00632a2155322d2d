import { SourceMap, type SourceMapping } from "node:module";
import type { OxcError, TransformOptions } from "oxc-transform";
import type { Engines } from "./engines.js";
import { typescript } from "./engines.js";
import { problemAt, SnippetError } from "./problem.js";
import { type Fault, rephrase } from "./rephrase.js";
import { type Reading, readings } from "./snippet.js";
import { type Program, walk } from "./tree.js";

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

/**
 * Imports are kept whether used or not: the next line may use them. The engine leaves what is newer than
 * the runtime to TypeScript: making `using` older, it can end the whole program.
 */
export const oxcOptions: TransformOptions = {
  lang: "ts",
  sourceType: "module",
  sourcemap: true,
  target: "esnext",
  typescript: { onlyRemoveTypeImports: true },
};

/**
 * The JavaScript of a whole snippet. The fast engine does almost everything; decorators, `using`,
 * `export =` and namespaces that export variables need TypeScript itself.
 *
 * @throws SnippetError when the text cannot be read.
 */
export function transpile(text: string, engines: Engines): Transpiled {
  let refused: SnippetError | undefined;
  for (const reading of readings(text)) {
    const result = attempt(reading, engines);
    if (!(result instanceof SnippetError)) return result;
    refused = result;
  }
  throw refused;
}

/** What the fast engine says against a text, rather than about what it cannot do itself. */
export function objection(errors: readonly OxcError[]): OxcError | undefined {
  return errors.find(({ severity }) => severity === "Error");
}

/** The index in a string of a byte offset in its UTF-8 form. */
export function byteToIndex(text: string, offset: number): number {
  if (/^[\0-\x7f]*$/.test(text)) return Math.min(offset, text.length);
  return Buffer.from(text).subarray(0, offset).toString().length;
}

/** @throws SnippetError for what is wrong with a text that the fast engine can read */
function attempt(reading: Reading, engines: Engines): Transpiled | SnippetError {
  const { code, map, errors } = engines.transform("iex.ts", reading.source, oxcOptions);
  const error = objection(errors);
  if (error?.labels.length) return refusal(reading, error);
  const program = errors.length === 0 && !assignsExport(reading) ? parseProgram(code, engines) : undefined;
  if (program && !(program instanceof SyntaxError) && !declaresUsing(code, program))
    return { code, program, map: JSON.stringify(map), reading, disposable: [] };
  const result = attemptSlowly(reading, engines);
  // No other reading of it would explain better what is wrong.
  if (result instanceof SnippetError && !error) throw result;
  return result;
}

function refusal({ source, shift }: Reading, { message, labels }: OxcError): SnippetError {
  return new SnippetError(problemAt(source, byteToIndex(source, labels[0]?.start ?? 0), shift, message));
}

/** The fast engine makes `module.exports` of it, which a prompt has not. */
function assignsExport({ source }: Reading): boolean {
  return /\bexport\s*=/.test(source);
}

function declaresUsing(code: string, program: Program): boolean {
  let found = false;
  if (/\busing\b/.test(code)) walk(program, ({ type, kind }) => void (found ||= isUsing(type, kind)));
  return found;
}

function isUsing(type: string, kind: unknown): boolean {
  return type === "VariableDeclaration" && (kind === "using" || kind === "await using");
}

/** @returns what the parser throws, when it does */
function parseProgram(code: string, { parse }: Engines): Program | SyntaxError {
  try {
    return parse(code, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowAwaitOutsideFunction: true,
      preserveParens: true,
    }) as unknown as Program;
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

function attemptSlowly(reading: Reading, engines: Engines): Transpiled | SnippetError {
  const { source, disposable, fault: leftOut } = rephrase(reading.source);
  const { code, map, fault = leftOut } = compile(source);
  const program = fault ? undefined : parseProgram(code, engines);
  if (program && !(program instanceof SyntaxError)) return { code, program, map, reading, disposable };
  const { start, message } = fault ?? faultOf(program!, map, source);
  return new SnippetError(problemAt(reading.source, start, reading.shift, message));
}

function compile(source: string): { code: string; map: string; fault?: Fault | undefined } {
  const ts = typescript();
  const compilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    verbatimModuleSyntax: true,
    sourceMap: true,
  };
  // The export makes a module of it, which needs no "use strict" of its own.
  const input = `${source}\nexport {};`;
  const output = ts.transpileModule(input, { fileName: "iex.ts", reportDiagnostics: true, compilerOptions });
  const { outputText: code, sourceMapText: map = "", diagnostics: [first] = [] } = output;
  const fault = first && { start: first.start ?? 0, message: ts.flattenDiagnosticMessageText(first.messageText, "\n") };
  return { code, map, fault };
}

/** What the parser of the code complains about, told of the source. */
function faultOf(error: SyntaxError, map: string, source: string): Fault {
  const { line, column } = (error as SyntaxError & { loc: { line: number; column: number } }).loc;
  const place = new SourceMap(JSON.parse(map)).findEntry(line - 1, column);
  const { originalLine = 0, originalColumn = 0 } = place as Partial<SourceMapping>;
  const above = source.split("\n").slice(0, originalLine);
  const start = above.join("\n").length + Math.min(above.length, 1) + originalColumn;
  return { start, message: error.message.replace(/ \(\d+:\d+\)$/, "") };
}
