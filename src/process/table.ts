import { knowLivingPids, localPid, type Pid } from "../term/index.js";
import type { Pcb } from "./pcb.js";

/** Ids start where iex's do, so that a first shell looks familiar. */
const FIRST_ID = 100;
const MAX_ID = 0x0fff_ffff;

const processes = new Map<number, Pcb>();
let nextId = FIRST_ID;
let serial = 0;

/** A pid that no process has had before. */
export function newPid(): Pid {
  const pid = localPid(nextId, serial);
  if (++nextId > MAX_ID) {
    nextId = FIRST_ID;
    serial++;
  }
  return pid;
}

export function insert(process: Pcb): void {
  processes.set(process.pid.id, process);
}

export function remove(process: Pcb): void {
  if (processes.get(process.pid.id) === process) processes.delete(process.pid.id);
}

/** The living process with that local pid. */
export function lookup(pid: Pid): Pcb | undefined {
  const found = processes.get(pid.id);
  return found !== undefined && found.pid === pid ? found : undefined;
}

// A pid that was never printed nor sent is interned nowhere: numbers must lead to it all the same.
knowLivingPids((id, serial) => {
  const pid = processes.get(id)?.pid;
  return pid?.serial === serial ? pid : undefined;
});

/** All living processes, oldest first. */
export function all(): IterableIterator<Pcb> {
  return processes.values();
}
