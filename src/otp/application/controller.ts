import { log } from "../../io/index.js";
import { current, Exit, inProcess, Process, self, send, spawn } from "../../process/index.js";
import { inline } from "../../term/exception/stacktrace.js";
import { type Atom, atom, isTuple, type Pid, tuple } from "../../term/index.js";
import * as GenServer from "../gen-server.js";
import { formatError } from "./format-error.js";
import { STARTED, STOP, startMaster } from "./master.js";
import { type AppName, forget, isLoaded, isStandard, load, loadedSpec, nameOf, standardNames } from "./spec.js";

/** What the end of an application means to its node. */
export type RestartType = "permanent" | "transient" | "temporary";

/** An application that runs, or is about to. */
interface Running {
  readonly name: string;
  readonly type: RestartType;
  /** Undefined for a library: it has no processes. */
  readonly master: Pid | undefined;
  started: boolean;
  /** Who waits for its start, and who for its end. */
  readonly starting: GenServer.From[];
  readonly stopping: GenServer.From[];
}

/** The name of the process that starts and ends applications. */
const NAME = "application_controller";

const running = new Map<string, Running>();

/** Told when an application has ended that the node cannot do without. */
let terminated: (app: Atom, reason: unknown) => void = () => {};

/**
 * @internal Says what happens when an application has ended that the node cannot do without: it was
 * started as `permanent`, or as `transient` and did not end normally. The others have been stopped.
 */
export function whenTerminated(listener: (app: Atom, reason: unknown) => void): void {
  terminated = listener;
}

interface Controller {
  calls: {
    start(name: string, type: RestartType): unknown;
    stop(name: string): unknown;
    unload(name: string): unknown;
  };
}

const controller: GenServer.Behaviour<null, Controller> = {
  init() {
    Process.flag("trapExit", true);
    Process.groupLeader(self(), userLeader());
    running.clear();
    for (const name of standardNames) running.set(name, library(name, "permanent"));
    return null;
  },
  handleCall: {
    start: (state, name, type) => answer(state, () => begin(name, type, GenServer.from())),
    stop: (state, name) => answer(state, () => end(name, GenServer.from())),
    unload: (state, name) => answer(state, () => unloadHere(name)),
  },
  handleInfo(state, message: unknown) {
    const [tag, pid, reason] = isTuple(message) ? (message as readonly unknown[]) : [];
    const app = [...running.values()].find(({ master }) => master !== undefined && master === pid);
    if (app && tag === STARTED) hasStarted(app);
    else if (app && tag === atom.EXIT) hasEnded(app, reason);
    return GenServer.noreply(state);
  },
};

/** `undefined` is answered later; `:ok` now; an exit is the caller's. */
function answer(state: null, body: () => Atom | undefined): GenServer.CallResult<null, unknown> {
  try {
    const value = body();
    return value === undefined ? GenServer.noreply(state) : GenServer.reply(value, state);
  } catch (error) {
    if (error instanceof Exit) return GenServer.reply(tuple(atom.error, error.reason), state);
    throw error;
  }
}

/** Output of applications goes where that of the node goes. */
function userLeader(): Pid {
  return Process.whereis("user") ?? Process.groupLeader();
}

function library(name: string, type: RestartType): Running {
  return { name, type, master: undefined, started: true, starting: [], stopping: [] };
}

function begin(name: string, type: RestartType, from: GenServer.From): Atom | undefined {
  const known = running.get(name);
  if (known?.started) throw new Exit(tuple(atom.already_started, atom(name)));
  if (known) {
    known.starting.push(from);
    return undefined;
  }
  const { mod, applications = [] } = loadedSpec(name);
  const absent = applications.find((dependency) => !running.get(nameOf(dependency))?.started);
  if (absent !== undefined) throw new Exit(tuple(atom.not_started, atom(nameOf(absent))));
  if (!mod) {
    running.set(name, library(name, type));
    return atom.ok;
  }
  const master = startMaster(self(), name, mod, userLeader());
  running.set(name, { name, type, master, started: false, starting: [from], stopping: [] });
  return undefined;
}

function end(name: string, from: GenServer.From): Atom | undefined {
  const app = running.get(name);
  if (!app?.started) throw new Exit(tuple(atom.not_started, atom(name)));
  if (app.master) {
    if (app.stopping.push(from) === 1) send(app.master, tuple(STOP));
    return undefined;
  }
  running.delete(name);
  tell(name, atom.stopped);
  return atom.ok;
}

function unloadHere(name: string): Atom {
  if (running.has(name)) throw new Exit(tuple(atom.running, atom(name)));
  forget(name);
  return atom.ok;
}

