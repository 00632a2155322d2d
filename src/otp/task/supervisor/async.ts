import { countAsStarted, type Fun, type Module, Process } from "../../../process/index.js";
import { type Atom, atom, type Pid } from "../../../term/index.js";
import type { Server } from "../../server.js";
import type { Shutdown } from "../../supervisor/child-spec.js";
import { order } from "../async.js";
import { type Call, type Mfa, mfaOf, ownerHere, type Task } from "../value.js";
import { isFull, startTask, tooManyTasks } from "./start-task.js";

export interface AsyncOptions {
  /** How long the task may take to end when its supervisor ends, in milliseconds; 5000 when left out. */
  shutdown?: Shutdown | undefined;
}

/** A function, or module, function name and arguments; and the options. */
export type SupervisedCall<O> =
  | readonly [fun: Fun, options?: O | undefined]
  | readonly [module: Module, name: string | Atom, args: readonly unknown[], options?: O | undefined];

/**
 * Starts a task under a supervisor, on this or another node, whose value the caller waits for with
 * `Task.await` (`Task.Supervisor.async/3` and `/5`). Task and caller are linked. What the task
 * prints appears where the supervisor is, and so does the report of a failure.
 *
 * @param supervisor a pid, a name, or `[name, node]`
 * @param call a function; or module, function name and arguments; then the options
 * @throws Exit when the supervisor cannot be reached
 * @throws Error when it has as many tasks as it may have
 * @example
 * const task = await Task.Supervisor.async(["P24Chat.TaskSupervisor", "bob@localhost"], "P24Chat", "receiveMessage", ["hi"]);
 * await Task.await(task);
 */
export function async<T>(supervisor: Server, fun: () => T, options?: AsyncOptions): Promise<Task<Awaited<T>>>;
export function async(supervisor: Server, ...call: SupervisedCall<AsyncOptions>): Promise<Task<any>>;
export function async(supervisor: Server, ...call: SupervisedCall<AsyncOptions>): Promise<Task<any>> {
  return begin(supervisor, call, (pid) => Process.link(pid));
}

/**
 * As {@link async}, without a link: the caller does not end when the task fails, `Task.await` exits,
 * `Task.yield` gives `{:exit, reason}` (`Task.Supervisor.async_nolink/3` and `/5`). Unless the task is
 * awaited, `{ref, value}` or `{:DOWN, ref, :process, pid, reason}` comes to the mailbox.
 */
export function asyncNolink<T>(supervisor: Server, fun: () => T, options?: AsyncOptions): Promise<Task<Awaited<T>>>;
export function asyncNolink(supervisor: Server, ...call: SupervisedCall<AsyncOptions>): Promise<Task<any>>;
export function asyncNolink(supervisor: Server, ...call: SupervisedCall<AsyncOptions>): Promise<Task<any>> {
  return begin(supervisor, call, () => true);
}

async function begin(
  supervisor: Server,
  call: SupervisedCall<AsyncOptions>,
  tie: (pid: Pid) => true,
): Promise<Task<any>> {
  const { mfa, options } = parsedCall(call);
  const pid = await startReplying(supervisor, options).catch((error: unknown) => {
    throw isFull(error) ? tooManyTasks() : error;
  });
  countAsStarted(pid);
  tie(pid);
  return order(pid, mfa);
}

/** @internal A task there that waits for its order from the caller. */
export function startReplying(supervisor: Server, { shutdown }: AsyncOptions, owner = ownerHere()): Promise<Pid> {
  return startTask(supervisor, [owner, atom.monitor], { restart: "temporary", shutdown });
}

/** @internal What is to run, and the options. */
export function parsedCall<O extends object>(
  call: SupervisedCall<O>,
): { mfa: Mfa; options: O | Record<string, never> } {
  const [first, second, third, fourth] = call;
  if (typeof second === "string" || typeof second === "symbol")
    return { mfa: mfaOf([first, second, third as readonly unknown[]] as Call), options: fourth ?? {} };
  return { mfa: mfaOf([first as Fun]), options: second ?? {} };
}
