import { GenServer, Task } from "iex-ts";

/** Names that every node of a measurement answers to. */
export const ECHO = "Bench.Echo";
export const TASKS = "Bench.Tasks";

/** The least that a server can do. */
export const Echo: GenServer.Behaviour<null, { calls: { ping(): string } }> = {
  init: () => null,
  handleCall: { ping: (state) => GenServer.reply("pong", state) },
};

/** Starts the servers that other nodes call, linked to the caller. */
export async function startServers(): Promise<void> {
  await GenServer.startLink(Echo, [], { name: ECHO });
  await Task.Supervisor.startLink({ name: TASKS });
}
