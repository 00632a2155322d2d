import { helperType } from "./helper-types.js";
import type { Surroundings } from "./protocol.js";
import type { Declared, SnippetModule } from "./snippet-module.js";

/** Where texts stand: earlier ones by their numbers. */
export const moduleOf = (number: number | "current"): string => `./__iex_ts_${number}`;

/** What stands for a term that was pasted, such as `#PID<0.111.0>`. */
const PASTED = /^\$(PID|Reference|Port)_\d/;

/** Where a value is: the number of the text, and the name of its export. */
interface Place {
  readonly number: number;
  readonly name: string;
}

/** The most values that `v(n)` has a type for. */
const MOST_VALUES = 20;

/** Which of all texts of a prompt declared a name last. */
export class Names {
  readonly #declared = new Map<string, { number: number; kind: Declared["kind"] }>();
  #last: Place | undefined;
  /** The values that `v(n)` gives, by the numbers of their prompts; without a place where none is known. */
  readonly #values: { counter: number; place: Place | undefined }[] = [];

  /** @param bound the names that have a value now: an evaluation may have failed half-way */
  declare(number: number, { declared, value }: SnippetModule, bound: ReadonlySet<string>): void {
    for (const { name, kind } of declared)
      if (kind === "type" || bound.has(name)) this.#declared.set(name, { number, kind });
    this.#last = value === undefined ? undefined : { number, name: value };
  }

  /** The last value is that of this prompt, too. */
  keep(counter: number): void {
    this.#values.push({ counter, place: this.#last });
    if (this.#values.length > MOST_VALUES) this.#values.shift();
  }

  /** Nothing is known of the last value. */
  loseLast(): void {
    this.#last = undefined;
  }

  /** The numbers of the texts that are still needed. */
  needed(): Set<number> {
    const values = this.#values.map(({ place }) => place);
    const all = [...this.#declared.values(), ...values, this.#last].flatMap((origin) => origin?.number ?? []);
    return new Set(all);
  }

  /**
   * The lines that make a name known to another text.
   *
   * @param exportsOf the names that a file exports
   */
  introduce(name: string, around: Surroundings, exportsOf: (file: string) => ReadonlySet<string>): string {
    if (name === "_" && this.#last) return `declare const _: ${typeAt(this.#last)};`;
    const [, kind] = PASTED.exec(name) ?? [];
    if (kind) return `declare const ${name}: ${moduleType("iex-ts")}.${kind === "PID" ? "Pid" : kind};`;
    const origin = this.#declared.get(name);
    if (origin) return introduceDeclared(name, origin);
    if (!around.names.includes(name)) return "";
    if (name === "v" && around.builtins.includes(name)) return this.#introduceValues();
    return introduceLoaded(name, around, exportsOf) ?? introduceProvided(name, around);
  }

  /** One signature for each value; which number is computed nobody knows. */
  #introduceValues(): string {
    const known = this.#values.flatMap(({ counter, place }, i) => {
      const back = i - this.#values.length;
      const type = place ? typeAt(place) : "any";
      return `declare function v(n${back === -1 ? "?" : ""}: ${counter} | ${back}): ${type};`;
    });
    return `${known.join("")}declare function v(n?: number): any;`;
  }
}

function typeAt({ number, name }: Place): string {
  return `typeof ${moduleType(moduleOf(number))}.${name}`;
}

function introduceProvided(name: string, { builtins }: Surroundings): string {
  const type = builtins.includes(name) ? helperType(name, moduleType) : undefined;
  return `declare const ${name}: ${type ?? "any"};`;
}

function introduceDeclared(name: string, { number, kind }: { number: number; kind: Declared["kind"] }): string {
  const module = moduleOf(number);
  return kind === "variable"
    ? `declare let ${name}: typeof ${moduleType(module)}.${name};`
    : importOf(`{ ${name} }`, module);
}

function moduleType(module: string): string {
  return `import(${JSON.stringify(module)})`;
}

function importOf(names: string, module: string): string {
  return ["import", names, "from", `${JSON.stringify(module)};`].join(" ");
}

/** A module below another is a member of it that no declaration tells of: such a one may have any. */
function introduceLoaded(
  name: string,
  { modules, builtins }: Surroundings,
  exportsOf: (file: string) => ReadonlySet<string>,
): string | undefined {
  if (modules.some((module) => module.name.startsWith(`${name}.`))) return undefined;
  const file = modules.find((module) => module.name === name)?.file;
  const from =
    file ?? (builtins.includes(name) ? undefined : modules.find((each) => exportsOf(each.file).has(name))?.file);
  if (from !== undefined) return importOf(exportsOf(from).has(name) ? `{ ${name} }` : `* as ${name}`, from);
  return exportsOf("iex-ts").has(name) ? importOf(`{ ${name} }`, "iex-ts") : undefined;
}
