/** OTP's applications, as Elixir's `Application` offers them. */

import { Exit, type Module, moduleAtom, Process } from "../process/index.js";
import { type Atom, atom, nameToAtom, Pid, type TupleOf, tuple } from "../term/index.js";
import { ledBy, type RestartType, start, startedNames, stop } from "./application/controller.js";
import { CIRCULAR } from "./application/format-error.js";
import { type ApplicationSpec, type AppName, load, loadedSpec, loadedSpecs, nameOf } from "./application/spec.js";

export { type RestartType, start, stop, stopAll, unload, whenTerminated } from "./application/controller.js";
export {
  deleteEnv,
  type EnvKey,
  type EnvOf,
  type EnvValue,
  fetchEnv,
  fetchEnvOrThrow,
  getAllEnv,
  getEnv,
  type PutOptions,
  putAllEnv,
  putEnv,
} from "./application/env.js";
export { formatError } from "./application/format-error.js";
export type { Callbacks } from "./application/master.js";
export { type ApplicationSpec, type AppName, load, spec } from "./application/spec.js";

/** The name, the description and the version of an application. */
export type Described = TupleOf<[app: Atom, description: string, version: string]>;

/** As {@link start}, for an application that may run already (`Application.ensure_started/2`). */
export async function ensureStarted(app: AppName, type?: RestartType): Promise<Atom> {
  return startedNames().includes(nameOf(app)) ? atom.ok : start(app, type);
}

/**
 * Starts an application and before it all that it needs and that does not run yet
 * (`Application.ensure_all_started/2`). When one of them fails, those that were started are stopped
 * again.
 *
 * @returns the names of the applications that were started, in that order
 * @throws Exit with `{app, reason}`: which one failed, and why, as {@link start} says it;
 *   `{:circular_dependency, apps}` for applications that need each other
 * @example
 * await Application.ensureAllStarted("p24_chat"); // [:p24_chat]
 */
export async function ensureAllStarted(app: AppName, type?: RestartType): Promise<Atom[]> {
  const begun: string[] = [];
  try {
    await startAll(nameOf(app), type, begun, []);
    return begun.map((name) => atom(name));
  } catch (error) {
    for (const name of begun.reverse()) await stop(name).catch(() => {});
    throw error;
  }
}

async function startAll(name: string, type: RestartType | undefined, begun: string[], path: string[]): Promise<void> {
  if (startedNames().includes(name)) return;
  await naming(name, async () => {
    if (path.includes(name)) throw new Exit(tuple(CIRCULAR, [...path.slice(path.indexOf(name)), name].map(nameToAtom)));
    return loadedSpec(name);
  });
  for (const dependency of loadedSpec(name).applications ?? [])
    await startAll(nameOf(dependency), type, begun, [...path, name]);
  if (await naming(name, () => newly(name, type))) begun.push(name);
}

/** False when somebody else was faster. */
async function newly(name: string, type: RestartType | undefined): Promise<boolean> {
  try {
    await start(name, type);
    return true;
  } catch (error) {
    if (startedNames().includes(name)) return false;
    throw error;
  }
}

async function naming<T>(name: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    throw error instanceof Exit ? new Exit(tuple(atom(name), error.reason)) : error;
  }
}

/** As {@link load}, for an application that may be loaded already (`Application.ensure_loaded/1`). */
export function ensureLoaded(app: ApplicationSpec | AppName): Atom {
  const name = nameOf(typeof app === "object" ? app.name : app);
  return loadedSpecs().some((spec) => spec.name === name) ? atom.ok : load(app);
}

/** What is loaded, newest first: `[{app, description, version}]` (`Application.loaded_applications/0`). */
export function loadedApplications(): Described[] {
  return loadedSpecs().map(describe);
}

/**
 * What runs, newest first: `[{app, description, version}]` (`Application.started_applications/0`).
 *
 * @example
 * Application.startedApplications().map(([app]) => app); // [:p24_chat, :logger, :iex, …]
 */
export function startedApplications(): Described[] {
  return startedNames().map((name) => describe(loadedSpec(name)));
}

function describe({ name, description = "", version = "" }: ApplicationSpec): Described {
  return tuple(atom(name), description, version);
}

/**
 * The application that a module or a process of this node belongs to (`Application.get_application/1`,
 * `:application.get_application/1`), `null` when there is none.
 *
 * @param of a pid; a module that is in the specification of a loaded application
 */
export function getApplication(of: Pid | Module): Atom | null {
  const name = of instanceof Pid ? applicationOfProcess(of) : applicationOfModule(of);
  return name === undefined ? null : atom(name);
}

function applicationOfProcess(pid: Pid): string | undefined {
  const leader = Process.info(pid, "groupLeader");
  return leader ? ledBy(leader) : undefined;
}

function applicationOfModule(module: Module): string | undefined {
  const name = moduleAtom(module);
  return loadedSpecs().find(({ modules = [] }) => modules.some((known) => nameToAtom(known) === name))?.name;
}
