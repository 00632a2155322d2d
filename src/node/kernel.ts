/** Elixir's `Kernel`, as far as it is about processes: what other nodes call by name. */
import { ArgumentError, invalidArgument } from "../process/index.js";
import { type Atom, atom, localOrigin, type Pid, type Port, pidOfNumbers, type Reference } from "../term/index.js";

/**
 * The node that a pid, reference or port belongs to; this node when left out (`Kernel.node/1`).
 *
 * @throws ArgumentError for anything else
 * @example
 * node(await Node.spawn("you@localhost", () => {})); // :you@localhost
 */
export function node(of?: Pid | Reference | Port): Atom {
  const name = of === undefined ? localOrigin.node : of?.node;
  if (typeof name === "string") return atom(name);
  throw new ArgumentError(invalidArgument(1, "not a pid, a reference or a port; a promise of one needs await"));
}

export { exit, self, send, spawn, spawnLink, spawnMonitor } from "../process/index.js";
export { makeRef } from "../term/index.js";

/**
 * The pid that prints like this (IEx's `pid/1`).
 *
 * @param text `"#PID<0.111.0>"`, `"<0.111.0>"` or `"0.111.0"`
 * @throws ArgumentError for other text, and for the number of a node that was never heard of
 */
export function pidFromText(text: string): Pid {
  const [, index, id, serial] = /^(?:#PID)?<?(\d+)\.(\d+)\.(\d+)>?$/.exec(text.trim())?.map(Number) ?? [];
  if (index !== undefined && id !== undefined && serial !== undefined) {
    const found = pidOfNumbers(index, id, serial);
    if (found) return found;
  }
  throw new ArgumentError(invalidArgument(1, "not a textual representation of a pid"));
}
