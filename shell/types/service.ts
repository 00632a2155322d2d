import { join } from "node:path";
import type * as TypeScript from "typescript";
import { callbacksAt, documentationAt } from "./documentation.js";
import type { Draft } from "./draft.js";
import { type Drafts, globalDeclarations, serviceHost } from "./host.js";
import { findLibrary, libraryFile } from "./library.js";
import { moduleOf, Names } from "./names.js";
import { errorsIn, messageOf, problemsIn, problemsInFile, unknownName, usesTypeAsValue } from "./problems.js";
import type {
  Answer,
  Checked,
  CheckedFile,
  Documentation,
  Requests,
  ServiceOptions,
  Surroundings,
  Typed,
} from "./protocol.js";
import { type SnippetModule, snippetModule } from "./snippet-module.js";
import { isInstantiation, isType, typeAt, typeReading, typesDeclared, typeWritten } from "./type-text.js";
import { findFiles, withImports } from "./user-files.js";

type TS = typeof TypeScript;

/** The bindings of the prompt, and those of a process that it looks at meanwhile. */
const MOST_SCOPES = 2;

/**
 * The types of one prompt. Each text becomes a module that imports what it mentions from those of
 * earlier texts, so that a name can be declared again and again.
 */
export class TypeService implements Requests {
  readonly #ts: TS;
  readonly #options: ServiceOptions;
  readonly #drafts: Drafts = new Map();
  /** What was declared where, the scope that was asked about last coming last. */
  readonly #scopes = new Map<number, Names>();
  readonly #service: TypeScript.LanguageService;
  readonly #library: string;
  /** The user's files that have been asked about, which are kept in mind from then on. */
  readonly #files = new Set<string>();
  /** The text that is looked at, always in the same file: TypeScript keeps most of what it knows that way. */
  readonly #current: string;
  #number = 0;
  #version = 0;
  #checked: { names: Names; module: SnippetModule | undefined; text: string } | undefined;

