import { type Atom, nameToAtom, Pid, Reference } from "../term/index.js";
import { ArgumentError } from "./errors.js";
import { isHere } from "./names.js";

/**
 * Where a message can go: a pid, an alias, a name on this node, or `[name, node]`.
 */
export type Destination = Pid | Reference | string | Atom | readonly [name: string | Atom, node: string];

/** A destination, resolved: the receiver's address there and the node, `undefined` for this one. */
export interface Address {
  to: Pid | Reference | Atom;
  node: string | undefined;
}

/** @throws ArgumentError for anything that is no destination */
export function resolveAddress(destination: unknown): Address {
  if (destination instanceof Pid || destination instanceof Reference)
    return { to: destination, node: isHere(destination.node) ? undefined : destination.node };
  if (typeof destination === "string" || typeof destination === "symbol")
    return { to: nameToAtom(destination), node: undefined };
  if (Array.isArray(destination) && destination.length === 2) {
    const [name, node] = destination;
    const at = typeof node === "symbol" ? (Symbol.keyFor(node) ?? "") : node;
    if ((typeof name === "string" || typeof name === "symbol") && typeof at === "string" && at.includes("@"))
      return { to: nameToAtom(name), node: isHere(at) ? undefined : at };
  }
  throw new ArgumentError(invalidArgument(1, "invalid destination"));
}

/** Erlang's words for an argument that does not fit. */
export function invalidArgument(position: 1 | 2 | 3, problem: string): string {
  const ordinal = ["1st", "2nd", "3rd"][position - 1];
  return `errors were found at the given arguments:\n\n  * ${ordinal} argument: ${problem}\n`;
}

/** @throws ArgumentError for anything but a pid */
export function checkPid(pid: unknown): asserts pid is Pid {
  if (!(pid instanceof Pid)) throw new ArgumentError(invalidArgument(1, "not a pid"));
}
