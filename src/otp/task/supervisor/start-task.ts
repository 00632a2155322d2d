import { Exit } from "../../../process/index.js";
import { type Atom, atom, inspect, isTuple, Pid, tuple } from "../../../term/index.js";
import { within } from "../../gen-server.js";
import type { Server } from "../../server.js";
import type { Shutdown } from "../../supervisor/child-spec.js";
import { atomOf } from "../../supervisor/spec.js";

/** How a supervisor treats a task; its own defaults hold for what is left out. */
export interface ChildOptions {
  /** `"temporary"` when left out: a task is not started again. */
  restart?: "temporary" | "transient" | "permanent" | undefined;
  /** How long it may take to end when the supervisor ends, in milliseconds; 5000 when left out. */
  shutdown?: Shutdown | undefined;
}

/**
 * Asks a supervisor, of ours or of Elixir's, for a task: `{:start_task, args, restart, shutdown}`.
 *
 * @param args those of `Task.Supervised.start_link`
 * @throws Exit with the reason for which there is none, such as `:max_children`; with
 *   `{reason, {GenServer, :call, […]}}` when the supervisor cannot be reached
 */
export async function startTask(
  supervisor: Server,
  args: readonly unknown[],
  { restart, shutdown }: ChildOptions,
): Promise<Pid> {
  const request = tuple(atom.start_task, args, atomOf(restart ?? null), atomOf(shutdown ?? null));
  const answer = (await within(Number.POSITIVE_INFINITY).call(supervisor, request)) as unknown;
  if (isTuple(answer) && answer[0] === atom.ok && answer[1] instanceof Pid) return answer[1];
  if (isTuple(answer) && answer[0] === atom.error) throw new Exit(answer[1]);
  throw new Error(`Cannot start a task: the supervisor answered ${inspect(answer)}`);
}

/** The supervisor has as many tasks as it may have. */
export function isFull(error: unknown): boolean {
  return error instanceof Exit && error.reason === (atom.max_children as Atom);
}

/** Says what to do about a supervisor that has as many tasks as it may have. */
export function tooManyTasks(advice = ""): Error {
  return new Error(
    "reached the maximum number of tasks for this task supervisor. The maximum number of tasks that are allowed to " +
      "run at the same time under this supervisor can be configured with the option maxChildren of " +
      `Task.Supervisor.startLink${advice}`,
  );
}
