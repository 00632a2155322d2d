/** The files that texts import from. */
export interface Files {
  /** The names that a file exports as values, or `iex-ts` does. */
  exportsOf(file: string): ReadonlySet<string>;
  /** Writes one that is not on disk. Gives what it is imported as. */
  write(name: string, text: string): string;
}

/** What an import names, such as `{ Cart }` or `* as Cart`, and where it is from. */
export interface Import {
  readonly names: string;
  readonly module: string;
}

/** @param only `type` for one that leaves the value of the name alone */
export function importOf({ names, module }: Import, only: "type" | "" = ""): string {
  return ["import", only, names, "from", `${JSON.stringify(module)};`].filter((part) => part !== "").join(" ");
}

/** Passes on what an import would give. */
export function exportOf({ names, module }: Import): string {
  return `export ${names} from ${JSON.stringify(module)};`;
}

/** How the types of a module are reached. */
export function moduleType(module: string): string {
  return `import(${JSON.stringify(module)})`;
}

/** The type of what a module exports; of the module itself without a name. */
export function typeofIn(module: string, name?: string): string {
  return `typeof ${moduleType(module)}${name === undefined ? "" : `.${name}`}`;
}
