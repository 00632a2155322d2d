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
