import {
  type Atom,
  atom,
  isTuple,
  localOrigin,
  makeRef,
  Pid,
  Reference,
  rememberReference,
  tuple,
} from "../term/index.js";
import { type Destination, invalidArgument, resolveAddress } from "./address.js";
import { addAlias, removeAlias, whenReplied } from "./alias.js";
import { ArgumentError } from "./errors.js";
import { me } from "./me.js";
import { named } from "./names.js";
import type { AliasMode, Monitor, Pcb } from "./pcb.js";
import { deliverMessage } from "./receive.js";
import { lookup } from "./table.js";
import { toNode, toRemote } from "./wire.js";

/**
 * Watches a process (`Process.monitor/1`): when it ends, or ended before, or its node is lost, the
 * caller gets one message `{:DOWN, ref, :process, object, reason}`, where `object` is the pid, or
 * `{name, node}` for a name. Each call makes a monitor of its own.
 *
 * @param target a pid, a name, or `[name, node]`
 * @param options `alias` makes the reference an address of the caller as well, so that a reply can
 *   be sent to it: until `unalias`, until `demonitor`, or for one reply
 * @throws ArgumentError for anything else
 */
export function monitor(target: Destination, options: { alias?: Exclude<AliasMode, "reply"> } = {}): Reference {
  const process = me();
  if (target instanceof Reference) throw new ArgumentError(invalidArgument(1, "not a pid or a name"));
  const { to, node } = resolveAddress(target) as { to: Pid | Atom; node: string | undefined };
  const ref = makeRef();
  addMonitor(process, ref, { target: monitored(to, node), alias: options.alias });
  if (node !== undefined) {
    rememberReference(ref);
    toNode(node, { type: "monitor", from: process.pid, to, ref });
  } else watch(to, process.pid, ref);
  return ref;
}

function monitored(to: Pid | Atom, node: string | undefined): Monitor["target"] {
  return to instanceof Pid ? to : { name: to, node: node ?? localOrigin.node };
}

/** @internal */
export function addMonitor(process: Pcb, ref: Reference, monitor: Monitor): void {
  process.monitors ??= new Map();
  process.monitors.set(ref, monitor);
  if (monitor.alias) addAlias(process, ref, monitor.alias);
}

/**
 * Undoes {@link monitor} (`Process.demonitor/2`).
 *
 * @param options `flush` also takes a `DOWN` message of this monitor out of the mailbox
 * @returns true; with `info`, false when there was no such monitor any more
 */
export function demonitor(ref: Reference, options: { flush?: boolean; info?: boolean } = {}): boolean {
  const process = me();
  const found = process.monitors?.has(ref) ?? false;
  if (found) releaseMonitor(process, ref);
  if (options.flush) flushDown(process, ref);
  return options.info ? found : true;
}

function flushDown({ mailbox }: Pcb, ref: Reference): void {
  mailbox?.remove((message) => isTuple(message) && message[0] === atom.DOWN && message[1] === ref);
}

/** @internal Removes a monitor at both ends. */
export function releaseMonitor(process: Pcb, ref: Reference): void {
  const found = process.monitors?.get(ref);
  if (!found) return;
  process.monitors!.delete(ref);
  if (found.alias && found.alias !== "explicit_unalias") removeAlias(process, ref);
  const { target } = found;
  const node = target.node;
  const to = target instanceof Pid ? target : target.name;
  if (node !== localOrigin.node) toNode(node, { type: "demonitor", from: process.pid, to, ref });
  else unwatch(to, ref);
}
whenReplied(releaseMonitor);

/** @internal Someone, here or elsewhere, wants to know when a process of this node ends. */
export function watch(to: Pid | Atom, from: Pid, ref: Reference): void {
  const process = to instanceof Pid ? lookup(to) : named(to);
  if (process) {
    process.watchers ??= new Map();
    process.watchers.set(ref, { pid: from, name: to instanceof Pid ? undefined : to });
  } else if (from.isLocal) tellAtOnce(lookup(from)!, ref);
  else toRemote(from, { type: "down", from: to, to: from, ref, reason: atom.noproc });
}

/**
 * Answers the monitor on a process that does not live. A receive that is pending elsewhere in the
 * caller must not get the answer before the caller can say, with `replyFor`, that it waits for it.
 */
function tellAtOnce(process: Pcb, ref: Reference): void {
  if (process.waiter) queueMicrotask(() => receiveDown(process, ref, atom.noproc));
  else receiveDown(process, ref, atom.noproc);
}

/** @internal */
export function unwatch(to: Pid | Atom, ref: Reference): void {
  const process = to instanceof Pid ? lookup(to) : named(to);
  process?.watchers?.delete(ref);
}

/** @internal A monitored process has ended. */
export function receiveDown(process: Pcb, ref: Reference, reason: unknown): void {
  const found = process.monitors?.get(ref);
  if (!found) return;
  process.monitors!.delete(ref);
  if (found.alias && found.alias !== "explicit_unalias") removeAlias(process, ref);
  const { target } = found;
  process.started?.delete(target as Pid);
  const object = target instanceof Pid ? target : tuple(target.name, atom(target.node));
  deliverMessage(process, tuple(atom.DOWN, ref, atom.process, object, reason));
}
