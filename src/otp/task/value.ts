import { ArgumentError, applyNamed, type Fun, type Module, moduleAtom, Process, self } from "../../process/index.js";
import { type Atom, atom, inspect, localOrigin, Pid, Reference, type TupleOf, tuple } from "../../term/index.js";

/** What a task runs, as it goes over the wire: `{Module, Function, Args}`. */
export type Mfa = TupleOf<[module: Atom, name: Atom, args: readonly unknown[]]>;

/** What a task runs, as it is given to the functions of `Task`. */
export type Call = readonly [fun: Fun] | readonly [module: Module, name: string | Atom, args: readonly unknown[]];

/** Who started a task: `{node, nameOrPid, pid}`. */
export type Owner = TupleOf<[node: Atom, known: Atom | Pid, pid: Pid]>;

declare const VALUE: unique symbol;

/** A task that somebody waits for: Elixir's `%Task{}`, on the wire too. */
export interface Task<T = unknown> {
  readonly __struct__: Atom;
  /** `{module, function, arity}` of what it runs; `{:erlang, :apply, 2}` for a function. */
  readonly mfa: TupleOf<[module: Atom, name: Atom, arity: number]>;
  /** The process that started it, the only one that may wait for it. */
  readonly owner: Pid;
  /** The process that runs it; `null` for a task that was completed from the beginning. */
  readonly pid: Pid | null;
  /** Comes back with the reply, `{ref, value}`, and with `{:DOWN, ref, …}`. */
  readonly ref: Reference;
  readonly [VALUE]?: T;
}

/** A task, or one that is still being started, such as by `Task.Supervisor.async`. */
export type Awaitable<T> = Task<T> | Promise<Task<T>>;

export const TASK = atom("Elixir.Task");

/** @internal */
export function makeTask<T>(pid: Pid | null, ref: Reference, [module, name, { length }]: Mfa): Task<T> {
  return Object.freeze({ __struct__: TASK, mfa: tuple(module, name, length), owner: self(), pid, ref });
}

/**
 * The task, if it is one of the calling process.
 *
 * @throws ArgumentError when another process has started it
 * @throws TypeError for what is no task
 */
export async function owned<T>(given: Awaitable<T>): Promise<Task<T>> {
  const task = await given;
  if (!(task?.ref instanceof Reference && task.owner instanceof Pid))
    throw new TypeError(`Cannot wait for ${inspect(task)}: give a task, such as Task.async() returns`);
  if (task.owner === self()) return task;
  throw new ArgumentError(
    `task ${inline(task)} must be queried from the owner but was queried from ${inspect(self())}`,
  );
}

/** @throws TypeError when it is no function, and no module, function name and list of arguments */
export function mfaOf(call: Call): Mfa {
  const [first, name, args] = call;
  if (name === undefined && typeof first === "function") return tuple(atom.erlang, atom.apply, [first, []]);
  if ((typeof name === "string" || typeof name === "symbol") && Array.isArray(args))
    return tuple(moduleAtom(first as Module), typeof name === "string" ? atom(name) : name, args);
  throw new TypeError("Cannot start a task: give a function, or a module, a function name and a list of arguments");
}

/** Runs what a task is for. */
export function run([module, name, args]: Mfa): unknown {
  return applyNamed(module, name, args);
}

/** The calling process as the owner of tasks. */
export function ownerHere(): Owner {
  const pid = self();
  return tuple(atom(localOrigin.node), Process.info(pid, "registeredName") ?? pid, pid);
}

/** The calling process, and those on whose behalf it works itself: `$callers`. */
export function callersHere(): readonly unknown[] {
  const known = Process.get(atom.$callers);
  return [self(), ...(Array.isArray(known) ? known : [])];
}

/** @internal a value on one line */
export function inline(value: unknown): string {
  return inspect(value, { width: Number.POSITIVE_INFINITY });
}
