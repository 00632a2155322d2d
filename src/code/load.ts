import { existsSync } from "node:fs";
import { basename, extname, join, resolve as resolvePath } from "node:path";
import { ArgumentError } from "../process/errors.js";
import { type Atom, atom, atomToName, isTuple, nameToAtom, type Tuple, tuple } from "../term/index.js";
import type { Sources, Unit } from "./graph.js";
import { providedBy } from "./library.js";
import { isRemoteCodeAllowed } from "./remote-code.js";
import { moduleName, registerModule, whichModule } from "./server.js";
import { openShipment, type Shipment, shipmentOf } from "./shipment.js";

/** What loading files gave. */
export interface Loaded {
  /** The modules that the named files define, in order. */
  readonly modules: Atom[];
  /** Those of them that were loaded before. */
  readonly redefined: Atom[];
  /** What the prompt can use: each export by name, and the modules that files are, by theirs. */
  readonly exports: Record<string, unknown>;
}

export interface LoadOptions {
  /** Told about every module that replaces another, in iex's words. */
  readonly warn?: (text: string) => void;
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
  const { diskSources } = await import("./loader.js");
  const files = await locate(typeof paths === "string" ? [paths] : paths, cwd);
  return load(files, diskSources(cwd), options);
}

async function locate(paths: readonly string[], cwd: string): Promise<string[]> {
  const { findFile } = await import("./loader.js");
  const found = paths.map((path) => findFile(resolvePath(cwd, path)));
  const missing = paths.filter((_, i) => found[i] === undefined);
  if (missing.length > 0)
    throw new ArgumentError(
      `could not find files ${missing.join(", ")} in ${cwd}: check the name, or give the whole path`,
    );
  return found as string[];
}

/**
 * Compiles a module's file again, as it is now: `r(Remote)`.
 *
 * @returns `{:reloaded, [Module]}` with all modules of the file
 * @throws ArgumentError when the module has no file on this node
 */
export async function reload(
  module: string | Atom | object,
  cwd = process.cwd(),
  options: LoadOptions = {},
): Promise<Tuple> {
  const name = nameOf(module);
  const file = whichModule(name)?.source?.file;
  if (file === undefined)
    throw new ArgumentError(
      `could not reload ${atomToName(name)}: it was not loaded from a file, load one with c("...")`,
    );
  if (!existsSync(file))
    throw new ArgumentError(
      `could not reload ${atomToName(name)}: ${file} is not on this node, load it again with c("...")`,
    );
  const { diskSources } = await import("./loader.js");
  const { modules } = await load([file], diskSources(cwd), options);
  return tuple(atom.reloaded, modules);
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
export async function loadShipped(data: unknown, cwd = process.cwd(), options: LoadOptions = {}): Promise<Loaded> {
  if (!isRemoteCodeAllowed())
    throw new Error("Cannot load code that another node sent: this node was started with --no-remote-code");
  const { resolve } = await import("./loader.js");
  const { roots, sources } = openShipment(data, (specifier) => resolve(specifier, join(cwd, "iex")));
  return load(roots, sources, options);
}

function nameOf(module: string | Atom | object): Atom {
  if (typeof module === "string" || typeof module === "symbol") return nameToAtom(module);
  const name = moduleName(module);
  if (name === undefined)
    throw new ArgumentError("could not find the module: give its name, or an object that c() loaded");
  return name;
}

/** Nothing is registered before everything has run. */
async function load(paths: readonly string[], sources: Sources, options: LoadOptions): Promise<Loaded> {
  const { Graph } = await import("./loader.js");
  const graph = new Graph(sources);
  const named = await graph.load(paths);
  const defined = define(graph.loaded);
  const loaded: Loaded = { modules: [], redefined: [], exports: {} };
  for (const [unit, modules] of defined)
    for (const [name, value] of modules) {
      if (redefines(name, unit, named)) {
        loaded.redefined.push(nameToAtom(name));
        options.warn?.(redefinition(name, unit, sources));
      }
      const shipment = shipmentOf([unit.path], graph.loaded);
      registerModule(name, value, { source: { file: unit.path, shipment } });
    }
  for (const unit of new Set(named)) {
    const modules = defined.get(unit) ?? [];
    loaded.modules.push(...modules.map(([name]) => nameToAtom(name)));
    Object.assign(loaded.exports, Object.fromEntries(modules), { ...unit.namespace });
  }
  return loaded;
}

/** The modules of each file. What several files export belongs to the one that was loaded first. */
function define(units: readonly Unit[]): Map<Unit, [name: string, value: object][]> {
  const seen = new Set<unknown>();
  return new Map(
    units.map((unit) => {
      const own = Object.entries(unit.namespace).filter(([, value]) => !seen.has(value));
      for (const [, value] of own) seen.add(value);
      return [unit, modulesOf(unit.path, own)];
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

function modulesOf(path: string, own: [name: string, value: unknown][]): [name: string, value: object][] {
  const found = own.filter((entry): entry is [string, object] => isModule(...entry));
  const functions = own.filter(([name, value]) => typeof value === "function" && !/^\p{Lu}/u.test(name));
  const mine = functions.filter(([, value]) => !providedBy(value as object));
  const name = camelCase(path);
  const taken = mine.length === 0 || found.some(([other]) => other === name);
  return taken ? found : [...found, [name, Object.freeze(Object.fromEntries(mine))]];
}

function isModule(name: string, value: unknown): boolean {
  if (!/^\p{Lu}/u.test(name)) return false;
  if (typeof value === "function")
    return /^class\b/.test(Function.prototype.toString.call(value)) && !providedBy(value);
  if (typeof value !== "object" || value === null || providedBy(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function camelCase(path: string): string {
  const words = basename(path, extname(path)).split(/[^\p{L}\p{N}]+/u);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
