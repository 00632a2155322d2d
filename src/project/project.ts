import { existsSync } from "node:fs";
import { join } from "node:path";
import { Application, Code } from "../index.js";
import { loadApplication, putEnv, startApplication } from "./application.js";
import { Build, type BuildOptions } from "./build.js";
import { type ApplicationSpec, findDefinition, restartTypeOf, specOf } from "./definition.js";
import { evaluateConfig, withEnvironment } from "./evaluation.js";
import { Store } from "./store.js";

/**
 * Opens the project of a folder: reads its `mix.ts`. Nothing of it is configured, compiled or started
 * yet; do that in this order.
 *
 * @param folder absolute
 * @param environment `dev`, `test` or `prod`
 * @throws Error when there is no project, or its `mix.ts` makes no sense
 * @example
 * const project = await openProject(process.cwd(), "test");
 * await project.configure();
 * await project.compile({ print: console.log });
 * await project.start();
 */
export async function openProject(folder: string, environment: string): Promise<Project> {
  const path = findDefinition(folder);
  Code.provideLibrary("iex-ts/config", () => import("./config.js"));
  const store = new Store(folder, environment);
  const exports = await withEnvironment(environment, () => Code.importFile(path, folder, store.compile));
  return new Project(folder, environment, { spec: specOf({ ...exports }), type: restartTypeOf({ ...exports }) }, store);
}

/** A project that is open. */
export class Project {
  readonly spec: ApplicationSpec;
  readonly #type: Application.RestartType;
  readonly #store: Store;
  readonly #build: Build;

  /** Use {@link openProject}. */
  constructor(
    /** Its folder. */
    readonly root: string,
    readonly environment: string,
    { spec, type }: { spec: ApplicationSpec; type: Application.RestartType },
    store: Store,
  ) {
    this.spec = spec;
    this.#type = type;
    this.#store = store;
    this.#build = new Build(root, spec.name, store);
  }

  /**
   * Evaluates `config/config.ts` and the files that it imports: from then on `Application.getEnv`
   * gives what they say. Without such a file, nothing is configured.
   *
   * @throws Error that names what is wrong; its stack names the file and the line
   */
  async configure(): Promise<void> {
    loadApplication(this.spec);
    const path = join(this.root, "config", "config.ts");
    if (!existsSync(path)) return;
    const load = (file: string): Promise<object> => Code.importFile(file, this.root, this.#store.compile);
    putEnv(await evaluateConfig(path, this.environment, load));
  }

  /**
   * Compiles what has changed since the last time, and loads the modules of the project. Once they
   * are loaded it loads again what has changed, with all that imports it: processes that run go on
   * with the functions they have, and later calls find the new ones. What fails leaves everything as
   * it was.
   *
   * @returns whether there was anything to do
   * @throws CompileError, or what a file throws when it runs
   */
  compile(options: BuildOptions = {}): Promise<"ok" | "noop"> {
    return this.#build.compile(options);
  }

  /**
   * The modules of the project as the prompt has them: each is reached through the name that its own
   * begins with.
   *
   * @example
   * project.modules(); // { P24Chat: … }, which has P24Chat.Application
   */
  modules(): Record<string, object> {
    const names = this.#build.modules().map((name) => name.split(".")[0]!);
    return Object.fromEntries([...new Set(names)].map((name) => [name, Code.moduleNamed(name)]));
  }

  /**
   * Starts the project's application, and before it those that it needs.
   *
   * @throws MixError in the words of Mix
   */
  start(): Promise<void> {
    return startApplication(this.spec.name, this.#type);
  }

  /** Says what happens when an application has ended that the node cannot do without; the others have been stopped. */
  whenTerminated(listener: () => void): void {
    Application.whenTerminated(listener);
  }

  /** Stops all applications, the last one first: for the end of the node. */
  stop(): Promise<void> {
    return Application.stopAll();
  }
}
