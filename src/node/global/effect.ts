import type { From } from "../../otp/gen.js";
import type { Pid, Tuple } from "../../term/index.js";

/** A request for the `global_name_server` of a node, as `gen_server:cast/2` sends it. */
export interface Cast {
  node: string;
  request: Tuple;
}

/** Another node that wants to connect, and its locker: who to agree with on a lock. */
export interface Peer {
  node: string;
  locker: Pid;
  /** Which meeting of the two nodes this is: what each side calls it. */
  myTag: number;
  hisTag: unknown;
}

/** What the name server wants to have done. */
export type Effect =
  /** Connects with the node if need be. */
  | ({ type: "cast" } & Cast)
  /** A bare message to the name server of a node; dropped when there is no connection. */
  | { type: "send"; node: string; message: Tuple }
  | { type: "reply"; to: From; value: unknown }
  /** To the locker: agree with that peer on a lock of both partitions. */
  | { type: "lock"; peer: Peer }
  /** To the locker: give up or free the lock of that meeting, after these casts were sent. */
  | { type: "unlock"; node: string; tag: number; casts: readonly Cast[] }
  /** To the locker: what the locker of another node says. */
  | { type: "proxy"; message: Tuple }
  /** Compare the names of the other node with those here, and cast `exchange_ops` when that is done. */
  | { type: "resolve"; node: string; tag: number; names: readonly unknown[] }
  /** Connect with a node and tell it `in_sync`. */
  | { type: "join"; node: string }
  | { type: "disconnect"; node: string }
  /** Leave that node, but see first whether it is lost here, too: others may just have been faster to notice. */
  | { type: "leave"; node: string }
  | { type: "watch"; pid: Pid }
  | { type: "unwatch"; pid: Pid }
  /** Bring this message again, a little later. */
  | { type: "again"; message: Tuple }
  | { type: "log"; level: "info" | "warning" | "error"; text: string };

/** What the name server knows of the node that it runs on. */
export interface Here {
  node(): string;
  creation(): number;
  isAlive(pid: Pid): boolean;
  isConnected(node: string): boolean;
  /** Milliseconds, of any clock. */
  now(): number;
  /** The process that sets locks for this node. */
  locker: Pid;
}

/** Takes what is to be done, in order. */
export type Perform = (effect: Effect) => void;
