import { createRequire } from "node:module";
import { compileError } from "./compile-error.js";
import { parseModule, parseScript, type Syntax } from "./syntax.js";

/** JavaScript of a TypeScript source, with its syntax tree. */
export interface Transpiled {
  readonly code: string;
  readonly program: Syntax;
  /** A source map from `code` to the source, as JSON; none when they are the same text. */
  readonly map: string | undefined;
}

/**
 * Turns TypeScript or JavaScript into JavaScript that this Node.js runs. The fast transpiler leaves
 * decorators and `using` as they are, and has not got all of namespaces; those go through the
 * TypeScript compiler.
 *
 * @param file absolute path; its extension says which language the text is in
 * @param shown the file as the user named it, for messages
 * @throws CompileError with the place in the source
 */
export async function transpile(text: string, file: string, shown = file): Promise<Transpiled> {
  const first = await withOxc(text, file);
  if (!first.failure) {
    try {
      return { code: first.code, program: parseModule(first.code), map: first.map };
    } catch {
      // Syntax that V8 has not got yet: the compiler lowers it, or tells what is wrong with it.
    }
  }
  return withTypeScript(text, file, shown, { parse: parseModule, fileName: file, module: "ESNext" }, first.failure);
}

/**
 * Turns a file into JavaScript that `require` can run: ES imports and exports become CommonJS ones.
 * Nothing is awaited, so TypeScript goes through the TypeScript compiler.
 *
 * @throws CompileError with the place in the source
 */
export function transpileCommonJs(text: string, file: string, shown = file): Transpiled {
  if (/\.c?jsx?$/.test(file)) {
    try {
      return { code: text, program: parseScript(text), map: undefined };
    } catch {
      // An ES module, or wrong: the compiler tells.
    }
  }
  const fileName = file.replace(/\.m([jt]s)$/, ".c$1");
  return withTypeScript(text, file, shown, { parse: parseScript, fileName, module: "NodeNext" });
}

interface Failure {
  readonly message: string;
  readonly offset: number;
}

async function withOxc(
  text: string,
  file: string,
): Promise<{ code: string; map: string; failure: Failure | undefined }> {
  const { transformSync } = await import("oxc-transform");
  const lang = /x$/.test(file) ? "tsx" : /[cm]?js$/.test(file) ? "js" : "ts";
  const { code, map, errors } = transformSync(file, text, { lang, sourceType: "module", sourcemap: true });
  const error = errors[0];
  const at = error?.labels[0]?.start ?? 0;
  const failure = error && { message: error.message, offset: Buffer.from(text).subarray(0, at).toString().length };
  return { code, map: JSON.stringify(map), failure };
}

/** What the compiler's output is to be. */
interface Kind {
  readonly parse: (code: string) => Syntax;
  readonly fileName: string;
  readonly module: "ESNext" | "NodeNext";
}

function withTypeScript(
  text: string,
  file: string,
  shown: string,
  { parse, fileName, module }: Kind,
  failure?: Failure,
): Transpiled {
  // By require: importing it takes twice as long.
  const ts = createRequire(import.meta.url)("typescript") as typeof import("typescript");
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind[module],
      jsx: ts.JsxEmit.ReactJSX,
      sourceMap: true,
      verbatimModuleSyntax: false,
    },
  });
  const error = diagnostics?.find(({ category }) => category === ts.DiagnosticCategory.Error);
  // The fast transpiler tells better what is wrong. What it only has not got is right for the compiler.
  if (error && failure) throw compileError(failure.message, file, text, failure.offset, shown);
  if (error) {
    const message = ts.flattenDiagnosticMessageText(error.messageText, " ");
    throw compileError(message, file, text, error.start ?? 0, shown);
  }
  const code = outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, "");
  try {
    return { code, program: parse(code), map: sourceMapText };
  } catch (reason) {
    const { message, offset } = failure ?? whyNot(code, text, reason as Error, module);
    throw compileError(message, file, text, offset, shown);
  }
}

function whyNot(code: string, text: string, reason: Error, module: Kind["module"]): Failure {
  if (module === "ESNext" || !parses(code)) return { message: reason.message.replace(/ \(\d+:\d+\)$/, ""), offset: 0 };
  const message = "It awaits at its top level, or uses import.meta, which only ES modules can: load it with import";
  return { message, offset: Math.max(0, text.search(/\bawait\b|\bimport\.meta\b/)) };
}

function parses(code: string): boolean {
  try {
    return parseModule(code) !== undefined;
  } catch {
    return false;
  }
}
