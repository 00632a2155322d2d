import { createRequire } from "node:module";
import { join } from "node:path";
import { types } from "node:util";

/** A value that both ends can find by name: an export of this library, of Node.js or of a package. */
export interface Provided {
  readonly specifier: string;
  /** The name of the export; `*` is all of them. */
  readonly name: string;
}

type Exports = Record<string, unknown>;

const libraries = new Map<string, Exports | (() => Promise<Exports>)>();
const known = new WeakMap<object | symbol, Provided>();

/**
 * Gives what a specifier stands for in files of the user and in functions that travel: the library
 * that runs, not a second copy of it. Its exports travel by name.
 *
 * @param specifier such as `iex-ts`
 * @param exports the namespace, or how to load it when it is first needed
 */
export function provideLibrary(specifier: string, exports: object | (() => Promise<object>)): void {
  libraries.set(specifier, exports as Exports);
  if (typeof exports !== "function") rememberImport(specifier, exports);
}

/** The exports of a provided library; undefined for any other specifier. */
export async function importLibrary(specifier: string): Promise<Exports | undefined> {
  const found = libraries.get(specifier);
  if (typeof found !== "function") return found;
  const exports = await (found as () => Promise<Exports>)();
  provideLibrary(specifier, exports);
  return exports;
}

/**
 * What `require` gives for a provided library; undefined for any other specifier.
 *
 * @throws Error when the library is still to be loaded, which takes an import
 */
export function requireLibrary(specifier: string): Exports | undefined {
  const found = libraries.get(specifier);
  if (typeof found !== "function") return found;
  throw new Error(`Cannot require ${specifier} before it is loaded: use import`);
}

/** Remembers where values came from, as {@link rememberImport} does, without running getters. */
export function rememberRequired(specifier: string, exports: unknown): void {
  if ((typeof exports !== "object" || exports === null) && typeof exports !== "function") return;
  remember(exports, { specifier, name: "*" });
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(exports)))
    remember(value, { specifier, name });
}

/**
 * Remembers where values came from, so that functions that capture them can travel: the values
 * themselves stay, and the receiver takes its own.
 *
 * @param specifier a package or a built-in module, as an import statement names it
 */
export function rememberImport(specifier: string, namespace: object): void {
  remember(namespace, { specifier, name: "*" });
  for (const name of Object.keys(namespace)) remember(read(namespace, name), { specifier, name });
}

function remember(value: unknown, as: Provided): void {
  if (isOneOfAKind(value) && !known.has(value)) known.set(value, as);
}

/** What is found by name and by nothing else; an atom travels by itself. */
function isOneOfAKind(value: unknown): value is object | symbol {
  if (typeof value === "symbol") return Symbol.keyFor(value) === undefined;
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** An export that has no value yet, in a cycle of imports, throws when it is read. */
function read(namespace: object, name: string): unknown {
  try {
    return (namespace as Exports)[name];
  } catch {
    return undefined;
  }
}

/** Where a value was imported from, if that is known. */
export function providedBy(value: object | symbol): Provided | undefined {
  return known.get(value);
}

/**
 * Takes this node's own value for what another node named.
 *
 * @throws Error when there is no such package, or no such export, here
 */
export function provided({ specifier, name }: Provided): unknown {
  const library = libraries.get(specifier);
  const exports = library === undefined ? required(specifier) : library;
  if (typeof exports === "function" && library !== undefined)
    throw new Error(`Cannot use ${specifier}: it is not loaded on this node, import it here first`);
  if (name === "*") return exports;
  if (!(name in Object(exports)) && name !== "default")
    throw new Error(`Cannot find ${name} in ${specifier}: this node has another version of it`);
  const value = (exports as Exports)[name];
  return name === "default" && !types.isModuleNamespaceObject(exports) && library === undefined ? exports : value;
}

function required(specifier: string): unknown {
  try {
    return createRequire(join(process.cwd(), "iex"))(specifier);
  } catch (cause) {
    throw new Error(`Cannot load ${specifier} on this node: install it in ${process.cwd()}`, { cause });
  }
}
