import { Supervisor, Task } from "iex-ts";

/** Starts the processes of the application: mix.ts names this module. */
export function start() {
  return Supervisor.startLink([[Task.Supervisor, { name: "P24Chat.TaskSupervisor" }]], {
    strategy: "oneForOne",
    name: "P24Chat.Supervisor",
  });
}
