import type { Pid } from "../../term/index.js";
import type { From } from "../gen.js";
import type { Server } from "../server.js";
import type { Ignored, NoReply, Ok, Reply, Stop } from "./results.js";

type Awaitable<T> = T | Promise<T>;
type AnyFun = (...args: any[]) => unknown;

/**
 * What a server understands: the arguments of `init`, its calls with their replies, its casts. An
 * interface of this shape, given to {@link Behaviour}, has every call and cast checked.
 */
export interface Protocol {
  init?: readonly any[];
  calls?: object;
  casts?: object;
}

/** The calls of a protocol, by name. */
export type Calls<P> = P extends { calls: infer C } ? C : Record<never, never>;
/** The casts of a protocol, by name. */
export type Casts<P> = P extends { casts: infer C } ? C : Record<never, never>;
/** The arguments that `init` takes. */
export type InitArgs<P> = P extends { init: infer A extends readonly any[] } ? A : [];

type Args<F> = F extends (...args: infer A) => unknown ? A : never;
type Value<F> = F extends (...args: any[]) => infer R ? Awaited<R> : never;

/** What a callback for calls returns. */
export type CallResult<S, R> = Reply<R, S> | NoReply<S> | Stop<R, S>;
/** What a callback for casts and messages returns. */
export type CastResult<S> = NoReply<S> | Stop<never, S>;
/** What `init` returns: the state, or more. */
export type InitResult<S> = S | Ok<S> | Stop<never, never> | Ignored;

type CallHandlers<S, C> = {
  [N in keyof C]: C[N] extends AnyFun
    ? (state: S, ...args: Args<C[N]>) => Awaitable<CallResult<S, Value<C[N]>>>
    : never;
};
type CastHandlers<S, C> = {
  [N in keyof C]: C[N] extends AnyFun ? (state: S, ...args: Args<C[N]>) => Awaitable<CastResult<S>> : never;
};

/**
 * The callbacks of a server with a state `S` that understands `P`: OTP's `gen_server`. Each may be
 * async; the server takes its next message when it is through.
 *
 * Requests come by name: `{:push, 4}` is the handler `push` with the argument 4, `:pop` the handler
 * `pop` without one. A function in place of the table takes every request as it came.
 */
export interface Behaviour<S, P = any> {
  /** Makes the first state. The starter waits for it. What it throws is the reason for which the start fails. */
  init(...args: InitArgs<P>): Awaitable<InitResult<S>>;
  handleCall?: CallHandlers<S, Calls<P>> | ((state: S, request: any, from: From) => Awaitable<CallResult<S, any>>);
  handleCast?: CastHandlers<S, Casts<P>> | ((state: S, request: any) => Awaitable<CastResult<S>>);
  /** Takes every other message, among them `:timeout`, `DOWN` and, when it traps exits, `EXIT`. */
  handleInfo?(state: S, message: any): Awaitable<CastResult<S>>;
  /** Goes on with what a callback left to do: `{ continue: argument }`. */
  handleContinue?(state: S, argument: any): Awaitable<CastResult<S>>;
  /** Tidies up. It runs when a callback stops or fails, and, if exits are trapped, when the parent ends. */
  terminate?(state: S, reason: unknown): unknown;
}

declare const PROTOCOL: unique symbol;

/** A server reference that knows what the server understands. */
export type Typed<P, R extends Server = Server> = R & { readonly [PROTOCOL]: P };

/** The pid of a server that understands `P`. */
export type ServerPid<P> = Typed<P, Pid>;

type ProtocolOf<R> = R extends { readonly [PROTOCOL]: infer P } ? P : never;
/** A behaviour that declares no protocol takes any request. */
type IsTyped<R> = R extends { readonly [PROTOCOL]: infer P } ? (unknown extends P ? false : true) : false;

/** The requests that may be made of a server by name; any term for a reference that knows no protocol. */
export type CallName<R> = IsTyped<R> extends true ? keyof Calls<ProtocolOf<R>> & string : unknown;
export type CastName<R> = IsTyped<R> extends true ? keyof Casts<ProtocolOf<R>> & string : unknown;
export type CallArgs<R, N> =
  IsTyped<R> extends true ? Args<Calls<ProtocolOf<R>>[N & keyof Calls<ProtocolOf<R>>]> : unknown[];
export type CastArgs<R, N> =
  IsTyped<R> extends true ? Args<Casts<ProtocolOf<R>>[N & keyof Casts<ProtocolOf<R>>]> : unknown[];
export type CallValue<R, N> =
  IsTyped<R> extends true ? Value<Calls<ProtocolOf<R>>[N & keyof Calls<ProtocolOf<R>>]> : any;