function hasStarted(app: Running): void {
  app.started = true;
  for (const from of app.starting.splice(0)) GenServer.reply(from, atom.ok);
}

function hasEnded(app: Running, reason: unknown): void {
  running.delete(app.name);
  const wanted = app.stopping.length > 0;
  tell(app.name, wanted ? atom.stopped : reason);
  for (const from of app.stopping) GenServer.reply(from, atom.ok);
  for (const from of app.starting) GenServer.reply(from, tuple(atom.error, reason));
  const harmless = app.type === "temporary" || (app.type === "transient" && reason === atom.normal);
  if (!wanted && !harmless) terminate(app, reason);
}

function tell(name: string, reason: unknown): void {
  if (leaving && reason === atom.stopped) return;
  log("notice", `Application ${name} exited: ${formatError(reason)}`);
}

/** An application has ended without which the node is of no use: the others are stopped, the newest first. */
function terminate({ name, type, started }: Running, reason: unknown): void {
  const what = started ? atom.application_terminated : atom.application_start_failure;
  const why = inline(tuple(what, atom(name), reason));
  log("error", `The node cannot go on without the ${type} application ${name}: ${why}`);
  const others = startedNames().filter((other) => !isStandard(other));
  spawn(async function terminating() {
    for (const other of others) await stop(other).catch(() => {});
    terminated(atom(name), reason);
  });
}

/** @internal The names of all that run, newest first. */
export function startedNames(): string[] {
  if (!Process.whereis(NAME)) return [...standardNames].reverse();
  return [...running.values()].flatMap(({ name, started }) => (started ? [name] : [])).reverse();
}

/** @internal The name of the application whose processes that group leader leads. */
export function ledBy(leader: Pid): string | undefined {
  return [...running.values()].find(({ master }) => master === leader)?.name;
}

/**
 * Starts an application whose dependencies run (`Application.start/2`). When it is still being
 * started by somebody else, this waits for that.
 *
 * @param type what its end means to the node: nothing but a line in the log when it is `temporary`;
 *   with `permanent` always, and with `transient` unless it ends normally, the other applications
 *   are stopped, and a project's node ends
 * @returns `:ok`
 * @throws Exit with OTP's reason, which {@link formatError} puts in words: `{:already_started, app}`,
 *   `{:not_started, dependency}`, `{"no such file or directory", "app.app"}`, `{reason, {module,
 *   :start, args}}`, `{:bad_return, …}`, `{:invalid_restart_type, type}`
 * @example
 * await Application.start("p24_chat"); // :ok
 */
export async function start(app: AppName, type: RestartType = "temporary"): Promise<Atom> {
  if (!TYPES.includes(type)) throw new Exit(tuple(atom.invalid_restart_type, type));
  if (!isLoaded(nameOf(app))) load(app);
  return ask("start", nameOf(app), type);
}

const TYPES: readonly unknown[] = ["permanent", "transient", "temporary"];

/**
 * Stops an application (`Application.stop/1`): `prepStop`, then its processes in reverse order, then
 * `stop`. It stays loaded.
 *
 * @returns `:ok`
 * @throws Exit with `{:not_started, app}`
 */
export function stop(app: AppName): Promise<Atom> {
  return ask("stop", nameOf(app));
}

/**
 * Forgets an application and its environment (`Application.unload/1`).
 *
 * @returns `:ok`
 * @throws Exit with `{:running, app}` or `{:not_loaded, app}`
 */
export function unload(app: AppName): Promise<Atom> {
  return ask("unload", nameOf(app));
}

/** True while the node ends: then the end of an application is no news. */
let leaving = false;

/** @internal Stops all applications, the newest first, as the end of the node does. */
export async function stopAll(): Promise<void> {
  leaving = true;
  try {
    for (const name of startedNames()) if (!isStandard(name)) await stop(name).catch(() => {});
  } finally {
    leaving = false;
  }
}

/** Asks the controller, which the first question starts. */
async function ask(request: string, ...args: unknown[]): Promise<Atom> {
  if (!current()) return inProcess(() => ask(request, ...args));
  if (!Process.whereis(NAME)) await GenServer.start(controller, [], { name: NAME }).catch(unlessStarted);
  const reply: unknown = await GenServer.within(Number.POSITIVE_INFINITY).call(NAME, request, ...args);
  if (isTuple(reply)) throw new Exit(reply[1]);
  return reply as Atom;
}

/** Two may ask the first question at once. */
function unlessStarted(error: unknown): void {
  if (!Process.whereis(NAME)) throw error;
}
