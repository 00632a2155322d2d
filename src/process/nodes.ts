import { atom, tuple } from "../term/index.js";
import { receiveExit } from "./exit.js";
import { me } from "./me.js";
import { receiveDown } from "./monitor.js";
import type { Pcb } from "./pcb.js";
import { deliverMessage } from "./receive.js";
import { failSpawns } from "./remote-spawn.js";
import { all } from "./table.js";

/**
 * Turns monitoring of a node on or off for the calling process (`Node.monitor/2`). Each time that
 * it was turned on brings one `{:nodedown, node}` when the node is lost.
 */
export function monitorNode(node: string, on: boolean): true {
  const process = me();
  process.nodeMonitors ??= new Map();
  const count = (process.nodeMonitors.get(node) ?? 0) + (on ? 1 : -1);
  if (count > 0) process.nodeMonitors.set(node, count);
  else process.nodeMonitors.delete(node);
  return true;
}

/** Turns `{:nodeup, node}` and `{:nodedown, node}` messages on or off (`:net_kernel.monitor_nodes/1`). */
export function monitorNodes(on: boolean, options: { hidden?: boolean } = {}): symbol {
  me().observes = on ? { hidden: options.hidden ?? false } : undefined;
  return atom.ok;
}

/** @internal A node has joined. */
export function nodeUp(node: string, hidden: boolean): void {
  tellObservers(node, hidden, atom.nodeup);
}

/** @internal A node is lost, or was never reached: `joined` tells which. */
export function nodeDown(node: string, joined: boolean, hidden: boolean): void {
  forEachLiving((process) => loseNode(process, node));
  failSpawns(node);
  forEachLiving((process) => tellMonitoring(process, node));
  if (joined) tellObservers(node, hidden, atom.nodedown);
}

/** A process may end while others are told. */
function forEachLiving(visit: (process: Pcb) => void): void {
  for (const process of [...all()]) if (!process.dead) visit(process);
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

function tellMonitoring(process: Pcb, node: string): void {
  const count = process.nodeMonitors?.get(node) ?? 0;
  process.nodeMonitors?.delete(node);
  for (let i = 0; i < count; i++) deliverMessage(process, tuple(atom.nodedown, atom(node)));
}

function tellObservers(node: string, nodeIsHidden: boolean, tag: symbol): void {
  forEachLiving((process) => {
    const { observes } = process;
    if (observes && (observes.hidden || !nodeIsHidden)) deliverMessage(process, tuple(tag, atom(node)));
  });
}
