/** Elixir's `Agent`: a process that keeps a state, which functions read and change. */

import type { Module, Timeout } from "../process/index.js";
import { type Atom, atom, type Pid, tuple } from "../term/index.js";
import { type Run, runOf, server } from "./agent/server.js";
import { DEFAULT_TIMEOUT } from "./gen.js";
import { castTerm } from "./gen-server/client.js";
import * as GenServer from "./gen-server.js";
import type { Server } from "./server.js";

declare const STATE: unique symbol;

/** The pid of an agent with that state. */
export type AgentPid<S> = Pid & { readonly [STATE]: S };

export type { StartOptions } from "./proc-lib.js";

type StartOptions = GenServer.StartOptions;
type Named = [module: Module, name: string | Atom, args: readonly unknown[]];
type Awaitable<T> = T | Promise<T>;

/**
 * Starts an agent that is linked to the caller, and waits for its first state
 * (`Agent.start_link/2` and `/4`).
 *
 * @param call a function that makes the state; or module, function name and arguments; then the
 *   options: `name` registers it, `timeout` is how many milliseconds the function may take
 * @returns the pid, which knows the type of the state
 * @throws Exit with the reason for which the function failed, or `{:already_started, pid}`; without
 *   exits trapped, the caller ends for it
 * @example
 * const counter = await Agent.startLink(() => 0, { name: "Counter" });
 * await Agent.update(counter, (n) => n + 1); // :ok
 * await Agent.get("Counter", (n) => n); // 1
 */
export function startLink<S>(fun: () => S, options?: StartOptions): Promise<AgentPid<Awaited<S>>>;
export function startLink(...call: [...Named, options?: StartOptions]): Promise<Pid>;
export function startLink(...call: readonly unknown[]): Promise<Pid> {
  return begin(GenServer.startLink, call);
}

/** As {@link startLink}, without a link (`Agent.start/2` and `/4`). */
export function start<S>(fun: () => S, options?: StartOptions): Promise<AgentPid<Awaited<S>>>;
export function start(...call: [...Named, options?: StartOptions]): Promise<Pid>;
export function start(...call: readonly unknown[]): Promise<Pid> {
  return begin(GenServer.start, call);
}

function begin(how: typeof GenServer.start, call: readonly unknown[]): Promise<Pid> {
  const { what, last } = parsed(call);
  return how(server, [what], last as StartOptions | undefined);
}

/**
 * Reads the state: the agent runs the function, and gives what it returns (`Agent.get/3` and `/5`).
 *
 * @param call a function of the state; or module, function name and the arguments after the state;
 *   then how many milliseconds to wait, 5000 when left out, or `Infinity`
 * @throws Exit with `{reason, {GenServer, :call, […]}}` when there is no answer; a function that fails
 *   ends the agent
 */
export function get<S, R>(agent: AgentPid<S>, fun: (state: S) => R, timeout?: Timeout): Promise<Awaited<R>>;
export function get<R>(agent: Server, fun: (state: any) => R, timeout?: Timeout): Promise<Awaited<R>>;
export function get(agent: Server, ...call: [...Named, timeout?: Timeout]): Promise<any>;
export function get(agent: Server, ...call: readonly unknown[]): Promise<unknown> {
  return ask(agent, atom.get!, call);
}

/**
 * Changes the state, and waits until that is done (`Agent.update/3` and `/5`).
 *
 * @param call as of {@link get}; the function returns the new state
 * @returns `:ok`
 */
export function update<S>(agent: AgentPid<S>, fun: (state: S) => Awaitable<S>, timeout?: Timeout): Promise<symbol>;
export function update(agent: Server, fun: (state: any) => unknown, timeout?: Timeout): Promise<symbol>;
export function update(agent: Server, ...call: [...Named, timeout?: Timeout]): Promise<symbol>;
export function update(agent: Server, ...call: readonly unknown[]): Promise<symbol> {
  return ask(agent, atom.update!, call) as Promise<symbol>;
}

/**
 * Changes the state and gives a value (`Agent.get_and_update/3` and `/5`).
 *
 * @param call as of {@link get}; the function returns the value and the new state, `[value, state]`
 * @example
 * const popped = await Agent.getAndUpdate(stack, (items) => [items.at(-1), items.slice(0, -1)]);
 */
export function getAndUpdate<S, R>(
  agent: AgentPid<S>,
  fun: (state: S) => Awaitable<readonly [value: R, state: S]>,
  timeout?: Timeout,
): Promise<R>;
export function getAndUpdate<R>(
  agent: Server,
  fun: (state: any) => Awaitable<readonly [value: R, state: any]>,
  timeout?: Timeout,
): Promise<R>;
export function getAndUpdate(agent: Server, ...call: [...Named, timeout?: Timeout]): Promise<any>;
export function getAndUpdate(agent: Server, ...call: readonly unknown[]): Promise<unknown> {
  return ask(agent, atom("get_and_update"), call);
}

/**
 * Changes the state, without waiting (`Agent.cast/2` and `/4`).
 *
 * @param call a function that returns the new state; or module, function name and the arguments after
 *   the state
 * @returns `:ok`, also when there is no such agent
 */
export function cast<S>(agent: AgentPid<S>, fun: (state: S) => Awaitable<S>): symbol;
export function cast(agent: Server, fun: (state: any) => unknown): symbol;
export function cast(agent: Server, ...call: Named): symbol;
export function cast(agent: Server, ...call: readonly unknown[]): symbol {
  return castTerm(agent, tuple(atom("cast"), parsed(call).what));
}

/**
 * Ends an agent and waits until it has ended (`Agent.stop/3`).
 *
 * @returns `:ok`
 * @throws Exit when there is no such agent, it ends for another reason, or it takes too long
 */
export function stop(
  agent: Server,
  reason: unknown = atom.normal,
  timeout: Timeout = Number.POSITIVE_INFINITY,
): Promise<symbol> {
  return GenServer.stop(agent, reason, timeout);
}

/**
 * How a supervisor starts an agent (`Agent.child_spec/1`).
 *
 * @param fun makes the first state
 * @example
 * await Supervisor.startLink([[Agent, () => 0]], { strategy: "oneForOne" });
 */
export function childSpec(fun: () => unknown): { id: symbol; start: () => Promise<Pid> } {
  return { id: atom("Elixir.Agent"), start: () => startLink(fun) };
}

function ask(agent: Server, label: Atom, call: readonly unknown[]): Promise<unknown> {
  const { what, last = DEFAULT_TIMEOUT } = parsed(call);
  return GenServer.within(last as Timeout).call(agent, tuple(label, what));
}

/** What to run, and what follows it. */
function parsed([first, second, third, fourth]: readonly unknown[]): { what: Run; last: unknown } {
  if (typeof second === "string" || (typeof second === "symbol" && third !== undefined))
    return { what: runOf(first, second, third), last: fourth };
  return { what: runOf(first, undefined, undefined), last: second };
}
