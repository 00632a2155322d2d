import {
  type Atom,
  atom,
  atomName,
  atomToName,
  makeRef,
  type Pid,
  type Reference,
  type TupleOf,
  tuple,
} from "../term/index.js";
import { applyNamed, type Fun, type Module, moduleAtom } from "./apply.js";
import { current, enter } from "./current.js";
import { Exit } from "./errors.js";
import { errorReason, finish, finishWithError } from "./exit.js";
import { addLink } from "./link.js";
import { me } from "./me.js";
import { addMonitor, watch } from "./monitor.js";
import { type InitialCall, Pcb } from "./pcb.js";
import { isApart, later } from "./scheduler.js";
import { insert, newPid } from "./table.js";

/** What a process runs: a function, or module, name and arguments. */
export type Spawnable = [fun: Fun] | [module: Module, name: string | Atom, args: readonly unknown[]];

/**
 * Starts a process (`Kernel.spawn/1`, `Kernel.spawn/3`). It runs from the next turn on and ends
 * when the function's promise settles: with `:normal`, or with the reason that was thrown.
 *
 * @param call an async or plain function; or module, function name and arguments
 * @example
 * const pid = spawn(async () => IO.puts(await receive()));
 * const other = spawn("Remote", "chat", []);
 */
export function spawn(...call: Spawnable): Pid {
  return start(call).pid;
}

/** As {@link spawn}, linked to the caller from the beginning (`Kernel.spawn_link/1`). */
export function spawnLink(...call: Spawnable): Pid {
  const parent = me();
  const process = start(call);
  addLink(parent, process.pid);
  addLink(process, parent.pid);
  return process.pid;
}

/** As {@link spawn}, monitored by the caller from the beginning (`Kernel.spawn_monitor/1`). */
export function spawnMonitor(...call: Spawnable): TupleOf<[Pid, Reference]> {
  const parent = me();
  const { pid } = start(call);
  const ref = makeRef();
  addMonitor(parent, ref, { target: pid, alias: undefined });
  watch(pid, parent.pid, ref);
  return tuple(pid, ref);
}

/**
 * Runs a function as a process and waits for its value: for code that is not a process, such as a
 * script or the body of a test.
 *
 * @throws whatever the function throws
 * @example
 * await inProcess(async () => { send(self(), "hi"); return receive(); }); // "hi"
 */
export function inProcess<T>(fun: () => T): Promise<Awaited<T>> {
  return new Promise((resolve, reject) => {
    const process = create(callOf(fun), {});
    const interrupted = (exit: unknown): void => reject(exit);
    process.pending = new Set([interrupted]);
    run(process, async () => {
      try {
        resolve((await fun()) as Awaited<T>);
      } catch (error) {
        // Who is linked hears of it; it needs no report, the caller has it.
        reject(error);
        finish(process, error instanceof Exit ? error.reason : errorReason(error));
      }
      process.pending?.delete(interrupted);
    });
  });
}

/** @internal What a new process has from its surroundings. */
export interface Birth {
  /** The group leader; the caller's, when left out. */
  groupLeader?: Pid;
  parent?: Pid;
}

/** @internal Starts a process on behalf of this or another node. */
export function start(call: Spawnable, birth: Birth = {}): Pcb {
  if (isFunction(call)) {
    const process = create(callOf(call[0]), birth);
    run(process, call[0]);
    return process;
  }
  const [module, name, args] = namedCall(call);
  const process = create({ module: atomToName(module), name: atomName(name), arity: args.length }, birth);
  run(process, () => applyNamed(module, name, args));
  return process;
}

/** @internal A class is a function too, so what follows tells a module from a function. */
export function isFunction(call: Spawnable): call is [Fun] {
  return call.length === 1 && typeof call[0] === "function";
}

/** @internal Module, function name and arguments, checked. */
export function namedCall([module, name, args]: Spawnable): [Atom, Atom, readonly unknown[]] {
  const fun = typeof name === "string" ? atom(name) : name;
  if (typeof fun !== "symbol" || !Array.isArray(args))
    throw new TypeError(
      "Cannot spawn without a function: give one, or a module, a function name and a list of arguments",
    );
  return [moduleAtom(module), fun, args];
}

function callOf(fun: Fun): InitialCall {
  return { module: "", name: fun.name || "anonymous", arity: fun.length };
}

let defaultLeader: Pid | undefined;

/** @internal Says who leads processes that nobody's process starts. */
export function setDefaultGroupLeader(pid: Pid): void {
  defaultLeader = pid;
}

let startLeader: (() => void) | undefined;

/** @internal Says what starts a default group leader, when the first process needs one. */
export function whenLeaderless(start: () => void): void {
  startLeader = start;
}

/** @internal The default group leader. Whoever starts it starts processes itself: they come first. */
export function leaderOfNobody(pid: Pid): Pid {
  const start = startLeader;
  startLeader = undefined;
  if (!defaultLeader) start?.();
  return defaultLeader ?? pid;
}

function create(call: InitialCall, birth: Birth): Pcb {
  const caller = current();
  if (caller?.dead) me();
  const pid = newPid();
  const process = new Pcb(pid, birth.groupLeader ?? caller?.groupLeader ?? leaderOfNobody(pid), call);
  process.parent = birth.parent ?? caller?.pid;
  insert(process);
  return process;
}

const READY = Promise.resolve();

function run(process: Pcb, body: () => unknown): void {
  enter(process, () => {
    const turn = isApart(process) ? new Promise<void>((begin) => later(process, begin)) : READY;
    turn
      .then(() => (process.dead ? undefined : body()))
      .then(
        () => {
          process.hasReturned = true;
          finish(process, atom.normal);
        },
        (error: unknown) => {
          process.hasReturned = true;
          finishWithError(process, error);
        },
      );
  });
}
