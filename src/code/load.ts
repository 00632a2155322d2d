import { existsSync } from "node:fs";
import { join, resolve as resolvePath } from "node:path";
import { ArgumentError } from "../process/errors.js";
import { type Atom, atom, atomToName, isTuple, nameToAtom, type Tuple, tuple } from "../term/index.js";
import { diskSources } from "./disk.js";
import { Graph } from "./graph.js";
import { providedBy } from "./library.js";
import { type Namespace, namespaceFile, replaceExports } from "./namespace.js";
import { fileModule, projectModule } from "./naming.js";
import { nestModule } from "./nest.js";
import { isRemoteCodeAllowed } from "./remote-code.js";
import { findFile, resolve } from "./resolve.js";
import { moduleName, registerModule, whichModule } from "./server.js";
import { openShipment, type Shipment, shipmentOf } from "./shipment.js";
import type { Compile, Sources, Unit } from "./unit.js";

/** What loading files gave. */
export interface Loaded {
  /** The modules that the named files define, in order. */
  readonly modules: Atom[];
  /** Those of them that were loaded before. */
  readonly redefined: Atom[];
  /** What the prompt can use: each export by name, and the modules that files are, by theirs. */
  readonly exports: Record<string, unknown>;
  /** All files that were loaded, imported ones before those that import them. */
  readonly units: readonly Unit[];
}

export interface LoadOptions {
  /** Told about every module that replaces another, in iex's words. */
  readonly warn?: (text: string) => void;
  /** Compiles a file, in place of compiling it from scratch. */
  readonly compile?: Compile;
  /** Files that were loaded before and are not to be evaluated again when others import them. */
  readonly kept?: readonly Unit[];
}

/**
 * Compiles and loads TypeScript files and what they import: `c("remote.ts")`.
 *
 * Every export that begins with an upper-case letter and is an object or a class is a module. If a
 * file exports functions in lower case, the file is a module too: `my_chat.ts` is `MyChat`. A file
 * that fails leaves everything as it was.
 *
 * @param cwd the folder that paths are relative to
 * @throws ArgumentError for a file that is not there, CompileError for one that cannot be compiled,
 *   or whatever a file throws when it runs
 */
export async function compileFiles(
  paths: string | readonly string[],
  cwd = process.cwd(),
  options: LoadOptions = {},
): Promise<Loaded> {
  const files = locate(typeof paths === "string" ? [paths] : paths, cwd);
  return load(files, diskSources(cwd, options.compile), options);
}

/** Compiles the text of one file without running it. */
export const compileText: Compile = async (text, path, shown) =>
  (await import("./compile.js")).compile(text, path, shown);

function locate(paths: readonly string[], cwd: string): string[] {
  const found = paths.map((path) => findFile(resolvePath(cwd, path)));
  const missing = paths.filter((_, i) => found[i] === undefined);
  if (missing.length > 0)
    throw new ArgumentError(
      `could not find files ${missing.join(", ")} in ${cwd}: check the name, or give the whole path`,
    );
  return found as string[];
}

/** How a module to reload is named: by itself, its name, what `import * as` gave, or the path of a file. */
type Named = string | Atom | object;

/**
 * Compiles files again, as they are now: `r(Remote)`. What `import` gave of a file shows the new code
 * from then on, when it is what is asked for.
 *
 * @param named a module, or a list of them
 * @returns `{:reloaded, [Module]}` with all modules of their files
 * @throws ArgumentError when a module has no file on this node; then none is loaded
 */
export async function reload(
  named: Named | readonly Named[],
  cwd = process.cwd(),
  options: LoadOptions = {},
): Promise<Tuple> {
  const files = new Map([named].flat().map((module) => [module, fileOf(module, cwd)]));
  const { modules, units } = await load([...new Set(files.values())], diskSources(cwd), options);
  for (const [module, file] of files) {
    const unit = units.find(({ path }) => path === file);
    if (unit && isObject(module) && namespaceFile(module)) replaceExports(module as Namespace, unit.namespace);
  }
  return tuple(atom.reloaded, modules);
}

function fileOf(module: Named, cwd: string): string {
  const imported = isObject(module) ? namespaceFile(module) : undefined;
  if (imported !== undefined) return existing(imported, imported);
  if (typeof module === "string" && PATH.test(module) && !whichModule(module)) return locate([module], cwd)[0]!;
  const name = nameOf(module);
  const file = whichModule(name)?.source?.file;
  if (file === undefined)
    throw new ArgumentError(
      `could not reload ${atomToName(name)}: it was not loaded from a file, load one with c("...")`,
    );
  return existing(file, atomToName(name));
}

function existing(file: string, name: string): string {
  if (existsSync(file)) return file;
  throw new ArgumentError(`could not reload ${name}: ${file} is not on this node, load it again with c("...")`);
}

/** What names a file and no module: it has a folder, or an extension. */
const PATH = /[\\/]|\.([cm]?[jt]s|[jt]sx|json)$/;

function isObject(module: string | Atom | object): module is object {
  return typeof module !== "string" && typeof module !== "symbol";
}

/**
 * What another node needs to load a module: the sources of its file and of the files it imports.
 *
 * @throws ArgumentError for modules that are built in or not loaded
 */
export function source(module: string | Atom | object): Shipment {
  const name = nameOf(module);
  const found = whichModule(name)?.source;
  if (!found) throw new ArgumentError(`could not find the source of ${atomToName(name)}: load its file with c("...")`);
  return found.shipment;
}

/**
 * Loads what {@link source} gave on another node. Packages are looked for in this node's folder.
 *
 * @throws TypeError when the data is something else, Error when this node takes no code
 */
