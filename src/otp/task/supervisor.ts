/** Elixir's `Task.Supervisor`: tasks that belong to a supervisor, on this or another node. */

import { atom, type Pid } from "../../term/index.js";
import { dynamicFlags } from "../dynamic-supervisor/options.js";
import type { ServerName } from "../server.js";
import type { ChildSpec } from "../supervisor/child-spec.js";
import { startTaskSupervisor } from "./supervisor/server.js";

export { terminateChild } from "../dynamic-supervisor.js";
export { stop } from "../gen-server/client.js";
export { type AsyncOptions, async, asyncNolink } from "./supervisor/async.js";
export { asyncStream, asyncStreamNolink, type SupervisedStreamOptions } from "./supervisor/async-stream.js";
export { children, startChild } from "./supervisor/children.js";
export type { ChildOptions } from "./supervisor/start-task.js";

/** What a supervisor of tasks is started with. */
export interface Options {
  /** The name by which tasks are started under it, also from other nodes. */
  name?: ServerName | undefined;
  /** How many tasks it may have at the same time; no limit when left out. */
  maxChildren?: number | "infinity";
  /** More restarts than that within `maxSeconds` end the supervisor; 3 when left out. */
  maxRestarts?: number;
  /** Seconds, 5 when left out. */
  maxSeconds?: number;
}

/**
 * Starts a supervisor of tasks, linked to the caller (`Task.Supervisor.start_link/1`). It is a dynamic
 * supervisor to whoever asks it.
 *
 * @throws ArgumentError for an option that is none
 * @throws Exit with `{:already_started, pid}` when the name is taken
 * @example
 * await Task.Supervisor.startLink({ name: "P24Chat.TaskSupervisor" });
 * const task = await Task.Supervisor.async("P24Chat.TaskSupervisor", () => 1 + 1);
 */
export async function startLink(options: Options = {}): Promise<Pid> {
  return startTaskSupervisor(dynamicFlags(options), options.name);
}

/**
 * A supervisor of tasks as the child of a supervisor (`Task.Supervisor.child_spec/1`). Its id is its name.
 *
 * @example
 * await Supervisor.startLink([[Task.Supervisor, { name: "P24Chat.TaskSupervisor" }]], { strategy: "oneForOne" });
 */
export function childSpec(options: Options = {}): ChildSpec {
  const { name } = options;
  const id = name === undefined ? atom("Elixir.Task.Supervisor") : Array.isArray(name) ? name.at(-1) : name;
  return { id, start: () => startLink(options), type: "supervisor", modules: ["Task.Supervisor"] };
}
