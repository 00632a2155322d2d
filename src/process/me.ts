import type { Pid } from "../term/index.js";
import { current } from "./current.js";
import { ended } from "./errors.js";
import type { Pcb } from "./pcb.js";

/**
 * The process that calls.
 *
 * @throws Exit when that process has ended: its function still runs, but may not act any more
 * @throws Error outside of a process
 */
export function me(): Pcb {
  const process = current();
  if (process === undefined)
    throw new Error("No process runs here: start one with spawn(), or wrap the body in inProcess()");
  if (process.dead) throw ended(process);
  return process;
}

/**
 * The pid of the process that calls (`Kernel.self/0`).
 *
 * @throws Error outside of a process
 * @example
 * send(pid, tuple(atom.hi, self()));
 */
export function self(): Pid {
  return me().pid;
}
