import { Exit, millisecondsOf, Process, refusal, replyFor, self, send, type Timeout } from "../process/index.js";
import { type Atom, atom, ImproperList, inspect, isTuple, Pid, Reference, type TupleOf, tuple } from "../term/index.js";
import { type Address, type Server, whereis } from "./server.js";

/** Who made a call, and under which tag the reply is awaited: `{pid, [:alias | ref]}`. */
export type From = TupleOf<[pid: Pid, tag: unknown]>;

/** How long a call waits when nobody says, in milliseconds. */
export const DEFAULT_TIMEOUT = 5_000;

/**
 * Sends a request and waits for its reply: `gen:call/4` of OTP. The caller monitors the server
 * meanwhile; the monitor is the address of the reply as well, so that a late one is dropped.
 *
 * @param label what kind of request it is, such as `:"$gen_call"`
 * @throws Exit with `:noproc`, `:calling_self`, `:timeout`, `{:nodedown, node}`, or the reason for
 *   which the server ended
 */
export async function call(server: Server, label: Atom, request: unknown, timeout: Timeout): Promise<unknown> {
  const refused = refusal();
  if (refused) return refused;
  const to = whereis(server);
  if (to === null) throw new Exit(atom.noproc);
  if (to === self()) throw new Exit(atom.calling_self);
  const ref = Process.monitor(to, { alias: "reply_demonitor" });
  const answer = replyFor(ref, milliseconds(timeout));
  try {
    send(to, tuple(label, tuple(self(), new ImproperList([atom.alias], ref)), request));
  } catch (error) {
    Process.demonitor(ref);
    throw error;
  }
  const reply = await answer;
  Process.demonitor(ref, { flush: true });
  if (reply === undefined) throw new Exit(atom.timeout);
  if (reply[0] === atom.DOWN) throw new Exit(downReason(to, reply[4]));
  return reply[1];
}

function downReason(to: Address, reason: unknown): unknown {
  if (reason !== atom.noconnection) return reason;
  return tuple(atom.nodedown, atom(to instanceof Pid ? to.node : to[1]));
}

/** @throws RangeError for what is no time to wait */
export function milliseconds(timeout: Timeout): number {
  const found = millisecondsOf(timeout);
  if (found === undefined)
    throw new RangeError(`Cannot wait for ${inspect(timeout)}: give milliseconds from 0 on, or Infinity`);
  return found;
}

/** How a timeout looks as a term: milliseconds, or `:infinity`. */
export function timeoutTerm(timeout: Timeout): unknown {
  return timeout === Number.POSITIVE_INFINITY ? atom.infinity : timeout;
}

/**
 * Answers a call: `gen:reply/2` of OTP. A tag that is an alias is the address itself, anything else
 * goes to the caller's pid.
 */
export function reply([pid, tag]: From, value: unknown): void {
  send(aliasOf(tag) ?? pid, tuple(tag, value));
}

/** The alias that a tag is, or begins with: `[:alias | ref]`, or `[[:alias | ref] | more]`. */
function aliasOf(tag: unknown): Reference | undefined {
  if (tag instanceof ImproperList) {
    if (tag.items[0] === atom.alias && tag.tail instanceof Reference) return tag.tail;
    return aliasOf(tag.items[0]);
  }
  return Array.isArray(tag) && !isTuple(tag) ? aliasOf(tag[0]) : undefined;
}

/** True for what a server can reply to. */
export function isFrom(value: unknown): value is From {
  return isTuple(value) && value.length === 2 && value[0] instanceof Pid;
}
