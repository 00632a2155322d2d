import type { Atom, Pid, Reference } from "../term/index.js";

/**
 * Everything that one process can tell another. Signals between a pair of processes never overtake
 * each other, locally or across nodes. What each does to its receiver stands in `deliver.ts`; how
 * each looks on the wire stands in `dist/control.ts`.
 */
export type Signal =
  | { type: "message"; from: Pid; to: Pid | Reference | Atom; message: unknown }
  | { type: "link"; from: Pid; to: Pid }
  | { type: "unlink"; from: Pid; to: Pid; id: bigint }
  | { type: "unlinkAck"; from: Pid; to: Pid; id: bigint }
  /** A linked process has ended. */
  | { type: "exit"; from: Pid; to: Pid; reason: unknown }
  /** `Process.exit(to, reason)`: a request to end. */
  | { type: "exit2"; from: Pid; to: Pid; reason: unknown }
  | { type: "monitor"; from: Pid; to: Pid | Atom; ref: Reference }
  | { type: "demonitor"; from: Pid; to: Pid | Atom; ref: Reference }
  /** The monitored process, by the address it was monitored with, has ended. */
  | { type: "down"; from: Pid | Atom; to: Pid; ref: Reference; reason: unknown }
  | { type: "groupLeader"; from: Pid; to: Pid; leader: Pid }
  | SpawnRequest
  | SpawnReply;

/** Asks a node for a new process. */
export interface SpawnRequest {
  type: "spawnRequest";
  /** Names the request, and the monitor if one is asked for. */
  ref: Reference;
  from: Pid;
  groupLeader: Pid;
  module: Atom;
  name: Atom;
  args: readonly unknown[];
  link: boolean;
  monitor: boolean;
}

/** Answers a spawn request: the new process, or an atom that says why there is none. */
export interface SpawnReply {
  type: "spawnReply";
  ref: Reference;
  to: Pid;
  linked: boolean;
  monitored: boolean;
  result: Pid | Atom;
}
