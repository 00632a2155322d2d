import type { Surroundings } from "./protocol.js";
import { exportOf, type Files, type Import, typeofIn } from "./reach.js";

/** What makes a name known whose value is from a file or from the library. */
export interface Loaded {
  /** What gives its value and its type at once; absent where nothing does. */
  readonly both?: Import;
  /** The type of its value, as TypeScript. */
  readonly value: string;
  readonly type?: Import | undefined;
}

/** A name that stands for a module, or for what a loaded file exports; undefined for others. */
export function loadedAs(name: string, around: Surroundings, files: Files): Loaded | undefined {
  const own = ownOf(name, around, files);
  const type = typesOf(name, around, files);
  if (namesBelow(name, around).length > 0) return { value: nestedType(name, around, files), type };
  return own && type && { both: type, value: typeofIn(own.module, own.exported), type };
}

/** Where the value of a name is: an export of a file, or all of it. */
interface Own {
  readonly module: string;
  readonly exported: string | undefined;
}

function ownOf(name: string, { modules, builtins }: Surroundings, files: Files): Own | undefined {
  const last = name.split(".").at(-1)!;
  const file = modules.find((module) => module.name === name)?.file;
  if (file !== undefined) return { module: file, exported: files.exportsOf(file).has(last) ? last : undefined };
  if (name !== last) return undefined;
  const other = builtins.includes(name)
    ? undefined
    : modules.find((each) => files.exportsOf(each.file).has(name))?.file;
  const module = other ?? (files.exportsOf("iex-ts").has(name) ? "iex-ts" : undefined);
  return module === undefined ? undefined : { module, exported: name };
}

/** The types of a module. Where it is a whole file they have those of the modules below among them. */
function typesOf(name: string, around: Surroundings, files: Files): Import | undefined {
  const own = ownOf(name, around, files);
  if (own?.exported !== undefined) return { names: `{ ${own.exported} }`, module: own.module };
  const below = namesBelow(name, around).flatMap((part) => typesOf(`${name}.${part}`, around, files) ?? []);
  if (below.length === 0 && !own) return undefined;
  const names = `* as ${name.includes(".") ? JSON.stringify(name.split(".").at(-1)) : name}`;
  if (below.length === 0) return own && { names, module: own.module };
  const all = own ? [{ names: "*", module: own.module }, ...below] : below;
  return { names, module: files.write(name, all.map(exportOf).join("")) };
}

/** The modules below a module are members of it that no declaration tells of: `3d.ts` makes one, too. */
function nestedType(name: string, around: Surroundings, files: Files): string {
  const own = ownOf(name, around, files);
  const members = namesBelow(name, around).map(
    (part) => `readonly ${JSON.stringify(part)}: ${nestedType(`${name}.${part}`, around, files)}`,
  );
  const parts = [own && typeofIn(own.module, own.exported), members.length > 0 && `{ ${members.join("; ")} }`];
  return parts.filter(Boolean).join(" & ");
}

/** The names of the modules directly below one, and of those that only others are below of. */
function namesBelow(name: string, { modules }: Surroundings): string[] {
  const depth = name.split(".").length;
  const below = modules.filter((module) => module.name.startsWith(`${name}.`));
  return [...new Set(below.map((module) => module.name.split(".")[depth]!))];
}
