import { type Atom, atom, Pid, type Reference } from "../term/index.js";
import { invalidArgument } from "./address.js";
import { ArgumentError } from "./errors.js";
import { me } from "./me.js";
import { isHere } from "./names.js";
import type { Pcb } from "./pcb.js";
import { all, lookup } from "./table.js";

/** What {@link info} tells of a process. */
export interface ProcessInfo {
  registeredName: Atom | null;
  /** `{module, function, arity}` that it was started with. */
  initialCall: { module: string; name: string; arity: number };
  status: Atom;
  messageQueueLen: number;
  messages: unknown[];
  links: Pid[];
  monitors: unknown[];
  monitoredBy: Pid[];
  aliases: Reference[];
  dictionary: Map<unknown, unknown>;
  trapExit: boolean;
  groupLeader: Pid;
  parent: Pid | null;
}

/**
 * What is known of a living process of this node (`Process.info/1`), `null` when it has ended.
 *
 * @param item one of the items, to get just that
 * @throws ArgumentError for a pid of another node
 */
export function info(pid: Pid): ProcessInfo | null;
export function info<K extends keyof ProcessInfo>(pid: Pid, item: K): ProcessInfo[K] | null;
export function info(pid: Pid, item?: keyof ProcessInfo): unknown {
  const process = lookup(localOnly(pid, "not a local pid"));
  if (!process) return null;
  if (item !== undefined) return items[item]?.(process);
  return Object.fromEntries(Object.entries(items).map(([name, read]) => [name, read(process)]));
}

/** Each is read alone: to know the name of a process must not cost a list of its links. */
const items: { readonly [K in keyof ProcessInfo]: (process: Pcb) => ProcessInfo[K] } = {
  registeredName: (process) => process.name ?? null,
  initialCall: (process) => process.initialCall,
  status: (process) => (process.waiter ? atom.waiting : atom.running) as Atom,
  messageQueueLen: (process) => process.mailbox?.length ?? 0,
  messages: (process) => process.mailbox?.toArray() ?? [],
  links: ({ links }) => [...(links ?? [])].filter(([, unlinking]) => unlinking === undefined).map(([linked]) => linked),
  monitors: ({ monitors }) =>
    [...(monitors?.values() ?? [])].map(({ target }) => (target instanceof Pid ? target : [target.name, target.node])),
  monitoredBy: ({ watchers }) => [...(watchers?.values() ?? [])].map((watcher) => watcher.pid),
  aliases: ({ aliases }) => [...(aliases?.keys() ?? [])],
  dictionary: ({ dictionary }) => new Map(dictionary),
  trapExit: (process) => process.trapExit,
  groupLeader: (process) => process.groupLeader,
  parent: (process) => process.parent ?? null,
};

/**
 * Whether a process of this node lives (`Process.alive?/1`).
 *
 * @throws ArgumentError for a pid of another node
 */
export function alive(pid: Pid): boolean {
  return lookup(localOnly(pid, "not a pid")) !== undefined;
}

/** The pids of all processes of this node (`Process.list/0`). */
export function list(): Pid[] {
  return Array.from(all(), (process) => process.pid);
}

function localOnly(pid: Pid, otherwise: string): Pid {
  if (pid instanceof Pid && isHere(pid.node)) return pid;
  throw new ArgumentError(invalidArgument(1, otherwise));
}

/**
 * Sets a flag of the calling process and returns what it was (`Process.flag/2`).
 *
 * @param name `"trapExit"`: exit signals become messages `{:EXIT, from, reason}`
 */
export function flag(name: "trapExit", value: boolean): boolean {
  if (name !== "trapExit" || typeof value !== "boolean")
    throw new ArgumentError(
      invalidArgument(name === "trapExit" ? 2 : 1, name === "trapExit" ? "not a boolean" : "not a process flag"),
    );
  const process = me();
  const before = process.trapExit;
  process.trapExit = value;
  return before;
}
