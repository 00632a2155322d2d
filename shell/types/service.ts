import { join } from "node:path";
import type * as TypeScript from "typescript";
import { callbacksAt, documentationAt } from "./documentation.js";
import type { Draft } from "./draft.js";
import { type Drafts, globalDeclarations, hasNodeTypes, serviceHost } from "./host.js";
import { findLibrary, libraryFile } from "./library.js";
import { Names } from "./names.js";
import {
  errorsIn,
  messageOf,
  missesMember,
  problemsIn,
  problemsInFile,
  unknownName,
  usesTypeAsValue,
  usesTypeImport,
} from "./problems.js";
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
import type { Files } from "./reach.js";
import { type SnippetModule, snippetModule } from "./snippet-module.js";
import {
  aliased,
  declarationAt,
  isInstantiation,
  isType,
  typeAt,
  typeReading,
  typesDeclared,
  typeWritten,
} from "./type-text.js";
import { findFiles, withImports } from "./user-files.js";

type TS = typeof TypeScript;

/** Where texts stand, in the folders that they were typed in, earlier ones by their numbers; and what else is no file. */
const moduleOf = (folder: string, name: number | string): string => join(folder, `__iex_ts_${name}`);

/** A text as a module. */
interface Written {
  readonly module: SnippetModule;
  /** With what it needs of others in front. */
  readonly text: string;
  readonly folder: string;
}

/** The bindings of the prompt, and those of a process that it looks at meanwhile. */
const MOST_SCOPES = 2;

/**
 * The types of one prompt. Each text becomes a module that imports what it mentions from those of
 * earlier texts, so that a name can be declared again and again.
 */
export class TypeService implements Requests {
  readonly #ts: TS;
  readonly #drafts: Drafts = new Map();
  /** What was declared where, the scope that was asked about last coming last. */
  readonly #scopes = new Map<number, Names>();
  readonly #service: TypeScript.LanguageService;
  readonly #folder: string;
  readonly #library: string;
  readonly #knowsNode: boolean;
  /** The user's files that have been asked about, which are kept in mind from then on. */
  readonly #files = new Set<string>();
  /** Earlier texts, as others import them. */
  readonly #texts = new Set<string>();
  /** The text that is looked at, always in the same file: TypeScript keeps most of what it knows that way. */
  #current: string;
  #number = 0;
  #version = 0;
  #checked: { names: Names; written: Written | undefined } | undefined;

