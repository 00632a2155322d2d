import { atom, type Pid } from "../term/index.js";
import { checkPid } from "./address.js";
import { receiveExit } from "./exit.js";
import { me } from "./me.js";
import { isHere } from "./names.js";
import type { Pcb } from "./pcb.js";
import { lookup } from "./table.js";
import { toRemote } from "./wire.js";

/**
 * Ties the calling process to another: when one ends, the other gets its exit signal
 * (`Process.link/1`). Linking to a process that has ended brings that signal with `:noproc`.
 */
export function link(pid: Pid): true {
  const process = me();
  checkPid(pid);
  if (pid === process.pid || isLinked(process, pid)) return true;
  addLink(process, pid);
  if (!isHere(pid.node)) {
    toRemote(pid, { type: "link", from: process.pid, to: pid });
    return true;
  }
  const other = lookup(pid);
  if (other) addLink(other, process.pid);
  else receiveExit(process, pid, atom.noproc, "link");
  return true;
}

/** Undoes {@link link}: no exit signal of that process comes any more (`Process.unlink/1`). */
export function unlink(pid: Pid): true {
  dropLink(me(), pid);
  return true;
}

/** @internal */
export function dropLink(process: Pcb, pid: Pid): void {
  if (!isLinked(process, pid)) return;
  if (isHere(pid.node)) {
    process.links!.delete(pid);
    lookup(pid)?.links?.delete(process.pid);
  } else {
    // The other node may be sending us an exit right now: the link stays, inactive, until it answers.
    const id = ++unlinkId;
    process.links!.set(pid, id);
    toRemote(pid, { type: "unlink", from: process.pid, to: pid, id });
  }
}

let unlinkId = 0n;

/** True while exit signals of that pid count. */
export function isLinked(process: Pcb, pid: Pid): boolean {
  return process.links?.has(pid) === true && process.links.get(pid) === undefined;
}

/** @internal */
export function addLink(process: Pcb, pid: Pid): void {
  process.links ??= new Map();
  process.links.set(pid, undefined);
}

/** @internal A process of another node links to one of ours. */
export function receiveLink(from: Pid, to: Pid): void {
  const process = lookup(to);
  // A link that crosses our own unlink makes it active again.
  if (process) addLink(process, from);
  else toRemote(from, { type: "exit", from: to, to: from, reason: atom.noproc });
}

/** @internal A process of another node unlinks from one of ours. */
export function receiveUnlink(from: Pid, to: Pid, id: bigint): void {
  const process = lookup(to);
  if (process && isLinked(process, from)) process.links!.delete(from);
  // An unlink of the older kind has no number, and awaits no answer.
  if (id !== 0n) toRemote(from, { type: "unlinkAck", from: to, to: from, id });
}

/** @internal The other node has seen our unlink. */
export function receiveUnlinkAck(from: Pid, to: Pid, id: bigint): void {
  const process = lookup(to);
  if (process?.links?.get(from) === id) process.links.delete(from);
}
