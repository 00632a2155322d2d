import { dirname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Script } from "node:vm";
import { messageOf } from "../term/index.js";
import { blankDraft, checkNames, commonJsDraft, type Draft, draft, isWaitingFor, readDraft } from "./draft.js";
import { defineValue } from "./foreign.js";
import { checkType, importError } from "./import-error.js";
import { importLibrary, requireLibrary } from "./library.js";
import { addStar, defineExports, type Namespace } from "./namespace.js";
import { importNative, requireNative } from "./native.js";
import { isPackage, loadPackageResolver, type Resolved } from "./resolve.js";
import { createRuntime, type ImportOptions, type Runtime } from "./runtime.js";
import { locateThrough, mapStack } from "./source-map.js";
import type { Compiled, Sources, Unit } from "./unit.js";

/**
 * Files that import each other, loaded together: each is evaluated once per graph, and again by the
 * next graph, so code is as fresh as its files. As with any ES modules, all files are linked before
 * the first runs, and a file runs after those that it imports.
 */
export class Graph {
  readonly #units = new Map<string, Draft>();
  /** What CommonJS files export is known when they have run: then names are checked as late as that. */
  #hasCommonJs = false;
  #prepared: Promise<unknown> = Promise.resolve();

  /** @param kept files that are not to be evaluated again: those who import them get what they export */
  constructor(
    readonly sources: Sources,
    kept: readonly Unit[] = [],
  ) {
    for (const unit of kept)
      this.#units.set(unit.path, { ...blankDraft(unit.path), ...unit, files: new Map(unit.files), state: "evaluated" });
  }

  /** Every file that was loaded, imported ones before those that import them. */
  readonly loaded: Unit[] = [];

