import type { Distribution, Registrar } from "../dist/index.js";
import type { Pid } from "../term/index.js";

/** What a node has while it is part of a cluster. */
export interface Alive {
  name: string;
  distribution: Distribution;
  registrar: Registrar;
  netKernel: Pid;
  /** The processes that other nodes talk to by name. */
  services: readonly Pid[];
  /** Seconds. */
  netTicktime: number;
}

let alive: Alive | undefined;

/** The node's distribution, `undefined` while it has no name. */
export function cluster(): Alive | undefined {
  return alive;
}

export function setCluster(next: Alive | undefined): void {
  alive = next;
}
