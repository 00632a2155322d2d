import { atom, tuple } from "../term/index.js";
import { receiveExit } from "./exit.js";
import { me } from "./me.js";
import { receiveDown } from "./monitor.js";
import type { Pcb } from "./pcb.js";
import { deliverMessage } from "./receive.js";
import { failSpawns } from "./remote-spawn.js";
import { all } from "./table.js";

/** Which processes want to know of a node's end, and how many times each asked. */
const watchers = new Map<string, Map<Pcb, number>>();
/** Which processes want to know of every node that comes and goes. */
const observers = new Map<Pcb, boolean>();

/**
 * Turns monitoring of a node on or off for the calling process (`Node.monitor/2`). Each time that
 * it was turned on brings one `{:nodedown, node}` when the node is lost.
 */
export function monitorNode(node: string, on: boolean): true {
  const process = me();
  let counts = watchers.get(node);
  if (!counts) watchers.set(node, (counts = new Map()));
  const count = (counts.get(process) ?? 0) + (on ? 1 : -1);
  if (count > 0) counts.set(process, count);
  else counts.delete(process);
  if (counts.size === 0) watchers.delete(node);
  return true;
}

/** Turns `{:nodeup, node}` and `{:nodedown, node}` messages on or off (`:net_kernel.monitor_nodes/1`). */
export function monitorNodes(on: boolean, options: { hidden?: boolean } = {}): symbol {
  const process = me();
  if (on) observers.set(process, options.hidden ?? false);
  else observers.delete(process);
  return Symbol.for("ok");
}

/** @internal A node has joined. */
export function nodeUp(node: string, hidden: boolean): void {
  tellObservers(node, hidden, atom.nodeup);
}

/** @internal A node is lost, or was never reached: `joined` tells which. */
export function nodeDown(node: string, joined: boolean, hidden: boolean): void {
  for (const process of [...all()]) if (!process.dead) loseNode(process, node);
  failSpawns(node);
  tellWatchers(node);
  if (joined) tellObservers(node, hidden, atom.nodedown);
}

/** Links first, then monitors, as Erlang does when it loses a connection. */
function loseNode(process: Pcb, node: string): void {
  if (process.watchers)
    for (const [ref, { pid }] of process.watchers) if (pid.node === node) process.watchers.delete(ref);
  if (process.links)
    for (const pid of [...process.links.keys()])
      if (pid.node === node && !process.dead) receiveExit(process, pid, atom.noconnection, "link");
  if (process.monitors)
    for (const [ref, { target }] of process.monitors)
      if (target.node === node) receiveDown(process, ref, atom.noconnection);
}

function tellWatchers(node: string): void {
  const counts = watchers.get(node);
  watchers.delete(node);
  if (!counts) return;
  for (const [process, count] of counts)
    for (let i = 0; i < count && !process.dead; i++) deliverMessage(process, tuple(atom.nodedown, atom(node)));
}

function tellObservers(node: string, nodeIsHidden: boolean, tag: symbol): void {
  for (const [process, hiddenToo] of observers) {
    if (process.dead) observers.delete(process);
    else if (hiddenToo || !nodeIsHidden) deliverMessage(process, tuple(tag, atom(node)));
  }
}
