import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { Code } from "../index.js";
import { DEFINITION } from "./definition.js";
import { withDependents } from "./dependents.js";
import { configFiles, readTexts, sourceFiles } from "./files.js";
import {
  type Changes,
  changesSince,
  compiling,
  digest,
  digestAll,
  isUnchanged,
  type Manifest,
  readManifest,
} from "./manifest.js";
import { COMPILER, type Store, writeWhole } from "./store.js";

export interface BuildOptions {
  /** Compiles everything. */
  readonly force?: boolean;
  /** Told what is done, line by line. */
  readonly print?: (line: string) => unknown;
}

/** What of a project is compiled and loaded. */
export class Build {
  readonly #src: string;
  /** The files that run now, imported ones before those that import them. */
  #units: readonly Code.Unit[] = [];
  #loaded = false;
  /** One compilation after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    readonly root: string,
    readonly app: string,
    readonly store: Store,
  ) {
    this.#src = join(root, "src");
  }

  /**
   * Compiles what has changed, and loads it with all that depends on it. What fails leaves everything
   * as it was.
   *
   * @returns whether there was anything to do
   * @throws CompileError, or what a file throws when it runs
   */
  compile(options: BuildOptions = {}): Promise<"ok" | "noop"> {
    const done = this.#turn.then(() => this.#compile(options));
    this.#turn = done.catch(() => {});
    return done;
  }

  async #compile({ force = false, print = () => {} }: BuildOptions): Promise<"ok" | "noop"> {
    const before = force ? undefined : readManifest(this.store.manifest);
    const texts = readTexts(this.root, this.#files(before));
    const changes = changesSince(before, this.#current(texts));
    if (force) for (const [path, text] of texts) this.store.forget(join(this.root, path), text);
    if (changes.stale.length > 0) await print(compiling(changes.stale.length));
    const reloaded = await this.#load(texts, changes.all && this.#loaded);
    if (isUnchanged(changes)) return reloaded ? "ok" : "noop";
    if (this.#write(before, changes)) await print(`Generated ${this.app} app`);
    return "ok";
  }

  /** The names of the modules of this project that are loaded. */
  modules(): string[] {
    return this.#modules().map(({ name }) => name);
  }

  /** Those that there are, that there were, and that run, which may be more: files outside of `src/`. */
  #files(before: Manifest | undefined): string[] {
    const running = this.#units.map(({ path }) => relative(this.root, path));
    return [...new Set([...sourceFiles(this.root), ...Object.keys(before?.files ?? {}), ...running])];
  }

  #current(texts: ReadonlyMap<string, string>): Omit<Manifest, "modules"> {
    return {
      compiler: COMPILER,
      definition: digestAll(readTexts(this.root, [DEFINITION])),
      config: digestAll(readTexts(this.root, configFiles(this.root))),
      files: Object.fromEntries([...texts].map(([path, text]) => [path, digest(text)])),
    };
  }

  /** @returns whether anything was loaded or taken away */
  async #load(texts: ReadonlyMap<string, string>, all: boolean): Promise<boolean> {
    const sources = sourceFiles(this.root).map((path) => join(this.root, path));
    const concerned = all ? new Set(sources) : this.#concerned(texts, sources);
    if (concerned.size === 0 && this.#loaded) return false;
    const kept = this.#units.filter(({ path }) => !concerned.has(path));
    const files = [...sources, ...this.#units.map(({ path }) => path)];
    const fresh = [...new Set(files)].filter((path) => concerned.has(path) && existsSync(path));
    const { units, modules } = await this.#compileFiles(fresh, kept);
    const defined = new Set(modules);
    for (const { module, file } of this.#modules())
      if (concerned.has(file) && !defined.has(module)) Code.purgeModule(module);
    this.#units = [...kept, ...units];
    this.#loaded = true;
    return true;
  }

  #compileFiles(files: readonly string[], kept: readonly Code.Unit[]): Promise<Pick<Code.Loaded, "units" | "modules">> {
    Code.addSourceRoot(this.#src);
    return Code.compileFiles(files, this.root, { compile: this.store.compile, kept });
  }

  /** Files that are new, changed or gone, and all that import them. */
  #concerned(texts: ReadonlyMap<string, string>, sources: readonly string[]): Set<string> {
    const running = new Map(this.#units.map(({ path, text }) => [path, text]));
    const changed = [...running].filter(([path, text]) => texts.get(relative(this.root, path)) !== text);
    const added = sources.filter((path) => !running.has(path));
    return withDependents([...changed.map(([path]) => path), ...added], this.#units);
  }

  #modules(): { module: symbol; name: string; file: string }[] {
    const src = join(this.#src, "/");
    return Code.loadedModules().flatMap(({ module, source }) =>
      source?.file.startsWith(src)
        ? [{ module, name: String(Symbol.keyFor(module)).replace(/^Elixir\./, ""), file: source.file }]
        : [],
    );
  }

  /** @returns whether the application as a whole is another than before */
  #write(before: Manifest | undefined, changes: Changes): boolean {
    const modules = this.modules().sort();
    const files = Object.fromEntries(this.#units.map(({ path, text }) => [relative(this.root, path), digest(text)]));
    writeWhole(this.store.manifest, JSON.stringify({ ...this.#current(new Map()), files, modules } satisfies Manifest));
    this.store.prune();
    return changes.application || modules.join() !== before?.modules.join();
  }
}