  constructor(ts: TS, options: ServiceOptions) {
    this.#ts = ts;
    this.#options = options;
    this.#current = this.#path("current");
    const globals = join(options.folder, "__iex_ts_globals.d.ts");
    this.#write(globals, globalDeclarations(options));
    this.#write(this.#current, "");
    const library = findLibrary(options.root);
    this.#library = libraryFile(library);
    const roots = (): string[] => [globals, this.#current, this.#library, ...this.#files];
    this.#service = ts.createLanguageService(serviceHost(ts, options, { drafts: this.#drafts, library, roots }));
  }

  check(typed: Typed, around: Surroundings): Checked {
    const module = this.#open(typed, around);
    const { text } = this.#drafts.get(this.#current)!;
    this.#checked = { names: this.#namesIn(around.scope), module, text };
    if (!module) return { problems: [], types: [] };
    const prelude = text.length - module.code.length;
    const diagnostics = this.#service.getSemanticDiagnostics(this.#current);
    return {
      problems: problemsIn(this.#ts, diagnostics, { text: typed.text, module, prelude }),
      types: module.types.length > 0 ? typesDeclared(this.#ts, this.#draft(module), module.types) : [],
    };
  }

  commit(bound: readonly string[], kept?: number): void {
    if (!this.#checked) return;
    const { names, module, text } = this.#checked;
    this.#checked = undefined;
    if (module) {
      this.#write(this.#path(++this.#number), text);
      names.declare(this.#number, module, new Set(bound));
    } else names.loseLast();
    if (kept !== undefined) names.keep(kept);
    this.#forget();
  }

  checkFiles(paths: readonly string[]): CheckedFile[] {
    const files = findFiles(this.#ts, paths, this.#service.getProgram()!.getCompilerOptions());
    for (const file of files) this.#files.add(file);
    return withImports(this.#ts, this.#service.getProgram()!, files).flatMap(({ fileName, text }) => {
      // The compiler tells better what is no TypeScript.
      if (this.#service.getSyntacticDiagnostics(fileName).length > 0) return [];
      const problems = problemsInFile(this.#ts, this.#service.getSemanticDiagnostics(fileName), text);
      return problems.length > 0 ? [{ file: fileName, text, problems }] : [];
    });
  }

  typeOf(typed: Typed, around: Surroundings): Answer {
    const read = this.#look(typed, around, (draft) => this.#typeOfExpression(draft));
    if (read?.isExpression) return read.answer;
    const written = this.#typeWritten(typed.text, around);
    if (written && (!read || read.isTypes || "type" in written)) return written;
    return read?.answer ?? { problem: "it is not an expression" };
  }

  #typeOfExpression(draft: Draft): { answer: Answer; isExpression: boolean; isTypes: boolean } {
    if (isType(this.#ts, draft)) return { answer: typeAt(this.#ts, draft), isExpression: true, isTypes: true };
    const diagnostics = this.#service.getSemanticDiagnostics(this.#current);
    const unknown = unknownName(this.#ts, diagnostics);
    return {
      answer: unknown === undefined ? typeAt(this.#ts, draft) : { problem: unknown },
      isExpression: !isInstantiation(this.#ts, draft) && errorsIn(this.#ts, diagnostics).length === 0,
      isTypes: diagnostics.some(usesTypeAsValue),
    };
  }

  /** What a text means that is a type; undefined for other texts. */
  #typeWritten(text: string, around: Surroundings): Answer | undefined {
    const module = this.#open(typeReading(text), around);
    if (module?.types.length !== 1 || module.declared.length !== 1) return undefined;
    const [error] = errorsIn(this.#ts, this.#service.getSemanticDiagnostics(this.#current));
    return error ? { problem: messageOf(this.#ts, error) } : typeWritten(this.#ts, this.#draft(module));
  }

  documentationOf(typed: Typed, around: Surroundings): Documentation | undefined {
    return this.#look(typed, around, (draft) => documentationAt(this.#ts, draft));
  }

  callbacksOf(typed: Typed, around: Surroundings): Documentation[] | undefined {
    return this.#look(typed, around, (draft) => callbacksAt(this.#ts, draft));
  }

  #look<T>(typed: Typed, around: Surroundings, see: (draft: Draft) => T): T | undefined {
    const module = this.#open(typed, around);
    return module && see(this.#draft(module));
  }

  #draft(module: SnippetModule): Draft {
    const program = this.#service.getProgram()!;
    return { file: program.getSourceFile(this.#current)!, checker: program.getTypeChecker(), module };
  }

  #open(typed: Typed, around: Surroundings): SnippetModule | undefined {
    const module = snippetModule(this.#ts, typed, (name) => around.names.includes(name));
    if (!module) return undefined;
    const declared = new Set(module.declared.map(({ name }) => name));
    const needed = [...module.mentioned].filter((name) => !declared.has(name));
    const names = this.#namesIn(around.scope);
    const prelude = needed.map((name) => names.introduce(name, around, (file) => this.#exportsOf(file))).join("");
    this.#write(this.#current, `${prelude}\n${module.code}`);
    return module;
  }

  #namesIn(scope: number): Names {
    const names = this.#scopes.get(scope) ?? new Names();
    this.#scopes.delete(scope);
    this.#scopes.set(scope, names);
    const [oldest] = this.#scopes.keys();
    if (this.#scopes.size > MOST_SCOPES) this.#scopes.delete(oldest!);
    return names;
  }

  #write(path: string, text: string): void {
    this.#drafts.set(path, { text, version: ++this.#version });
  }

  #path(text: number | "current"): string {
    return join(this.#options.folder, `${moduleOf(text)}.ts`);
  }

  /** Drops the texts of which nothing is left, and that no other imports from. */
  #forget(): void {
    const needed = new Set([...this.#scopes.values()].flatMap((names) => [...names.needed()]));
    const texts = [...this.#drafts.values()].map(({ text }) => text);
    for (let number = 1; number <= this.#number; number++) {
      const unused = !texts.some((text) => text.includes(`"${moduleOf(number)}"`));
      if (unused && !needed.has(number)) this.#drafts.delete(this.#path(number));
    }
  }

  /** The names that a file exports, or `iex-ts` does. */
  #exportsOf(file: string): ReadonlySet<string> {
    const path = file === "iex-ts" ? this.#library : file;
    if (path !== this.#library) this.#files.add(path);
    const program = this.#service.getProgram()!;
    const source = program.getSourceFile(path);
    const symbol = source && program.getTypeChecker().getSymbolAtLocation(source);
    return new Set(
      symbol
        ? program
            .getTypeChecker()
            .getExportsOfModule(symbol)
            .map(({ name }) => name)
        : [],
    );
  }
}
