import type { Timeout } from "../../process/index.js";
import { atom, tuple } from "../../term/index.js";

/** What a server does after a callback, before it takes the next message. */
export interface Next {
  /** Milliseconds without a message after which `handleInfo` gets `:timeout`. */
  timeout?: Timeout;
  /** Calls `handleContinue` with this at once, before any message. */
  continue?: unknown;
}

/** `{:ok, state}` of OTP. */
export class Ok<S> {
  readonly kind = "ok";
  constructor(
    readonly state: S,
    readonly next?: Next,
  ) {}
}

/** `{:reply, value, state}` of OTP. */
export class Reply<R, S> {
  readonly kind = "reply";
  constructor(
    readonly value: R,
    readonly state: S,
    readonly next?: Next,
  ) {}
}

/** `{:noreply, state}` of OTP. */
export class NoReply<S> {
  readonly kind = "noreply";
  constructor(
    readonly state: S,
    readonly next?: Next,
  ) {}
}

/** `{:stop, reason, state}` of OTP, with a reply when there is one. */
export class Stop<R, S> {
  readonly kind = "stop";
  constructor(
    readonly reason: unknown,
    readonly state: S,
    readonly reply?: { value: R },
  ) {}
}

/** `:ignore` of OTP: the server does not begin, which is no failure. */
export class Ignored {
  readonly kind = "ignore";
}

export type Result = Ok<unknown> | Reply<unknown, unknown> | NoReply<unknown> | Stop<unknown, unknown> | Ignored;

/** Begins with that state: what `init` returns when there is more to say than the state. */
export function ok<S>(state: S, next?: Next): Ok<S> {
  return new Ok(state, next);
}

/** Goes on with that state, without a reply: the answer to casts and messages, and to calls that are answered later. */
export function noreply<S>(state: S, next?: Next): NoReply<S> {
  return new NoReply(state, next);
}

/**
 * Ends the server after this callback. `init` and casts give a reason and the state; a call may reply first.
 *
 * @param reason `:normal`, `:shutdown` and `{:shutdown, x}` are no failures: nothing is logged
 * @example
 * handleCall: { close: (state) => GenServer.stopWith(atom.normal, state, { value: "bye" }) }
 */
export function stopWith<S, R = never>(reason: unknown, state: S, reply?: { value: R }): Stop<R, S>;
export function stopWith(reason: unknown): Stop<never, never>;
export function stopWith(reason: unknown, state?: unknown, reply?: { value: unknown }): Stop<unknown, unknown> {
  return new Stop(reason, state, reply);
}

/** What `init` returns to say that this server does not begin, which is no failure (`:ignore`). */
export const ignore = new Ignored();

/** @internal How a result looks as Erlang's tuple, for the report of one that does not fit. */
export function resultTerm(value: unknown): unknown {
  if (value instanceof Reply) return tuple(atom.reply, value.value, value.state);
  if (value instanceof NoReply) return tuple(atom.noreply, value.state);
  if (value instanceof Stop) return tuple(atom.stop, value.reason, value.state);
  if (value instanceof Ok) return tuple(atom.ok, value.state);
  return value instanceof Ignored ? atom.ignore : value;
}
