import { createRequire } from "node:module";
import { join } from "node:path";
import type * as TypeScript from "typescript";
import { readings } from "../../../shell/evaluate/snippet.js";
import type { Surroundings, Typed } from "../../../shell/types/protocol.js";
import { TypeService } from "../../../shell/types/service.js";
import * as library from "../../../src/index.js";

const ts = createRequire(import.meta.url)("typescript") as typeof TypeScript;
const root = join(import.meta.dirname, "../../..");

export const typed = (text: string): Typed => ({ text, readings: readings(text) });

/** A prompt of which only the types are there: what is typed counts as evaluated. */
export class TypedPrompt {
  readonly service: TypeService;
  readonly #bound = new Set<string>();
  modules: Surroundings["modules"] = [];

  constructor(folder: string = root) {
    this.service = new TypeService(ts, { folder, root, globals: Object.getOwnPropertyNames(globalThis) });
  }

  reset(): void {
    this.service.reset();
    this.#bound.clear();
  }

  get around(): Surroundings {
    const builtins = [
      ...Object.keys(library),
      "c",
      "flush",
      "v",
      "_",
      ...this.modules.map(({ name }) => name.split(".")[0]!),
    ];
    return { names: [...this.#bound, ...builtins], builtins, modules: this.modules };
  }

  /** Types a text that declares these names; gives what is wrong, each with its place. */
  type(text: string, ...declares: string[]): string[] {
    const { problems } = this.service.check(typed(text), this.around);
    for (const name of declares) this.#bound.add(name);
    this.service.commit([...this.#bound]);
    return problems.map(({ message, line, column }) => `${line}:${column} ${message}`);
  }

  typeOf(text: string): string {
    const answer = this.service.typeOf(typed(text), this.around);
    return "type" in answer ? answer.type : `(${answer.problem})`;
  }
}
