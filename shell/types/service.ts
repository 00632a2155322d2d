import { join } from "node:path";
import type * as TypeScript from "typescript";
import { callbacksAt, documentationAt } from "./documentation.js";
import type { Draft } from "./draft.js";
import { type Drafts, globalDeclarations, libraryFile, serviceHost, versionOnDisk } from "./host.js";
import { moduleOf, Names } from "./names.js";
import { problemsIn, unknownName } from "./problems.js";
import type { Answer, Checked, Documentation, Requests, ServiceOptions, Surroundings, Typed } from "./protocol.js";
import { type SnippetModule, snippetModule } from "./snippet-module.js";
import { isType, typeAt } from "./type-text.js";

type TS = typeof TypeScript;

/**
 * The types of one prompt. Each text becomes a module that imports what it mentions from those of
 * earlier texts, so that a name can be declared again and again.
 */
export class TypeService implements Requests {
  readonly #ts: TS;
  readonly #options: ServiceOptions;
  readonly #drafts: Drafts = new Map();
  readonly #names = new Names();
  readonly #service: TypeScript.LanguageService;
  readonly #exports = new Map<string, { version: number; names: Set<string> }>();
  /** The text that is looked at, always in the same file: TypeScript keeps most of what it knows that way. */
  readonly #current: string;
  #number = 0;
  #version = 0;
  #checked: { module: SnippetModule; text: string } | undefined;

  constructor(ts: TS, options: ServiceOptions) {
    this.#ts = ts;
    this.#options = options;
    this.#current = this.#path("current");
    const globals = join(options.folder, "__iex_ts_globals.d.ts");
    this.#write(globals, globalDeclarations(options));
    this.#write(this.#current, "");
    const roots = [globals, this.#current, libraryFile(options)];
    this.#service = ts.createLanguageService(serviceHost(ts, options, this.#drafts, roots));
  }

  check(typed: Typed, around: Surroundings): Checked {
    const module = this.#open(typed, around);
    this.#checked = module && { module, text: this.#drafts.get(this.#current)!.text };
    if (!this.#checked || !module) return { problems: [] };
    const prelude = this.#checked.text.length - module.code.length;
    const diagnostics = this.#service.getSemanticDiagnostics(this.#current);
    return { problems: problemsIn(this.#ts, diagnostics, { text: typed.text, module, prelude }) };
  }

  commit(bound: readonly string[]): void {
    if (!this.#checked) return;
    const { module, text } = this.#checked;
    this.#checked = undefined;
    this.#write(this.#path(++this.#number), text);
    this.#names.declare(this.#number, module, new Set(bound));
    this.#forget();
  }

  reset(): void {
    this.#names.clear();
    this.#checked = undefined;
    this.#forget();
  }

  typeOf(typed: Typed, around: Surroundings): Answer {
    const answer = this.#look(typed, around, (draft) => {
      const unknown = unknownName(this.#ts, this.#service.getSemanticDiagnostics(this.#current));
      return unknown === undefined || isType(this.#ts, draft) ? typeAt(this.#ts, draft) : { problem: unknown };
    });
    return answer ?? { problem: "it is not an expression" };
  }

  documentationOf(typed: Typed, around: Surroundings): Documentation | undefined {
    return this.#look(typed, around, (draft) => documentationAt(this.#ts, draft));
  }

  callbacksOf(typed: Typed, around: Surroundings): Documentation[] | undefined {
    return this.#look(typed, around, (draft) => callbacksAt(this.#ts, draft));
  }

  #look<T>(typed: Typed, around: Surroundings, see: (draft: Draft) => T): T | undefined {
    const module = this.#open(typed, around);
    if (!module) return undefined;
    const program = this.#service.getProgram()!;
    return see({ file: program.getSourceFile(this.#current)!, checker: program.getTypeChecker(), module });
  }

  #open(typed: Typed, around: Surroundings): SnippetModule | undefined {
    const module = snippetModule(this.#ts, typed, (name) => around.names.includes(name));
    if (!module) return undefined;
    const declared = new Set(module.declared.map(({ name }) => name));
    const needed = [...module.mentioned].filter((name) => !declared.has(name));
    const prelude = needed.map((name) => this.#names.introduce(name, around, (file) => this.#exportsOf(file))).join("");
    this.#write(this.#current, `${prelude}\n${module.code}`);
    return module;
  }

  #write(path: string, text: string): void {
    this.#drafts.set(path, { text, version: ++this.#version });
  }

  #path(text: number | "current"): string {
    return join(this.#options.folder, `${moduleOf(text)}.ts`);
  }

  /** Drops the texts of which nothing is left, and that no other imports from. */
  #forget(): void {
    const needed = this.#names.needed();
    const texts = [...this.#drafts.values()].map(({ text }) => text);
    for (let number = 1; number <= this.#number; number++) {
      const unused = !texts.some((text) => text.includes(`"${moduleOf(number)}"`));
      if (unused && !needed.has(number)) this.#drafts.delete(this.#path(number));
    }
  }

  /** The names that a file exports, or `iex-ts` does. */
  #exportsOf(file: string): ReadonlySet<string> {
    const path = file === "iex-ts" ? libraryFile(this.#options) : file;
    const version = versionOnDisk(path);
    const read = this.#exports.get(path);
    if (read?.version === version) return read.names;
    const names = this.#readExports(path);
    this.#exports.set(path, { version, names });
    return names;
  }

  #readExports(path: string): Set<string> {
    this.#write(this.#current, `import * as all from ${JSON.stringify(path)}; all;`);
    const program = this.#service.getProgram()!;
    const checker = program.getTypeChecker();
    const file = program.getSourceFile(path);
    const symbol = file && checker.getSymbolAtLocation(file);
    return new Set(symbol ? checker.getExportsOfModule(symbol).map(({ name }) => name) : []);
  }
}
