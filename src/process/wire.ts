import type { Pid } from "../term/index.js";
import type { Signal } from "./signal.js";

/**
 * The one place where the kernel meets other nodes: declared here, implemented in `dist/`, plugged
 * in by `node/`. The kernel runs, and is tested, without one.
 */
export interface Wire {
  /**
   * Hands a signal to the node that its receiver lives on, in order, connecting first where there
   * is no connection. Never throws for a node that cannot be reached: links and monitors then get
   * their `noconnection` through `nodeDown`.
   *
   * @throws TypeError when the signal carries a value that cannot travel; nothing was sent then
   */
  deliver(node: string, signal: Signal): void;
}

let wire: Wire | undefined;
let unreachable: (node: string, signal: Signal) => void = () => {};

/** Connects the kernel with other nodes, or disconnects it from them. */
export function plug(next: Wire | undefined): void {
  wire = next;
}

/** Says what happens to a signal when this node is not part of a cluster. */
export function whenUnplugged(handle: (node: string, signal: Signal) => void): void {
  unreachable = handle;
}

/** Sends a signal to a process of another node. */
export function toNode(node: string, signal: Signal): void {
  if (wire) wire.deliver(node, signal);
  else unreachable(node, signal);
}

/** Sends a signal to wherever that pid lives, when that is not here. */
export function toRemote(to: Pid, signal: Signal): void {
  toNode(to.node, signal);
}
