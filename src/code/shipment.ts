import { dirname, join } from "node:path";
import { atom, isTuple, type Tuple, tuple } from "../term/index.js";
import type { Resolved } from "./resolve.js";
import type { Sources, Unit } from "./unit.js";

/**
 * The sources of some files as a term that any node can keep and compile:
 * `{iex_ts_source, [RootPath], [{Path, Text, [{Specifier, Path}]}]}`; files of a project have the
 * name of their module besides. Relative imports are resolved where the files are; packages where the
 * code is loaded.
 */
export type Shipment = Tuple;

export function shipmentOf(roots: readonly string[], units: readonly Unit[]): Shipment {
  const byPath = new Map(units.map((unit) => [unit.path, unit]));
  const reached = new Set<string>();
  const reach = (path: string) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const other of byPath.get(path)?.files.values() ?? []) reach(other);
  };
  roots.forEach(reach);
  const files = units.filter(({ path }) => reached.has(path)).map(fileTerm);
  return tuple(atom.iex_ts_source, [...roots], files);
}

function fileTerm({ path, text, files, module }: Unit): Tuple {
  const links = [...files].map(([specifier, to]) => tuple(specifier, to));
  return module === undefined ? tuple(path, text, links) : tuple(path, text, links, module);
}

/**
 * Opens what another node sent.
 *
 * @param findPackage finds what is no file: on this node, since the files themselves are not here
 * @throws TypeError when it is no shipment
 */
export function openShipment(data: unknown, findPackage: FindPackage): { roots: string[]; sources: Sources } {
  const malformed = () => new TypeError("Cannot load the code that another node sent: it is not a list of sources");
  if (!isTuple(data) || data.length !== 3 || data[0] !== atom.iex_ts_source) throw malformed();
  const [, roots, list] = data as unknown as [unknown, unknown, unknown];
  if (!isListOf(roots, isString) || !isListOf(list, isFile)) throw malformed();
  const files = new Map(list.map(([path, text, links, module]) => [path, { text, links: new Map(links), module }]));
  if (roots.some((path) => !files.has(path))) throw malformed();
  return { roots, sources: memorySources(files, findPackage) };
}

type Files = Map<string, { text: string; links: Map<string, string>; module: string | undefined }>;

type FindPackage = (specifier: string, by?: "import" | "require") => Resolved;

function memorySources(files: Files, findPackage: FindPackage): Sources {
  return {
    read: (path) => files.get(path)?.text ?? "",
    resolve: (specifier, from, by) => {
      const path = files.get(from)?.links.get(specifier);
      if (path !== undefined && files.has(path)) return { kind: "file", path };
      if (/^[./]/.test(specifier))
        throw new Error(`${join(dirname(from), specifier)} was not sent with it and is not on this node`);
      return findPackage(specifier, by);
    },
    shown: (path) => path,
    moduleOf: (path) => files.get(path)?.module,
  };
}

function isFile(value: unknown): value is [string, string, [string, string][], string?] {
  if (!isTuple(value) || !isString(value[0]) || !isString(value[1]) || !isListOf(value[2], isLink)) return false;
  return value.length === 3 || (value.length === 4 && isString(value[3]));
}

function isLink(value: unknown): value is [string, string] {
  return isTuple(value) && value.length === 2 && value.every(isString);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isListOf<T>(value: unknown, is: (item: unknown) => item is T): value is T[] {
  return Array.isArray(value) && !isTuple(value) && value.every(is);
}
