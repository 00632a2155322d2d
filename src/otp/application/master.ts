import { log } from "../../io/index.js";
import {
  applyNamed,
  Exit,
  errorReason,
  type Module,
  moduleAtom,
  moduleNameOf,
  Process,
  receive,
  self,
  send,
  spawnLink,
  UndefinedFunctionError,
} from "../../process/index.js";
import { format } from "../../term/exception.js";
import { type Atom, atom, isTuple, nameToAtom, Pid, type Tuple, tuple } from "../../term/index.js";

/** What an application begins with, and what is called at its end. */
export interface Callbacks {
  /**
   * Starts the processes of the application.
   *
   * @param type `:normal`
   * @returns the pid of the top supervisor, or `{:ok, pid, state}`
   */
  start(type: Atom, args: any): unknown;
  /** Runs before the processes are ended by {@link stop}; returns the state for `stop`. */
  prepStop?(state: any): unknown;
  /** Tidies up when they have ended. */
  stop?(state: any): unknown;
}

/** What a master tells who started it. */
export const STARTED = atom("started");
/** Asks a master to end its application. */
export const STOP = atom("stop");

/**
 * Starts the master of an application: OTP's `application_master`. It is the group leader of all that
 * belongs to the application, and hands output on to the leader of the node. A process of its own
 * runs the callbacks and is the parent of the top supervisor.
 *
 * @param owner is told `{started, master}`, and is linked: the master ends with the reason for which
 *   the application did not start, or ended
 */
export function startMaster(owner: Pid, name: string, mod: readonly [Module, unknown], user: Pid): Pid {
  return spawnLink(async function applicationMaster() {
    const master = self();
    Process.flag("trapExit", true);
    Process.groupLeader(master, master);
    const starter = spawnLink(function applicationStarter() {
      return new Starter(master, name, mod).run(() => send(owner, tuple(STARTED, master)));
    });
    const reason = await lead(owner, starter, user);
    await endAll(master, atom.kill as Atom);
    throw new Exit(reason);
  });
}

/** Serves the application's processes until its own has ended; the result is why. */
async function lead(owner: Pid, starter: Pid, user: Pid): Promise<unknown> {
  for (;;) {
    const message = await receive();
    if (!isTuple(message)) continue;
    const [tag, from, reason] = message as Tuple;
    if (tag === atom.io_request || tag === IO_CANCEL) send(user, message);
    else if (tag === STOP) send(starter, message);
    else if (tag === atom.EXIT && from === starter) return reason;
    else if (tag === atom.EXIT && from === owner) Process.exit(starter, atom.shutdown);
  }
}

const IO_CANCEL = atom("io_cancel");

/** Ends what the application has started outside of its tree. */
async function endAll(leader: Pid, reason: Atom): Promise<void> {
  for (const pid of Process.list())
    if (pid !== self() && Process.info(pid, "groupLeader") === leader) Process.exit(pid, reason);
}

/** Runs the callbacks of an application. */
class Starter {
  #state: unknown = [];

  constructor(
    readonly master: Pid,
    readonly name: string,
    readonly mod: readonly [Module, unknown],
  ) {}

  /** Starts the application, and ends with the reason for which it ended. */
  async run(started: () => void): Promise<never> {
    Process.flag("trapExit", true);
    const top = await this.#start();
    started();
    const end = await this.#wait(top);
    await this.#attempt("prepStop", (state) => {
      this.#state = state;
    });
    if (end.to) await shutDown(top, end.to);
    await this.#attempt("stop");
    if (!Process.alive(this.master)) await endAll(this.master, atom.kill as Atom);
    throw new Exit(end.reason);
  }

  async #start(): Promise<Pid> {
    const [module, args] = this.mod;
    const call = tuple(nameOfModule(module), atom.start, [atom.normal, args]);
    let returned: unknown;
    try {
      returned = await callback(module, "start", [atom.normal, args]);
    } catch (error) {
      // To exit is how a start fails here: where OTP's functions return {:error, reason}.
      if (error instanceof Exit) throw new Exit(tuple(error.reason, call));
      throw new Exit(tuple(atom.bad_return, tuple(call, tuple(atom.EXIT, errorReason(error)))));
    }
    return this.#topOf(returned, call);
  }

  #topOf(returned: unknown, call: Tuple): Pid {
    if (returned instanceof Pid) return returned;
    const [tag, value, ...state] = isTuple(returned) ? (returned as readonly unknown[]) : [];
    if (tag === atom.error && state.length === 0) throw new Exit(tuple(value, call));
    if (tag !== atom.ok || !(value instanceof Pid) || state.length > 1)
      throw new Exit(tuple(atom.bad_return, tuple(call, returned)));
    if (state.length > 0) this.#state = state[0];
    return value;
  }

  /** Waits for the end of the top process, or the wish to end it. */
  #wait(top: Pid): Promise<{ reason: unknown; to?: unknown }> {
    const isEnd = (message: unknown): { reason: unknown; to?: unknown } | undefined => {
      const [tag, from, reason] = isTuple(message) ? (message as readonly unknown[]) : [];
      if (tag === STOP) return { reason: atom.normal, to: atom.shutdown };
      if (tag !== atom.EXIT) return undefined;
      if (from === top) return { reason };
      return from === this.master ? { reason, to: reason === atom.killed ? atom.shutdown : reason } : undefined;
    };
    return untilDefined(isEnd);
  }

  async #attempt(name: "prepStop" | "stop", use: (value: unknown) => void = () => {}): Promise<void> {
    const [module] = this.mod;
    try {
      if (has(module, name)) use(await callback(module, name, [this.#state]));
    } catch (error) {
      if (isUndefined(error, module, name)) return;
      log("error", `Application ${this.name}: ${name} failed\n${failure(error)}`);
    }
  }
}

async function untilDefined<T>(find: (message: unknown) => T | undefined): Promise<T> {
  for (;;) {
    const found = find(await receive());
    if (found !== undefined) return found;
  }
}

async function shutDown(top: Pid, reason: unknown): Promise<void> {
  Process.exit(top, reason);
  await untilDefined((message) => (isTuple(message) && message[0] === atom.EXIT && message[1] === top) || undefined);
}

function failure(error: unknown): string {
  if (error instanceof Exit) return format("exit", error.reason);
  const [reason, frames] = errorReason(error) as readonly [unknown, readonly unknown[]];
  return format("error", reason, frames);
}

function callback(module: Module, name: string, args: readonly unknown[]): unknown {
  if (isObject(module)) return Reflect.apply(Reflect.get(module, name), module, args);
  return applyNamed(moduleAtom(module), atom(name), args);
}

/** Of a module that is only known by name, nobody knows before it is called. */
function has(module: Module, name: string): boolean {
  return !isObject(module) || typeof Reflect.get(module, name) === "function";
}

function isUndefined(error: unknown, module: Module, name: string): boolean {
  return (
    !isObject(module) &&
    error instanceof UndefinedFunctionError &&
    error.module === moduleAtom(module) &&
    error.fun === atom(name)
  );
}

function nameOfModule(module: Module): Atom {
  if (!isObject(module)) return nameToAtom(module);
  return moduleNameOf(module) ?? nameToAtom("Application");
}

function isObject(module: Module): module is object {
  return typeof module === "object" || typeof module === "function";
}