  /**
   * Loads files and all that they import.
   *
   * @throws CompileError, or whatever a file throws when it runs; the others may have run by then
   */
  async load(paths: readonly string[]): Promise<Unit[]> {
    await this.#prepare(async () => {
      for (const path of paths) await this.#link(path);
    });
    const units = paths.map((path) => this.#unit(path));
    for (const unit of units) await this.#evaluate(unit, blankDraft(""));
    return units;
  }

  /** What `import(specifier)` gives in a file at that path, which need not exist. */
  async import(specifier: string, from: string, options?: ImportOptions): Promise<Namespace> {
    return this.#dynamic(specifier, blankDraft(from), options);
  }

  /** What `require(specifier)` gives in a file at that path, which need not exist. */
  require(specifier: string, from: string): unknown {
    return this.#require(specifier, blankDraft(from));
  }

  /** The path of the user's file that `require(specifier)` would load; undefined for packages. */
  resolve(specifier: string, from: string): string | undefined {
    const found = this.sources.resolve(specifier, from, "require");
    return found.kind === "file" ? found.path : undefined;
  }

  /** Files are linked for one at a time: what fails leaves nothing that is half done. */
  #prepare<T>(link: () => Promise<T>): Promise<T> {
    const prepared = this.#prepared.then(async () => {
      try {
        const linked = await link();
        this.#connect([...this.#units.values()].filter(({ state }) => state === "linked"));
        return linked;
      } catch (error) {
        for (const { path, state } of this.#units.values()) if (state === "linked") this.#units.delete(path);
        throw error;
      }
    });
    this.#prepared = prepared.catch(() => {});
    return prepared;
  }

  #connect(fresh: readonly Draft[]): void {
    for (const unit of fresh) this.#instantiate(unit);
    for (const unit of fresh) this.#passOn(unit, new Set());
    if (!this.#hasCommonJs) for (const unit of fresh) checkNames(unit, this.sources);
    for (const unit of fresh) unit.state = "instantiated";
  }

  #unit(path: string): Draft {
    return this.#units.get(path)!;
  }

  async #link(path: string): Promise<void> {
    if (this.#units.has(path)) return;
    const unit = await draft(path, this.sources);
    if (this.#units.has(path)) return;
    this.#units.set(path, unit);
    this.#hasCommonJs ||= unit.compiled?.commonJs === true;
    if (unit.compiled?.meta) await loadPackageResolver();
    for (const { specifier, type } of unit.compiled?.imports ?? [])
      unit.imported.push(await this.#import(specifier, unit, type));
  }

  async #import(specifier: string, unit: Draft, type?: string): Promise<Namespace> {
    const library = await importLibrary(specifier);
    if (library) return library;
    if (isPackage(specifier)) await loadPackageResolver();
    const found = this.#resolve(specifier, unit);
    checkType(found, type, unit, { specifier, shown: this.sources.shown(unit.path) });
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
    if (!unit.compiled || unit.commonJs) return;
    const { code, maps } = unit.compiled;
    const run = new Script(code, { filename: unit.path }).runInThisContext();
    mapStack(unit.path, locateThrough(maps));
    const ready = new Promise<void>((resolve) => (unit.start = resolve));
    const runtime = Object.assign(this.#runtime(unit), {
      ready,
      export: (getters: Record<string, () => unknown>) => defineExports(unit.namespace, getters),
    });
    unit.done = run(runtime, ...unit.imported);
    // Whoever evaluates the file sees the failure; until then it must not count as unhandled.
    unit.done.catch(() => {});
  }

  #runtime(unit: Draft): Runtime {
    return createRuntime(unit.path, {
      meta: meta(unit.path, this.sources),
      import: (specifier, options) => this.#dynamic(String(specifier), unit, options),
      require: (specifier) => this.#require(specifier, unit),
      resolve: (specifier) => this.resolve(specifier, unit.path),
    });
  }

  async #dynamic(specifier: string, unit: Draft, options?: ImportOptions): Promise<Namespace> {
    const namespace = await this.#prepare(() => this.#import(specifier, unit, options?.with?.type));
    const path = unit.files.get(specifier);
    if (path) await this.#evaluate(this.#unit(path), unit);
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

  /** In a cycle nobody can wait for the others. */
  async #evaluate(unit: Draft, by: Draft): Promise<void> {
    if (isWaitingFor(unit, by)) return;
    by.waitsFor.add(unit);
    unit.evaluation ??= this.#begin(unit);
    await unit.evaluation.finally(() => by.waitsFor.delete(unit));
  }

  async #begin(unit: Draft): Promise<void> {
    if (unit.state === "evaluating" || unit.state === "evaluated") return;
    if (unit.commonJs) return this.#run(unit, unit.commonJs);
    unit.state = "evaluating";
    try {
      await this.#evaluateModule(unit);
    } catch (reason) {
      Object.assign(unit, { state: "failed", reason });
      throw reason;
    }
    unit.state = "evaluated";
    this.loaded.push(unit);
  }

  async #evaluateModule(unit: Draft): Promise<void> {
    for (const { specifier } of unit.compiled?.imports ?? []) {
      const path = unit.files.get(specifier);
      if (path) await this.#evaluate(this.#unit(path), unit);
    }
    if (this.#hasCommonJs) this.#passOn(unit, new Set());
    if (this.#hasCommonJs) checkNames(unit, this.sources);
    unit.start();
    await unit.done;
  }

  #require(specifier: string, unit: Draft): unknown {
    const library = requireLibrary(specifier);
    if (library) return library;
    const found = this.#resolveRequired(specifier, unit);
    if (found.kind === "module") return requireNative(specifier, found.url, unit.path);
    unit.files.set(specifier, found.path);
    const other = this.#required(found.path);
    if (other.commonJs) this.#run(other, other.commonJs);
    else if (other.state === "failed") throw other.reason;
    else if (other.state !== "evaluated") throw this.#tooEarly(specifier, unit);
    return other.commonJs ? other.commonJs.exports : other.namespace;
  }

  /** At a prompt there is no file, only the folder it stands for. */
  #resolveRequired(specifier: string, { path, text }: Draft): Resolved {
    try {
      return this.sources.resolve(specifier, path, "require");
    } catch (error) {
      if (text === "" && error instanceof Error)
        error.message = error.message.replace(`from ${path}`, `from ${dirname(path)}`);
      throw error;
    }
  }

  /** An ES module of which nothing has run yet becomes CommonJS, so that nobody has to wait for it. */
  #required(path: string): Draft {
    const unit = this.#units.get(path) ?? readDraft(path, this.sources);
    if (!unit.commonJs && (unit.state === "linked" || unit.state === "instantiated"))
      Object.assign(unit, commonJsDraft(unit, this.sources));
    this.#units.set(path, unit);
    return unit;
  }

  #tooEarly(specifier: string, unit: Draft): Error {
    const why = "it is an ES module that is still being loaded, import it instead";
    const shown = this.sources.shown(unit.path);
    return importError(`Cannot require ${JSON.stringify(specifier)}: ${why}`, unit, { specifier, shown });
  }

  /** Once per graph; in a cycle the others see what it has exported so far. */
  #run(unit: Draft, module: { exports: unknown }): void {
    if (unit.state === "evaluating" || unit.state === "evaluated") return;
    unit.state = "evaluating";
    try {
      if (unit.compiled) this.#call(unit, unit.compiled, module);
    } catch (error) {
      // Whoever asks next runs it again.
      Object.assign(unit, { state: "instantiated", commonJs: { exports: {} } });
      throw error;
    }
    unit.state = "evaluated";
    this.loaded.push(unit);
  }

  #call(unit: Draft, { code, maps }: Compiled, module: { exports: unknown }): void {
    const { path, namespace } = unit;
    const run = new Script(code, { filename: path, lineOffset: -1 }).runInThisContext();
    mapStack(path, locateThrough(maps));
    const runtime = this.#runtime(unit);
    const folder = dirname(path);
    Object.assign(module, { id: path, filename: path, path: folder, loaded: false, children: [], require: runtime });
    run.call(module.exports, module.exports, runtime, module, path, folder, runtime);
    Object.assign(module, { loaded: true });
    defineValue(namespace, module.exports, /\.[cm]?tsx?$/.test(path));
  }
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
