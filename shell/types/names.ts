import type { Surroundings } from "./protocol.js";
import type { Declared, SnippetModule } from "./snippet-module.js";

/** Where texts stand: earlier ones by their numbers. */
export const moduleOf = (number: number | "current"): string => `./__iex_ts_${number}`;

/** What stands for a term that was pasted, such as `#PID<0.111.0>`. */
const PASTED = /^\$(PID|Reference|Port)_\d/;

/** Which of all texts of a prompt declared a name last. */
export class Names {
  readonly #declared = new Map<string, { number: number; kind: Declared["kind"] }>();
  /** Where the last value is: the module, and the name of its export. */
  #last: { number: number; name: string } | undefined;

  /** @param bound the names that have a value now: an evaluation may have failed half-way */
  declare(number: number, { declared, value }: SnippetModule, bound: ReadonlySet<string>): void {
    for (const { name, kind } of declared)
      if (kind === "type" || bound.has(name)) this.#declared.set(name, { number, kind });
    this.#last = value === undefined ? undefined : { number, name: value };
  }

  clear(): void {
    this.#declared.clear();
    this.#last = undefined;
  }

  /** The numbers of the texts that are still needed. */
  needed(): Set<number> {
    const all = [...this.#declared.values(), this.#last].flatMap((origin) => (origin ? [origin.number] : []));
    return new Set(all);
  }

  /**
   * The lines that make a name known to another text.
   *
   * @param exportsOf the names that a file exports
   */
  introduce(name: string, around: Surroundings, exportsOf: (file: string) => ReadonlySet<string>): string {
    if (name === "_" && this.#last) {
      const { number, name: value } = this.#last;
      return `declare const _: typeof ${moduleType(moduleOf(number))}.${value};`;
    }
    const [, kind] = PASTED.exec(name) ?? [];
    if (kind) return `declare const ${name}: ${moduleType("iex-ts")}.${kind === "PID" ? "Pid" : kind};`;
    const origin = this.#declared.get(name);
    if (origin) return introduceDeclared(name, origin);
    if (!around.names.includes(name)) return "";
    return introduceLoaded(name, around, exportsOf) ?? `declare const ${name}: any;`;
  }
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
