import { log } from "../../io/index.js";
import { self } from "../../process/index.js";
import { type Atom, atom, inspect, tuple } from "../../term/index.js";
import type { From } from "../gen.js";
import type { Behaviour } from "./behaviour.js";
import { namedRequest } from "./request.js";
import { noreply } from "./results.js";

type Handler = (state: unknown, ...args: unknown[]) => unknown;
type Table = Record<string, Handler>;

/** A behaviour, and how it is called in reports: by its module, or by the name that it is registered under. */
export interface Served {
  readonly behaviour: Behaviour<unknown>;
  /** The name of the module, where it has one. */
  readonly module: Atom | undefined;
  /** The registered name, or the pid. */
  readonly name: unknown;
}

/** Gives a call to its handler. */
export function handleCall(served: Served, state: unknown, request: unknown, from: From): unknown {
  const given = served.behaviour.handleCall as Handler | Table | undefined;
  if (given === undefined) throw missing(served, "call", "handleCall/3");
  if (typeof given === "function") return given(state, request, from);
  const [handler, args] = find(given, request);
  if (!handler) throw noClause(served, "handleCall", [request, from, state]);
  return handler.call(given, state, ...args);
}

/** Gives a cast to its handler. */
export function handleCast(served: Served, state: unknown, request: unknown): unknown {
  const given = served.behaviour.handleCast as Handler | Table | undefined;
  if (given === undefined) throw missing(served, "cast", "handleCast/2");
  if (typeof given === "function") return given(state, request);
  const [handler, args] = find(given, request);
  if (!handler) throw noClause(served, "handleCast", [request, state]);
  return handler.call(given, state, ...args);
}

/** Gives any other message to its handler; without one, the log tells of it. */
export function handleInfo({ behaviour, module, name }: Served, state: unknown, message: unknown): unknown {
  if (behaviour.handleInfo) return behaviour.handleInfo(state, message);
  const who = `${module === undefined ? "GenServer" : inspect(module)} ${inspect(name)}`;
  log("error", `${who} received unexpected message in handleInfo/2: ${inspect(message)}\n`);
  return noreply(state);
}

/** Gives what a callback left to do to its handler. */
export function handleContinue(served: Served, state: unknown, argument: unknown): unknown {
  if (!served.behaviour.handleContinue) throw missing(served, "continue", "handleContinue/2");
  return served.behaviour.handleContinue(state, argument);
}

function find(table: Table, request: unknown): [handler: Handler | undefined, args: readonly unknown[]] {
  const named = namedRequest(request);
  if (!named || named[0] in Object.prototype) return [undefined, []];
  const handler = table[named[0]];
  return [typeof handler === "function" ? handler : undefined, named[1]];
}

function missing({ module, name }: Served, what: string, callback: string): Error {
  const who = inspect(module ?? name);
  return new Error(`attempted to ${what} GenServer ${who} but no ${callback} was provided`);
}

/** No handler has that name: Erlang's `function_clause`. */
function noClause({ module }: Served, callback: string, args: readonly unknown[]): Error {
  const reason = tuple(atom.function_clause, [tuple(module ?? atom("Elixir.GenServer"), atom(callback), args, [])]);
  const error = new Error(`no function clause matching in ${inspect(module ?? atom("Elixir.GenServer"))}.${callback}`);
  return Object.assign(error, { name: "FunctionClauseError", exitReason: reason });
}

const serving = new WeakMap<object, From>();

/** @internal Remembers whose call the process handles now. */
export function serve(from: From): void {
  serving.set(self(), from);
}

/**
 * Who made the call that is being handled: for a reply that comes later, from the server itself or
 * from any other process.
 *
 * @throws Error outside of a handler for calls
 * @example
 * handleCall: {
 *   wait(state) {
 *     return GenServer.noreply([...state, GenServer.from()]);
 *   },
 * },
 * handleInfo(waiting) {
 *   for (const from of waiting) GenServer.reply(from, "now");
 *   return GenServer.noreply([]);
 * },
 */
export function from(): From {
  const found = serving.get(self());
  if (found) return found;
  throw new Error("Cannot tell who called: GenServer.from() is for the handlers of calls");
}