  constructor(ts: TS, options: ServiceOptions) {
    this.#ts = ts;
    this.#current = `${moduleOf(options.folder, "current")}.ts`;
    const globals = join(options.folder, "__iex_ts_globals.d.ts");
    this.#write(globals, globalDeclarations(options));
    this.#write(this.#current, "");
    this.#folder = options.folder;
    this.#knowsNode = hasNodeTypes(options);
    const library = findLibrary(options.root);
    this.#library = libraryFile(library);
    const roots = (): string[] => [globals, this.#current, this.#library, ...this.#files];
    this.#service = ts.createLanguageService(serviceHost(ts, options, { drafts: this.#drafts, library, roots }));
  }

  check(typed: Typed, around: Surroundings): Checked {
    const written = this.#open(typed, around);
    this.#checked = { names: this.#namesIn(around.scope), written };
    if (!written) return { problems: [], types: [] };
    const { module, text } = written;
    const prelude = text.length - module.code.length;
    const diagnostics = this.#diagnostics(this.#current);
    return {
      problems: problemsIn(this.#ts, diagnostics, { text: typed.text, module, prelude }),
      types: module.types.length > 0 ? typesDeclared(this.#ts, this.#draft(module), module.types) : [],
    };
  }

  commit(bound: readonly string[], kept?: number): void {
    if (!this.#checked) return;
    const { names, written } = this.#checked;
    this.#checked = undefined;
    this.#declare(names, written, bound);
    if (kept !== undefined) names.keep(kept);
    this.#forget();
  }

  learn(typed: Typed, around: Surroundings, bound: readonly string[]): void {
    const written = this.#open(typed, around);
    this.#declare(this.#namesIn(around.scope), written, bound);
    this.#forget();
  }

  #declare(names: Names, written: Written | undefined, bound: readonly string[]): void {
    if (!written) {
      names.loseLast();
      return;
    }
    const module = moduleOf(written.folder, ++this.#number);
    this.#texts.add(module);
    this.#write(`${module}.ts`, written.text);
    names.declare(module, written.module, new Set(bound));
  }

  checkFiles(paths: readonly string[]): CheckedFile[] {
    const files = findFiles(this.#ts, paths, this.#service.getProgram()!.getCompilerOptions());
    for (const file of files) this.#files.add(file);
    return withImports(this.#ts, this.#service.getProgram()!, files).flatMap(({ fileName, text }) => {
      // The compiler tells better what is no TypeScript.
      if (this.#service.getSyntacticDiagnostics(fileName).length > 0) return [];
      const problems = problemsInFile(this.#ts, this.#diagnostics(fileName), text);
      return problems.length > 0 ? [{ file: fileName, text, problems }] : [];
    });
  }

  typeOf(typed: Typed, around: Surroundings): Answer {
    const read = this.#look(typed, around, (draft) => this.#typeOfExpression(draft));
    if (read?.isExpression) return read.answer;
    const written = this.#typeWritten(typed, around);
    if (written && (!read || read.isTypes || "type" in written)) return written;
    return read?.answer ?? { problem: "it is not an expression" };
  }

  #typeOfExpression(draft: Draft): { answer: Answer; isExpression: boolean; isTypes: boolean } {
    const diagnostics = this.#diagnostics(this.#current);
    if (isType(this.#ts, draft, diagnostics.some(usesTypeImport)))
      return { answer: declarationAt(this.#ts, draft), isExpression: true, isTypes: true };
    const unknown = unknownName(this.#ts, diagnostics);
    return {
      answer: unknown === undefined ? typeAt(this.#ts, draft) : { problem: unknown },
      isExpression: !isInstantiation(this.#ts, draft) && errorsIn(this.#ts, diagnostics).length === 0,
      isTypes: diagnostics.some(usesTypeAsValue),
    };
  }

  /** What a text means that is a type; undefined for other texts. */
  #typeWritten(typed: Typed, around: Surroundings): Answer | undefined {
    const module = this.#open(typeReading(typed), around)?.module;
    if (module?.types.length !== 1 || module.declared.length !== 1) return undefined;
    const [error] = errorsIn(this.#ts, this.#diagnostics(this.#current));
    return error ? { problem: messageOf(this.#ts, error) } : typeWritten(this.#ts, this.#draft(module));
  }

  documentationOf(typed: Typed, around: Surroundings): Documentation | undefined {
    return this.#look(typed, around, (draft) => documentationAt(this.#ts, draft));
  }

  callbacksOf(typed: Typed, around: Surroundings): Documentation[] | undefined {
    return this.#look(typed, around, (draft) => callbacksAt(this.#ts, draft));
  }

  #look<T>(typed: Typed, around: Surroundings, see: (draft: Draft) => T): T | undefined {
    const written = this.#open(typed, around);
    return written && see(this.#draft(written.module));
  }

  /** Where Node.js is not declared nobody knows which types its modules have. */
  #diagnostics(file: string): TypeScript.Diagnostic[] {
    const diagnostics = this.#service.getSemanticDiagnostics(file);
    return this.#knowsNode ? diagnostics : diagnostics.filter((each) => !missesMember(each));
  }

  #draft(module: SnippetModule): Draft {
    const program = this.#service.getProgram()!;
    return { file: program.getSourceFile(this.#current)!, checker: program.getTypeChecker(), module };
  }

  #open(typed: Typed, around: Surroundings): Written | undefined {
    const module = snippetModule(this.#ts, typed, (name) => around.names.includes(name));
    if (!module) return undefined;
    const text = `${this.#prelude(module, around)}\n${module.code}`;
    const current = `${moduleOf(typed.folder, "current")}.ts`;
    if (current !== this.#current) this.#drafts.delete(this.#current);
    this.#current = current;
    this.#write(current, text);
    return { module, text, folder: typed.folder };
  }

  /** What a text needs of others. */
  #prelude({ mentioned, declared }: SnippetModule, around: Surroundings): string {
    const names = this.#namesIn(around.scope);
    const values = new Set(declared.flatMap(({ name, kind }) => (kind === "type" ? [] : name)));
    const types = new Set(declared.flatMap(({ name, kind }) => (kind === "type" || kind === "both" ? name : [])));
    const files: Files = {
      exportsOf: (file) => this.#exportsOf(file),
      write: (name, text) => this.#writeModule(moduleOf(this.#folder, name), text),
    };
    const introduced = [...mentioned].map((name) => {
      const own = { value: values.has(name), type: types.has(name) };
      return names.introduce(name, own, around, files);
    });
    return names.augmentations() + introduced.join("");
  }

  #namesIn(scope: number): Names {
    const names = this.#scopes.get(scope) ?? new Names();
    this.#scopes.delete(scope);
    this.#scopes.set(scope, names);
    const [oldest] = this.#scopes.keys();
    if (this.#scopes.size > MOST_SCOPES) this.#scopes.delete(oldest!);
    return names;
  }

  #writeModule(module: string, text: string): string {
    const path = `${module}.ts`;
    if (this.#drafts.get(path)?.text !== text) this.#write(path, text);
    return module;
  }

  #write(path: string, text: string): void {
    this.#drafts.set(path, { text, version: ++this.#version });
  }

  /** Drops the texts of which nothing is left, and that no other imports from. */
  #forget(): void {
    const needed = new Set([...this.#scopes.values()].flatMap((names) => [...names.needed()]));
    const texts = [...this.#drafts.values()].map(({ text }) => text);
    for (const module of this.#texts) {
      const unused = !texts.some((text) => text.includes(JSON.stringify(module)));
      if (!unused || needed.has(module)) continue;
      this.#texts.delete(module);
      this.#drafts.delete(`${module}.ts`);
    }
  }

  /** The names that a file exports as values, or `iex-ts` does. */
  #exportsOf(file: string): ReadonlySet<string> {
    const path = file === "iex-ts" ? this.#library : file;
    if (path !== this.#library) this.#files.add(path);
    const program = this.#service.getProgram()!;
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(path);
    const symbol = source && checker.getSymbolAtLocation(source);
    const exported = symbol ? checker.getExportsOfModule(symbol) : [];
    const isValue = (each: TypeScript.Symbol): boolean =>
      (aliased(this.#ts, each, checker).flags & this.#ts.SymbolFlags.Value) !== 0;
    return new Set(exported.filter(isValue).map(({ name }) => name));
  }
}