export async function loadShipped(
  data: unknown,
  cwd = process.cwd(),
  options: LoadOptions = {},
): Promise<Omit<Loaded, "units">> {
  if (!isRemoteCodeAllowed())
    throw new Error("Cannot load code that another node sent: this node was started with --no-remote-code");
  const { roots, sources } = openShipment(data, (specifier, by) => resolve(specifier, join(cwd, "iex"), by));
  // The answer goes to the node that sent it: what the files are is known there.
  const { modules, redefined, exports } = await load(roots, sources, options);
  return { modules, redefined, exports };
}

function nameOf(module: string | Atom | object): Atom {
  if (!isObject(module)) return nameToAtom(module);
  const name = moduleName(module);
  if (name === undefined)
    throw new ArgumentError("could not find the module: give its name, its file, or what c() or import gave");
  return name;
}

/** Nothing is registered before everything has run. */
async function load(paths: readonly string[], sources: Sources, options: LoadOptions): Promise<Loaded> {
  const { kept = [] } = options;
  const graph = new Graph(sources, kept);
  const named = await graph.load(paths);
  const defined = define(graph.loaded, kept);
  const loaded = { modules: [] as Atom[], redefined: [] as Atom[], exports: {}, units: graph.loaded };
  for (const [unit, modules] of defined)
    for (const [name, value] of modules) {
      if (redefines(name, unit, named)) {
        loaded.redefined.push(nameToAtom(name));
        options.warn?.(redefinition(name, unit, sources));
      }
      const shipment = shipmentOf([unit.path], [...kept, ...graph.loaded]);
      registerModule(name, value, { source: { file: unit.path, shipment } });
      nestModule(name);
    }
  for (const unit of new Set(named)) {
    const modules = defined.get(unit) ?? [];
    loaded.modules.push(...modules.map(([name]) => nameToAtom(name)));
    const atPrompt = modules.filter(([name]) => !name.includes("."));
    Object.assign(loaded.exports, Object.fromEntries(atPrompt), { ...unit.namespace });
  }
  return loaded;
}

/**
 * Registers the modules of files that somebody else has loaded, such as a test runner. They have no
 * source here: other nodes cannot be given them.
 *
 * @param files those that are imported by others, before them
 */
export function registerFiles(files: readonly { readonly path: string; readonly namespace: object }[]): void {
  const units = files.map(({ path, namespace }) => ({
    path,
    namespace: { ...namespace },
    module: projectModule(path),
  }));
  for (const modules of define(units).values())
    for (const [name, value] of modules) {
      registerModule(name, value);
      nestModule(name);
    }
}

/** What of a file says which modules it defines. */
type Definer = Pick<Unit, "path" | "module" | "namespace">;

/** The modules of each file. What several files export belongs to the one that was loaded first. */
function define<U extends Definer>(
  units: readonly U[],
  before: readonly Definer[] = [],
): Map<U, [name: string, value: object][]> {
  const seen = new Set<unknown>(before.flatMap(({ namespace }) => Object.values(namespace)));
  return new Map(
    units.map((unit) => {
      const own = Object.entries(unit.namespace).filter(([, value]) => !seen.has(value));
      for (const [, value] of own) seen.add(value);
      return [unit, modulesOf(unit, own)];
    }),
  );
}

/** A file that is loaded only because another imports it, and is the same as before, is not news. */
function redefines(name: string, unit: Unit, named: readonly Unit[]): boolean {
  const before = whichModule(name);
  if (!before) return false;
  const texts = (before.source?.shipment[2] ?? []) as Tuple[];
  return named.includes(unit) || !texts.some((file) => isTuple(file) && file[0] === unit.path && file[1] === unit.text);
}

function redefinition(name: string, { path, text }: Unit, { shown }: Sources): string {
  const declares = new RegExp(`\\bexport\\b[^;\\n]*\\b${name.replace(/\$/g, "\\$&")}\\b`);
  const line = Math.max(1, text.split("\n").findIndex((candidate) => declares.test(candidate)) + 1);
  return `warning: redefining module ${name} (current version defined in memory)\n  ${shown(path)}:${line}\n`;
}

function modulesOf({ path, module }: Definer, own: [name: string, value: unknown][]): [name: string, value: object][] {
  const exported = own.filter((entry): entry is [string, object] => isModule(...entry));
  const found = exported.map(([name, value]): [string, object] => [inProject(name, module), value]);
  const functions = own.filter(([name, value]) => typeof value === "function" && !/^\p{Lu}/u.test(name));
  const mine = functions.filter(([, value]) => !providedBy(value as object));
  const name = module ?? fileModule(path);
  const taken = mine.length === 0 || found.some(([other]) => other === name);
  return taken ? found : [...found, [name, readOnly(mine)]];
}

/** In a project the export that is named as its file is the file's module, and others are below it. */
function inProject(name: string, module: string | undefined): string {
  if (module === undefined) return name;
  return module === name || module.endsWith(`.${name}`) ? module : `${module}.${name}`;
}

/** Its functions stay as they are; modules below it may come later. */
function readOnly(functions: readonly [name: string, value: unknown][]): object {
  return Object.defineProperties(
    {},
    Object.fromEntries(functions.map(([name, value]) => [name, { value, enumerable: true }])),
  );
}

function isModule(name: string, value: unknown): boolean {
  if (!/^\p{Lu}/u.test(name)) return false;
  if (typeof value === "function")
    return /^class\b/.test(Function.prototype.toString.call(value)) && !providedBy(value);
  if (typeof value !== "object" || value === null || providedBy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
