import {
  current,
  type Destination,
  Exit,
  inProcess,
  Process,
  refusal,
  replyFor,
  self,
  send,
} from "../process/index.js";
import { type Atom, atom, inspect, isTuple, type Reference, type Tuple, tuple } from "../term/index.js";
import { IO_CANCEL, ioRequest } from "./protocol.js";

/** Where to print and read: a process that serves a device, or one of the two standard ones. */
export type IoDevice = Destination;

/**
 * Sends a request to a device and waits for its reply.
 *
 * @throws Error named `ErlangError` when the device has ended, cannot be reached or refuses
 */
export function request(device: IoDevice, what: Tuple | Atom): Promise<unknown> {
  return current() ? ask(device, what) : inProcess(() => ask(device, what));
}

async function ask(device: IoDevice, what: Tuple | Atom): Promise<unknown> {
  const refused = refusal();
  if (refused) return refused;
  const to = resolve(device);
  const ref = Process.monitor(to);
  const answer = replyFor(ref);
  send(to, ioRequest(self(), ref, what));
  const [tag, , reply] = await answer.catch((interruption) => withdraw(to, ref, interruption));
  if (tag === atom.DOWN) throw erlangError(":terminated", "the device has terminated");
  Process.demonitor(ref, { flush: true });
  if (isTuple(reply) && reply[0] === atom.error) throw erlangError(inspect(reply[1]), "the device refuses");
  return reply;
}

/** The process lives on after an interruption, and its request must not. */
function withdraw(to: Destination, ref: Reference, interruption: unknown): never {
  if (!(interruption instanceof Exit)) {
    Process.demonitor(ref, { flush: true });
    send(to, tuple(IO_CANCEL, self(), ref));
  }
  throw interruption;
}

/**
 * `stdio` is the group leader. `stderr` is the standard error of the node where the group leader
 * lives, so that what a function prints when it runs elsewhere comes back on both channels.
 */
function resolve(device: IoDevice): Exclude<Destination, never> {
  if (device === "stdio") return Process.groupLeader();
  if (device === "stderr") return ["standard_error", Process.groupLeader().node];
  return device;
}

function erlangError(reason: string, explanation: string): Error {
  const error = new Error(`Erlang error: ${reason}:\n\n  * 1st argument: ${explanation}\n`);
  error.name = "ErlangError";
  return error;
}
