/** Elixir's `DynamicSupervisor`: children that are started one by one while the program runs. */

import type { Module } from "../process/index.js";
import { type Atom, atom, type Pid, tuple } from "../term/index.js";
import {
  DynamicFlags,
  type DynamicOptions,
  dynamicFlags,
  type DynamicFlags as Flags,
} from "./dynamic-supervisor/options.js";
import { dynamicSupervisor } from "./dynamic-supervisor/server.js";
import type { Ignored } from "./gen-server/results.js";
import type { Ignore } from "./proc-lib.js";
import type { Server, ServerName } from "./server.js";
import { type Child, type ChildSpec, childSpec as specOfChild } from "./supervisor/child-spec.js";
import { ask } from "./supervisor/client.js";
import { askModule, nameOf, startSupervisor } from "./supervisor/server.js";
import { toSpec, toTerm } from "./supervisor/spec.js";

export type { DynamicOptions } from "./dynamic-supervisor/options.js";
export { stop } from "./gen-server/client.js";
export { countChildren, whichChildren } from "./supervisor/client.js";

/** What a dynamic supervisor is started with. */
export interface Options extends DynamicOptions {
  name?: ServerName | undefined;
}

/**
 * Starts a supervisor without children, linked to the caller (`DynamicSupervisor.start_link/1`,
 * `DynamicSupervisor.start_link/3`). Children come with {@link startChild} and are found by pid; each
 * is started again alone. When it ends, it stops all of them at the same time.
 *
 * @param options `maxChildren`, `maxRestarts`, `maxSeconds`, `extraArguments`, `name`; or else a
 *   module, the argument for its `init`, and `{ name }`
 * @returns the pid; `:ignore` when the module's `init` says so
 * @throws ArgumentError for an option that is none
 * @throws Exit with `{:already_started, pid}` when the name is taken
 * @example
 * await DynamicSupervisor.startLink({ name: "P24Chat.Rooms", maxChildren: 100 });
 * await DynamicSupervisor.startChild("P24Chat.Rooms", [Room, "lobby"]);
 * @see `lib/dynamic_supervisor.ex` of Elixir
 */
export function startLink(options?: Options): Promise<Pid>;
export function startLink(module: Module, argument: unknown, options?: { name?: ServerName }): Promise<Pid>;
export async function startLink(
  first: Options | Module = {},
  ...[argument, options = {}]: [unknown?, { name?: ServerName }?]
): Promise<Pid> {
  if (isOptions(first)) return start(undefined, dynamicFlags(first), first.name);
  return start(nameOf(first), () => askModule(first, argument, DynamicFlags), options.name);
}

async function start(
  module: Atom | undefined,
  flags: Flags | (() => Promise<Flags | Ignored>),
  name?: ServerName,
): Promise<Pid> {
  const init = typeof flags === "function" ? flags : () => flags;
  return (await startSupervisor((shown) => dynamicSupervisor(shown, init), module, name)) as Pid;
}

function isOptions(first: Options | Module): first is Options {
  return typeof first === "object" && !("init" in first);
}

/**
 * What the `init` of a module returns to be a dynamic supervisor (`DynamicSupervisor.init/1`).
 *
 * @throws ArgumentError as {@link startLink}
 */
export function init(options: DynamicOptions = {}): Flags {
  return dynamicFlags(options);
}

/**
 * Starts a child (`DynamicSupervisor.start_child/2`).
 *
 * @param supervisor a pid or a name, also on another node
 * @param child a module, `[module, argument]`, or a specification, whose id means nothing
 * @returns its pid; `:ignore` when it chose not to begin
 * @throws Exit with the reason for which it did not start, or `:max_children`
 * @throws ArgumentError for what is no child
 */
export async function startChild(supervisor: Server, child: Child): Promise<Pid | Ignore> {
  const { start, restart, shutdown, type, modules } = toTerm(toSpec(specOfChild(child)));
  return (await ask(supervisor, "start_child", tuple(start, restart, shutdown, type, modules))) as Pid | Ignore;
}

/**
 * Stops a child for good (`DynamicSupervisor.terminate_child/2`).
 *
 * @returns `:ok`
 * @throws Exit with `:not_found` when the pid is none of its children
 */
export async function terminateChild(supervisor: Server, pid: Pid): Promise<Atom> {
  return (await ask(supervisor, "terminate_child", pid)) as Atom;
}

/**
 * A dynamic supervisor as the child of a supervisor: `[DynamicSupervisor, { name: "P24Chat.Rooms" }]`.
 * Its id is its name.
 */
export function childSpec(options: Options = {}): ChildSpec {
  const { name } = options;
  const id = name ?? atom("Elixir.DynamicSupervisor");
  return { id, start: () => startLink(options), type: "supervisor", modules: ["DynamicSupervisor"] };
}
