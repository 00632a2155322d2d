import type { Atom, Pid, Reference, Tuple } from "../term/index.js";
import type { Mailbox } from "./mailbox.js";
import type { Timer } from "./timers.js";

/** What a process waits for in `receive`. */
export interface Waiter {
  /** Present when the process scans its mailbox itself once woken; else it takes any message. */
  selective: boolean;
  resolve(value: unknown): void;
  reject(exit: unknown): void;
  timer?: Timer | undefined;
  /** True once it has something to take and only waits for its turn. */
  woken: boolean;
}

/** A monitor that this process holds on another. */
export interface Monitor {
  /** The address that was monitored, as the `DOWN` message will name it. */
  target: Pid | { name: Atom; node: string };
  alias: AliasMode | undefined;
}

/** When a reference stops being an address of its process (`erlang:monitor/3`, `erlang:alias/1`). */
export type AliasMode = "explicit_unalias" | "demonitor" | "reply_demonitor" | "reply";

/** Somebody who monitors this process. */
export interface Watcher {
  pid: Pid;
  /** The registered name, when it was monitored by name. */
  name: Atom | undefined;
}

/** How a process was started: shown by `Process.info`. */
export interface InitialCall {
  module: string;
  name: string;
  arity: number;
}

/**
 * The process control block: all that the kernel knows of a process. Fields that most processes
 * never need are made when first needed, so that a hundred thousand idle ones are cheap.
 */
export class Pcb {
  mailbox: Mailbox | undefined = undefined;
  waiter: Waiter | undefined = undefined;
  /** Linked pids. A value is the id of an unlink that the other node has not acknowledged yet. */
  links: Map<Pid, bigint | undefined> | undefined = undefined;
  monitors: Map<Reference, Monitor> | undefined = undefined;
  watchers: Map<Reference, Watcher> | undefined = undefined;
  aliases: Map<Reference, AliasMode> | undefined = undefined;
  dictionary: Map<unknown, unknown> | undefined = undefined;
  /** How many times it asked to be told of a node's end, by node. */
  nodeMonitors: Map<string, number> | undefined = undefined;
  /** Present when it is told of every node that comes and goes; of hidden ones, too, if so. */
  observes: { hidden: boolean } | undefined = undefined;
  /** Rejects what the process waits for outside of `receive`, when it is told to end. */
  pending: Set<(exit: unknown) => void> | undefined = undefined;
  abort: AbortController | undefined = undefined;
  /** Who waits for the message that answers a request, by the request's reference. */
  replies: Map<Reference, (reply: Tuple) => void> | undefined = undefined;
  /** What it has started on other nodes and may still live; there while it can be interrupted. */
  started: Set<Pid> | undefined = undefined;
  name: Atom | undefined = undefined;
  parent: Pid | undefined = undefined;
  trapExit = false;
  /** True when it takes turns of its own: {@link isolate}. */
  apart = false;
  /** Told when such a turn was ended from outside. */
  abandoned: (() => void) | undefined = undefined;
  dead = false;
  /** Its function has come to an end, which it may do long after the process. */
  hasReturned = false;
  warned = false;
  /** Valid once dead. */
  exitReason: unknown = undefined;

  constructor(
    readonly pid: Pid,
    public groupLeader: Pid,
    readonly initialCall: InitialCall,
  ) {}
}
