import type { Pid } from "../../term/index.js";
import { startGlobalNameServer } from "../global/server.js";
import { type NetKernel, startNetKernel } from "./net-kernel.js";
import { startRex } from "./rex.js";

/** What Erlang nodes expect of every node, as registered processes. */
interface Services {
  netKernel: Pid;
  /** All of them, in the order in which they were started. */
  all: readonly Pid[];
}

/** Starts the processes that other nodes talk to by name. */
export function startServices(node: NetKernel): Services {
  const netKernel = startNetKernel(node);
  return { netKernel, all: [netKernel, startRex(), startGlobalNameServer().server] };
}
