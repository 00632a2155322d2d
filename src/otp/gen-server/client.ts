import { Exit, Process, replyFor, send, type Timeout } from "../../process/index.js";
import { atom, isSameTerm, tuple } from "../../term/index.js";
import {
  DEFAULT_TIMEOUT,
  type From,
  call as genCall,
  reply as genReply,
  isFrom,
  milliseconds,
  timeoutTerm,
} from "../gen.js";
import { type Server, serverTerm, whereis } from "../server.js";
import type { CallArgs, CallName, CallValue, CastArgs, CastName } from "./behaviour.js";
import { requestTerm } from "./request.js";
import { type Next, Reply } from "./results.js";

const GEN_SERVER = atom("Elixir.GenServer");

/**
 * Makes a request of a server and waits for its reply, five seconds at most (`GenServer.call/3`);
 * {@link within} sets another time.
 *
 * @param name which request, with its arguments: `"push", 4` is `{:push, 4}` on the wire and `"pop"`
 *   is `:pop`. Any term but a string is the request as it is.
 * @throws Exit with `{reason, {GenServer, :call, […]}}` when there is no reply: `:noproc`,
 *   `:timeout`, `{:nodedown, node}`, `:calling_self`, or for what the server ended
 * @example
 * const top = await GenServer.call(stack, "pop");
 * const count = await GenServer.call(["Counter", "you@localhost"], "get");
 */
export function call<R extends Server, const N extends CallName<R>>(
  server: R,
  name: N,
  ...args: CallArgs<R, N>
): Promise<CallValue<R, N>> {
  return callFor(DEFAULT_TIMEOUT, server, name, args) as Promise<CallValue<R, N>>;
}

/**
 * Sends a server a request that it does not answer, and does not wait (`GenServer.cast/2`).
 *
 * @returns `:ok`, also when there is no such server
 */
export function cast<R extends Server, const N extends CastName<R>>(
  server: R,
  name: N,
  ...args: CastArgs<R, N>
): symbol {
  return castTerm(server, requestTerm(name, args));
}

/** @internal */
export function castTerm(server: Server, request: unknown): symbol {
  const to = whereis(server);
  if (to !== null) send(to, tuple(atom.$gen_cast, request));
  return atom.ok;
}

/**
 * As {@link call}, with another time to wait.
 *
 * @param timeout milliseconds, or `Infinity`
 * @example
 * await GenServer.within(30_000).call(server, "slow");
 */
export function within(timeout: Timeout): { call: typeof call } {
  milliseconds(timeout);
  return { call: (server, name, ...args) => callFor(timeout, server, name, args) as Promise<never> };
}

async function callFor(timeout: Timeout, server: Server, name: unknown, args: readonly unknown[]): Promise<unknown> {
  const request = requestTerm(name, args);
  try {
    return await genCall(server, atom.$gen_call!, request, timeout);
  } catch (error) {
    throw exitIn("call", error, () => [serverTerm(server), request, timeoutTerm(timeout)]);
  }
}

/**
 * Gives a reply: what a handler for calls returns; or, with {@link from}, at any later time.
 *
 * @example
 * handleCall: { pop: (state) => GenServer.reply(state.at(-1), state.slice(0, -1)) }
 * GenServer.reply(from, "at last"); // :ok
 */
export function reply(from: From, value: unknown): symbol;
export function reply<const R, S>(value: R, state: S, next?: Next): Reply<R, S>;
export function reply(first: unknown, second: unknown, next?: Next): symbol | Reply<unknown, unknown> {
  if (!isFrom(first)) return new Reply(first, second, next);
  genReply(first, second);
  return atom.ok;
}

/**
 * Ends a server and waits until it has ended (`GenServer.stop/3`).
 *
 * @returns `:ok`
 * @throws Exit when there is no such server, it ends for another reason, or it takes too long
 */
export async function stop(
  server: Server,
  reason: unknown = atom.normal,
  timeout: Timeout = Number.POSITIVE_INFINITY,
): Promise<symbol> {
  try {
    await stopFor(server, reason, timeout);
    return atom.ok;
  } catch (error) {
    throw exitIn("stop", error, () => [serverTerm(server), reason, timeoutTerm(timeout)]);
  }
}

async function stopFor(server: Server, reason: unknown, timeout: Timeout): Promise<void> {
  const to = whereis(server);
  if (to === null) throw new Exit(atom.noproc);
  const ref = Process.monitor(to, { alias: "demonitor" });
  const down = replyFor(ref, milliseconds(timeout));
  genCall(to, atom.system!, tuple(atom.terminate, reason), timeout).catch(() => {});
  const ended = await down;
  if (!ended) {
    Process.demonitor(ref, { flush: true });
    throw new Exit(atom.timeout);
  }
  if (!isSameTerm(ended[4], reason)) throw new Exit(ended[4]);
}

/** A failed call exits with what failed and the call that it failed in; what was no server reference has no such form. */
function exitIn(fun: string, error: unknown, args: () => readonly unknown[]): unknown {
  if (!(error instanceof Exit) || error.told) return error;
  return new Exit(tuple(error.reason, tuple(GEN_SERVER, atom(fun), args())));
}
