import { Pid, Reference } from "../term/index.js";
import { type Address, type Destination, invalidArgument, resolveAddress } from "./address.js";
import { aliased } from "./alias.js";
import { current } from "./current.js";
import { ArgumentError } from "./errors.js";
import { me } from "./me.js";
import { named } from "./names.js";
import { deliverMessage } from "./receive.js";
import { lookup, newPid } from "./table.js";
import { toNode } from "./wire.js";

/**
 * Sends a message (`Kernel.send/2`): at once, in order, without waiting. Sending to a process that
 * has ended, to a `[name, node]` that nobody has, or to a node that cannot be reached
 * succeeds and does nothing, as in Erlang.
 *
 * @param destination a pid, an alias, a name, or `[name, node]`
 * @param message any term; within a node it is not copied, so do not change it afterwards
 * @returns the message
 * @throws ArgumentError for a name, without a node, that no process of this node has
 * @throws TypeError for a value that cannot travel to another node; it names the path inside the message
 * @example
 * send(pid, tuple(atom.hi, self()));
 * send(["shell", "you@localhost"], "hello");
 */
export function send<T>(destination: Destination, message: T): T {
  if (current()?.dead) me();
  if (destination instanceof Pid && destination.isLocal) {
    const process = lookup(destination);
    if (process) deliverMessage(process, message);
    return message;
  }
  const { to, node } = resolveAddress(destination);
  if (node !== undefined) toNode(node, { type: "message", from: sender(), to, message });
  else if (!deliverLocally(to, message) && typeof to === "symbol" && !Array.isArray(destination))
    throw new ArgumentError(invalidArgument(1, "invalid destination"));
  return message;
}

/** @internal Gives a message to whoever has that address here; false when nobody has. */
export function deliverLocally(to: Address["to"], message: unknown): boolean {
  const process = to instanceof Pid ? lookup(to) : to instanceof Reference ? aliased(to) : named(to);
  if (process) deliverMessage(process, message);
  return process !== undefined;
}

function sender(): Pid {
  return current()?.pid ?? nobody();
}

let nowhere: Pid | undefined;

/** Who sends when no process does, such as a script's own code: a pid that nobody has. */
function nobody(): Pid {
  return (nowhere ??= newPid());
}
