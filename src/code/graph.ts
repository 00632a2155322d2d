import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { messageOf } from "../term/index.js";
import type { Compile, Compiled } from "./compile.js";
import { defineValue, parseJson, requireAgain } from "./foreign.js";
import { importError } from "./import-error.js";
import { importLibrary, rememberImport } from "./library.js";
import { addStar, createNamespace, defineExports, type Namespace } from "./namespace.js";
import { isPackage, loadPackageResolver, type Resolved } from "./resolve.js";
import { rememberRuntime } from "./runtime.js";
import { locateThrough, mapStack } from "./source-map.js";

/** Where the files of a graph come from: the disk, or what another node sent. */
export interface Sources {
  read(path: string): string;
  /** @throws Error when there is nothing of that name */
  resolve(specifier: string, from: string): Resolved;
  /** The file as the user named it, for messages. */
  shown(path: string): string;
  /** The name of the module that a file of a project is. */
  moduleOf?(path: string): string | undefined;
  /** Compiles a file in another way than from scratch. */
  readonly compile?: Compile | undefined;
}

/** A file of the user that is loaded. */
export interface Unit {
  readonly path: string;
  readonly text: string;
  /** The name of the module that it is in its project. */
  readonly module: string | undefined;
  readonly namespace: Namespace;
  /** The files it imports: specifier → path. */
  readonly files: ReadonlyMap<string, string>;
}

interface Draft extends Unit {
  readonly files: Map<string, string>;
  readonly compiled: Compiled | undefined;
  /** One per import of `compiled`. */
  readonly imported: Namespace[];
  state: "linked" | "instantiated" | "evaluated";
  start(): void;
  done: Promise<void>;
}

/**
 * Files that import each other, loaded together: each is evaluated once per graph, and again by the
 * next graph, so code is as fresh as its files. As with any ES modules, all files are linked before
 * the first runs, and a file runs after those that it imports.
 */
export class Graph {
  readonly #units = new Map<string, Draft>();

  /** @param kept files that are not to be evaluated again: those who import them get what they export */
  constructor(
    readonly sources: Sources,
    kept: readonly Unit[] = [],
  ) {
    for (const unit of kept)
      this.#units.set(unit.path, { ...blank(unit.path), ...unit, files: new Map(unit.files), state: "evaluated" });
  }

  /** Every file that was loaded, imported ones before those that import them. */
  readonly loaded: Unit[] = [];

  /**
   * Loads files and all that they import.
   *
   * @throws CompileError, or whatever a file throws when it runs; the others may have run by then
   */
  async load(paths: readonly string[]): Promise<Unit[]> {
    for (const path of paths) await this.#link(path);
    const units = paths.map((path) => this.#unit(path));
    const fresh = [...this.#units.values()].filter(({ state }) => state === "linked");
    for (const unit of fresh) this.#instantiate(unit);
    for (const unit of fresh) this.#passOn(unit, new Set());
    for (const unit of fresh) check(unit, this.sources);
    for (const unit of units) await this.#evaluate(unit);
    return units;
  }

  /** What `import(specifier)` gives in a file at that path, which need not exist. */
  async import(specifier: string, from: string): Promise<Namespace> {
    const unit = blank(from);
    return this.#dynamic(specifier, unit);
  }

  #unit(path: string): Draft {
    return this.#units.get(path)!;
  }

  async #link(path: string): Promise<void> {
    if (this.#units.has(path)) return;
    const unit = await draft(path, this.sources);
    if (this.#units.has(path)) return;
    this.#units.set(path, unit);
    if (unit.compiled?.meta) await loadPackageResolver();
    for (const { specifier } of unit.compiled?.imports ?? []) unit.imported.push(await this.#import(specifier, unit));
  }

  async #import(specifier: string, unit: Draft): Promise<Namespace> {
    const library = await importLibrary(specifier);
    if (library) return library;
    if (isPackage(specifier)) await loadPackageResolver();
    const found = this.#resolve(specifier, unit);
    if (found.kind === "module") return importNative(specifier, found.url);
    unit.files.set(specifier, found.path);
    await this.#link(found.path);
    return this.#unit(found.path).namespace;
  }

  #resolve(specifier: string, unit: Draft): Resolved {
    try {
      return this.sources.resolve(specifier, unit.path);
    } catch (cause) {
      const shown = this.sources.shown(unit.path);
      throw importError(`Cannot import ${JSON.stringify(specifier)}: ${messageOf(cause)}`, unit, { specifier, shown });
    }
  }

  #instantiate(unit: Draft): void {
    unit.state = "instantiated";
    if (!unit.compiled) return;
    const { code, maps } = unit.compiled;
    const run = new Script(code, { filename: unit.path }).runInThisContext();
    mapStack(unit.path, locateThrough(maps));
    const ready = new Promise<void>((resolve) => (unit.start = resolve));
    const runtime = {
      ready,
      meta: meta(unit.path, this.sources),
      export: (getters: Record<string, () => unknown>) => defineExports(unit.namespace, getters),
      import: (specifier: unknown) => this.#dynamic(String(specifier), unit),
    };
    rememberRuntime(runtime, unit.path);
    unit.done = run(runtime, ...unit.imported);
    // Whoever evaluates the file sees the failure; until then it must not count as unhandled.
    unit.done.catch(() => {});
  }

