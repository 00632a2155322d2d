import { Process, self, send } from "../../process/index.js";
import { atom, makeRef, type Pid, tuple } from "../../term/index.js";
import { release } from "./answer.js";
import { startAlone, startReplying } from "./supervised.js";
import { type Call, callersHere, type Mfa, makeTask, mfaOf, ownerHere, TASK, type Task } from "./value.js";

/**
 * Starts a task whose value the caller waits for with `Task.await` (`Task.async/1` and `/3`). Task and
 * caller are linked: when one fails, so does the other. The value that nobody awaits comes to the
 * mailbox as `{ref, value}`, and the task's end as `{:DOWN, ref, :process, pid, reason}`.
 *
 * @param call a function; or module, function name and arguments
 * @returns the task, which only the caller may wait for
 * @throws TypeError for anything else
 * @example
 * const task = Task.async(() => slow(7));
 * await Task.await(task); // what slow(7) resolves to
 * const other = Task.async("P24Chat.Lab", "where", []);
 */
export function async<T>(fun: () => T): Task<Awaited<T>>;
export function async(...call: Call): Task<any>;
export function async(...call: Call): Task<any> {
  const mfa = mfaOf(call);
  return order(startReplying(ownerHere(), false), mfa);
}

/** @internal Tells a task that waits for its order what to do, and where its value goes. */
export function order<T>(pid: Pid, mfa: Mfa): Task<T> {
  const ref = Process.monitor(pid, { alias: "demonitor" });
  try {
    send(pid, tuple(self(), ref, ref, callersHere(), mfa));
  } catch (error) {
    // It would wait for ever.
    release(ref);
    Process.unlink(pid);
    Process.exit(pid, atom.kill);
    throw error;
  }
  return makeTask(pid, ref, mfa);
}

/**
 * A task that is through already, with that value: where a task is asked for, but there is nothing
 * to do (`Task.completed/1`).
 *
 * @example
 * await Task.await(Task.completed(3)); // 3
 */
export function completed<T>(value: T): Task<T> {
  const ref = makeRef();
  send(self(), tuple(ref, value));
  return makeTask(null, ref, tuple(TASK, atom("completed"), [value]));
}

/**
 * Starts a task whose value nobody waits for, linked to nobody (`Task.start/1` and `/3`). A failure
 * is logged.
 *
 * @param call a function; or module, function name and arguments
 */
export function start(...call: Call): Pid {
  return startAlone(false, ownerHere(), callersHere(), mfaOf(call));
}

/** As {@link start}, linked to the caller: what a supervisor starts (`Task.start_link/1` and `/3`). */
export function startLink(...call: Call): Pid {
  return startAlone(true, ownerHere(), callersHere(), mfaOf(call));
}

/**
 * How a supervisor starts a task: temporary, it is not restarted (`Task.child_spec/1`).
 *
 * @param fun what the task runs
 * @example
 * await Supervisor.startLink([[Task, () => warmUp()]], { strategy: "oneForOne" });
 */
export function childSpec(fun: () => unknown): { id: symbol; start: () => Pid; restart: "temporary" } {
  return { id: TASK, start: () => startLink(fun), restart: "temporary" };
}
