import { createRequire } from "node:module";
import { join } from "node:path";
import type * as TypeScript from "typescript";
import { readings } from "../../../shell/evaluate/snippet.js";
import type { Surroundings, Typed } from "../../../shell/types/protocol.js";
import { TypeService } from "../../../shell/types/service.js";
import * as library from "../../../src/index.js";

const ts = createRequire(import.meta.url)("typescript") as typeof TypeScript;
const root = join(import.meta.dirname, "../../..");

export const typed = (text: string, folder = root): Typed => ({ text, folder, readings: readings(text) });

let lastScope = 0;

/** A prompt of which only the types are there: what is typed counts as evaluated. */
export class TypedPrompt {
  readonly service: TypeService;
  readonly #bound = new Set<string>();
  #counter = 0;
  #scope = ++lastScope;
  modules: Surroundings["modules"] = [];
  folder: string;

  /** @param library where the package is, whose packages are at hand, too */
  constructor(folder: string = root, library: string = root) {
    this.folder = folder;
    this.service = new TypeService(ts, { folder, root: library, globals: Object.getOwnPropertyNames(globalThis) });
  }

  /** Goes on with other bindings; gives back those that were there before. */
  enter(scope: number = ++lastScope): number {
    const before = this.#scope;
    this.#scope = scope;
    this.#counter = 0;
    this.#bound.clear();
    return before;
  }

  get around(): Surroundings {
    const builtins = [
      ...Object.keys(library),
      "c",
      "flush",
      "pid",
      "t",
      "v",
      "_",
      "_error",
      ...this.modules.map(({ name }) => name.split(".")[0]!),
    ];
    return { scope: this.#scope, names: [...this.#bound, ...builtins], builtins, modules: this.modules };
  }

  /** Types a text that declares these names; gives what is wrong, each with its place. */
  type(text: string, ...declares: string[]): string[] {
    const { problems } = this.service.check(typed(text, this.folder), this.around);
    for (const name of declares) this.#bound.add(name);
    this.service.commit([...this.#bound], ++this.#counter);
    return problems.map(({ message, line, column }) => `${line}:${column} ${message}`);
  }

  /** Types a text that ends with types; gives what is printed of them. */
  declare(text: string): readonly string[] {
    const { types } = this.service.check(typed(text, this.folder), this.around);
    this.service.commit([...this.#bound]);
    return types;
  }

  /** Evaluates the text of a file that declares these names. */
  learn(text: string, ...declares: string[]): void {
    for (const name of declares) this.#bound.add(name);
    this.service.learn(typed(text, this.folder), this.around, [...this.#bound]);
  }

  typeOf(text: string): string {
    const answer = this.service.typeOf(typed(text, this.folder), this.around);
    return "type" in answer ? answer.type : `(${answer.problem})`;
  }
}