  async #dynamic(specifier: string, unit: Draft): Promise<Namespace> {
    const namespace = await this.#import(specifier, unit);
    const path = unit.files.get(specifier);
    if (path) await this.load([path]);
    return namespace;
  }

  /** Does `export *`, those of the files it names first. */
  #passOn(unit: Draft, visited: Set<Draft>): void {
    if (visited.has(unit)) return;
    visited.add(unit);
    for (const index of unit.compiled?.stars ?? []) {
      const from = unit.imported[index] as Namespace;
      const path = unit.files.get(unit.compiled?.imports[index]?.specifier ?? "");
      if (path) this.#passOn(this.#unit(path), visited);
      addStar(unit.namespace, from);
    }
  }

  async #evaluate(unit: Draft): Promise<void> {
    if (unit.state === "evaluated") return;
    unit.state = "evaluated";
    for (const { specifier } of unit.compiled?.imports ?? []) {
      const path = unit.files.get(specifier);
      if (path) await this.#evaluate(this.#unit(path));
    }
    unit.start();
    await unit.done;
    this.loaded.push(unit);
  }
}

async function draft(path: string, sources: Sources): Promise<Draft> {
  const text = sources.read(path);
  const unit = { ...blank(path), text, module: sources.moduleOf?.(path) };
  if (path.endsWith(".json")) {
    defineValue(unit.namespace, parseJson(text, path));
    return unit;
  }
  const compile = sources.compile ?? (await import("./compile.js")).compile;
  const compiled = await compile(text, path, sources.shown(path));
  if (!compiled.commonJs) return { ...unit, compiled };
  defineValue(unit.namespace, requireAgain(path));
  return unit;
}

function blank(path: string): Draft {
  return {
    path,
    text: "",
    module: undefined,
    namespace: createNamespace(),
    compiled: undefined,
    files: new Map(),
    imported: [],
    state: "linked",
    start() {},
    done: Promise.resolve(),
  };
}

async function importNative(specifier: string, url: string): Promise<Namespace> {
  const namespace = await (url.endsWith(".json") ? import(url, { with: { type: "json" } }) : import(url));
  if (!url.startsWith("file:") || !/^[./]/.test(specifier)) rememberImport(specifier, namespace);
  return namespace;
}

/** An import of a name that the other file does not export is an error before anything runs. */
function check(unit: Draft, sources: Sources): void {
  unit.compiled?.imports.forEach(({ specifier, needs }, i) => {
    const from = unit.imported[i] as Namespace;
    const missing = needs.find((name) => !(name in from));
    if (missing !== undefined) throw missingExport(unit, specifier, missing, sources);
  });
}

function missingExport(unit: Draft, specifier: string, name: string, sources: Sources): Error {
  const shown = sources.shown(unit.path);
  return importError(`${JSON.stringify(specifier)} does not export ${name}`, unit, { specifier, name, shown });
}

function meta(path: string, sources: Sources) {
  const resolveUrl = (specifier: string): string => {
    const found = sources.resolve(specifier, path);
    return found.kind === "file" ? pathToFileURL(found.path).href : found.url;
  };
  const url = pathToFileURL(path).href;
  return Object.assign(Object.create(null), {
    url,
    filename: fileURLToPath(url),
    dirname: dirname(path),
    resolve: resolveUrl,
  });
}
