import { helperType } from "./helper-types.js";
import { loadedAs } from "./loaded.js";
import type { Surroundings } from "./protocol.js";
import { type Files, type Import, importOf, moduleType, typeofIn } from "./reach.js";
import type { SnippetModule } from "./snippet-module.js";

/** What stands for a term that was pasted, such as `#PID<0.111.0>`. */
const PASTED = /^\$(PID|Reference|Port)_\d/;

/** Where a value is: the module of a text, and the name of its export. */
interface Place {
  readonly module: string;
  readonly name: string;
}

/** A name has a place for a value and one for a type, and either may be declared without the other. */
export interface Slots {
  readonly value: boolean;
  readonly type: boolean;
}

/** A value that another text has. */
interface Value {
  /** The lines that declare it, and no type of its name. */
  readonly lines: string;
  /** An import that gives it, and whatever else its module exports by that name. */
  readonly from?: Import | undefined;
  /** The type of that name, unless it was declared apart. */
  readonly type?: Import | undefined;
}

/** The most values that `v(n)` has a type for. */
const MOST_VALUES = 20;

/** Which of all texts of a prompt declared a name last. */
export class Names {
  readonly #values = new Map<string, { module: string; variable: boolean }>();
  readonly #types = new Map<string, string>();
  /** The texts that declare something everywhere. */
  readonly #augmenting = new Set<string>();
  #last: Place | undefined;
  /** The values that `v(n)` gives, by the numbers of their prompts; without a place where none is known. */
  readonly #kept: { counter: number; place: Place | undefined }[] = [];

  /**
   * @param module the text, as others import it
   * @param bound the names that have a value now: an evaluation may have failed half-way, and what was
   *   imported may be a type
   */
  declare(module: string, { declared, augments, value }: SnippetModule, bound: ReadonlySet<string>): void {
    for (const { name, kind } of declared) {
      if (kind !== "type" && bound.has(name)) this.#values.set(name, { module, variable: kind === "variable" });
      if (kind === "type" || kind === "both") this.#types.set(name, module);
    }
    if (augments) this.#augmenting.add(module);
    this.#last = value === undefined ? undefined : { module, name: value };
  }

  /** The last value is that of this prompt, too. */
  keep(counter: number): void {
    this.#kept.push({ counter, place: this.#last });
    if (this.#kept.length > MOST_VALUES) this.#kept.shift();
  }

  /** Nothing is known of the last value. */
  loseLast(): void {
    this.#last = undefined;
  }

  /** The texts that are still needed. */
  needed(): Set<string> {
    const values = [...this.#values.values(), ...this.#kept.map(({ place }) => place), this.#last];
    return new Set([...values.flatMap((at) => at?.module ?? []), ...this.#types.values(), ...this.#augmenting]);
  }

  /** The lines that make known what was declared everywhere. */
  augmentations(): string {
    return [...this.#augmenting].map((module) => `import ${JSON.stringify(module)};`).join("");
  }

  /**
   * The lines that make a name known to another text.
   *
   * @param own what the other text declares by that name itself
   */
  introduce(name: string, own: Slots, around: Surroundings, files: Files): string {
    const value = own.value ? undefined : this.#valueOf(name, around, files);
    const apart = this.#types.get(name);
    const type = own.type ? undefined : apart === undefined ? value?.type : { names: `{ ${name} }`, module: apart };
    if (value?.from && !own.type && (!type || type.module === value.from.module)) return importOf(value.from);
    if (type && !value && !own.value) return importOf(type);
    return (value?.lines ?? "") + (type ? importOf(type, "type") : "");
  }

  #valueOf(name: string, around: Surroundings, files: Files): Value | undefined {
    const declared = this.#values.get(name);
    if (declared) return declaredValue(name, declared);
    if (name === "_" && this.#last) return constant(name, typeofIn(this.#last.module, this.#last.name));
    const [, kind] = PASTED.exec(name) ?? [];
    if (kind) return constant(name, `${moduleType("iex-ts")}.${kind === "PID" ? "Pid" : kind}`);
    if (!around.names.includes(name)) return undefined;
    if (name === "v" && around.builtins.includes(name)) return { lines: this.#introduceValues() };
    const loaded = loadedAs(name, around, files);
    return loaded
      ? { ...constant(name, loaded.value), from: loaded.both, type: loaded.type }
      : constant(name, providedType(name, around));
  }

  /** One signature for each value; which number is computed nobody knows. */
  #introduceValues(): string {
    const known = this.#kept.flatMap(({ counter, place }, i) => {
      const back = i - this.#kept.length;
      const type = place ? typeofIn(place.module, place.name) : "any";
      return `declare function v(n${back === -1 ? "?" : ""}: ${counter} | ${back}): ${type};`;
    });
    return `${known.join("")}declare function v(n?: number): any;`;
  }
}

function declaredValue(name: string, { module, variable }: { module: string; variable: boolean }): Value {
  if (variable) return { lines: `declare let ${name}: ${typeofIn(module, name)};` };
  return { ...constant(name, typeofIn(module, name)), from: { names: `{ ${name} }`, module } };
}

function constant(name: string, type: string): Value {
  return { lines: `declare const ${name}: ${type};` };
}

function providedType(name: string, { builtins }: Surroundings): string {
  return (builtins.includes(name) ? helperType(name, moduleType) : undefined) ?? "any";
}
