/** Chat between nodes: every message is a supervised task at the recipient's node. */
import { Application, type GenServer, IO, Node, Task } from "iex-ts";

declare module "iex-ts" {
  interface ApplicationEnv {
    p24_chat: {
      /** The supervisor that runs what is sent to a recipient; config/ has one for each environment. */
      remoteSupervisor(recipient: string): GenServer.Server;
    };
  }
}

/** Runs at the recipient: prints the message. */
export function receiveMessage(message: unknown) {
  return IO.puts(message);
}

/** Runs at a recipient that is busy: prints the message, and answers the sender. */
export async function busyPeople(message: unknown, from: string) {
  await IO.puts(message);
  return sendMessage(from, "stay quiet for a while");
}

/**
 * Sends a message to whoever is at another node, and waits until it is there.
 *
 * @example
 * P24Chat.sendMessage("bob@localhost", "hey"); // :ok, and bob reads hey
 */
export function sendMessage(recipient: string, message: unknown) {
  if (recipient === "eve@localhost") return spawnTask("P24Chat", "busyPeople", recipient, [message, Node.self()]);
  return spawnTask("P24Chat", "receiveMessage", recipient, [message]);
}

/** Runs a function of a module at the recipient, and returns what it returned. */
export function spawnTask(module: string, fun: string, recipient: string, args: unknown[]) {
  return Task.await(Task.Supervisor.async(remoteSupervisor(recipient), module, fun, args));
}

function remoteSupervisor(recipient: string) {
  return Application.fetchEnvOrThrow("p24_chat", "remoteSupervisor")(recipient);
}
