import { Pid } from "../../../term/index.js";
import type { Server } from "../../server.js";
import { whichChildren } from "../../supervisor/client.js";
import { callersHere, ownerHere } from "../value.js";
import { parsedCall, type SupervisedCall } from "./async.js";
import { type ChildOptions, startTask } from "./start-task.js";

/**
 * Starts a task under a supervisor whose value nobody waits for (`Task.Supervisor.start_child/3` and
 * `/5`). What it prints appears where the supervisor is, and so does the report of a failure.
 *
 * @param call a function; or module, function name and arguments; then the options
 * @throws Exit with `:max_children`; with `{reason, {GenServer, :call, […]}}` when the supervisor
 *   cannot be reached
 * @example
 * await Task.Supervisor.startChild("P24Chat.TaskSupervisor", () => IO.puts("hi"), { restart: "transient" });
 */
export async function startChild(supervisor: Server, ...call: SupervisedCall<ChildOptions>): Promise<Pid> {
  const { mfa, options } = parsedCall(call);
  return startTask(supervisor, [ownerHere(), callersHere(), mfa], options);
}

/**
 * The pids of the tasks that a supervisor has, but for those that are being restarted
 * (`Task.Supervisor.children/1`).
 */
export async function children(supervisor: Server): Promise<Pid[]> {
  const entries = await whichChildren(supervisor);
  return entries.map(([, pid]) => pid).filter((pid) => pid instanceof Pid);
}
