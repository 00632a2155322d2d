/** OTP's `supervisor`, as Elixir's `Supervisor` offers it. */

import type { Module } from "../process/index.js";
import type { Pid } from "../term/index.js";
import type { ServerName } from "./server.js";
import { type Child, childSpec } from "./supervisor/child-spec.js";
import { type FlagOptions, flagsOf, type Options } from "./supervisor/flags.js";
import { askModule, nameOf, Supervision, startSupervisor, supervisor } from "./supervisor/server.js";
import { toSpec } from "./supervisor/spec.js";

export { stop } from "./gen-server/client.js";
export {
  type Child,
  type ChildSpec,
  childSpec,
  type Restart,
  type Shutdown,
  type Start,
} from "./supervisor/child-spec.js";
export {
  type ChildCount,
  type ChildEntry,
  countChildren,
  deleteChild,
  restartChild,
  startChild,
  terminateChild,
  whichChildren,
} from "./supervisor/client.js";
export type { AutoShutdown, FlagOptions, Options, Strategy } from "./supervisor/flags.js";
export type { Supervision } from "./supervisor/server.js";

/** A module that says in `init` what is to be supervised. */
export interface Callbacks<Argument = any> {
  /** Returns what {@link init} makes, or `:ignore`. */
  init(argument: Argument): unknown;
}

/**
 * Starts a supervisor that is linked to the caller, and its children one after the other
 * (`Supervisor.start_link/2`, `Supervisor.start_link/3`).
 *
 * It ends with its parent, and its children end with it: the last one first, each with the time that
 * its `shutdown` gives it. A child that ends is started again as its `restart` and the strategy say;
 * more than `maxRestarts` restarts in `maxSeconds` end the supervisor with `:shutdown`, which the log tells.
 *
 * @param children modules, `[module, argument]`, or specifications; or else a module and the
 *   argument for its `init`
 * @param options `strategy` is `"oneForOne"`, `"oneForAll"` or `"restForOne"`; `name` registers it;
 *   `maxRestarts` is 3 and `maxSeconds` 5 when left out
 * @returns the pid; `:ignore` when the module's `init` says so
 * @throws ArgumentError for a child or an option that is none, saying what it may be
 * @throws Exit with `{:shutdown, {:failed_to_start_child, id, reason}}` when a child does not start:
 *   those before it are stopped again; without exits trapped, the caller ends for it
 * @example
 * await Supervisor.startLink([[Counter, 5], { id: "clock", start: () => Clock.startLink() }], {
 *   strategy: "oneForOne",
 *   name: "P24Chat.Supervisor",
 * });
 * @see `supervisor.erl` of OTP
 */
export function startLink(children: readonly Child[], options: Options): Promise<Pid>;
export function startLink(module: Module, argument?: unknown, options?: { name?: ServerName }): Promise<Pid>;
export async function startLink(first: readonly Child[] | Module, second: unknown, third?: object): Promise<Pid> {
  if (!Array.isArray(first)) return startModule(first, second, third);
  const supervision = init(first, second as Options);
  const behaviour = (name: string) => supervisor(name, () => supervision);
  return (await startSupervisor(behaviour, undefined, (second as Options).name)) as Pid;
}

async function startModule(module: Module, argument: unknown, { name }: { name?: ServerName } = {}): Promise<Pid> {
  const behaviour = (shown: string) => supervisor(shown, () => askModule(module, argument, Supervision));
  return (await startSupervisor(behaviour, nameOf(module), name)) as Pid;
}

/**
 * What the `init` of a module returns to be a supervisor (`Supervisor.init/2`).
 *
 * @throws ArgumentError as {@link startLink}
 * @example
 * export const MySupervisor = {
 *   startLink: (argument: number) => Supervisor.startLink(MySupervisor, argument, { name: "MySupervisor" }),
 *   init: (argument: number) => Supervisor.init([[Counter, argument]], { strategy: "oneForOne" }),
 * };
 */
export function init(children: readonly Child[], options: FlagOptions): Supervision {
  return new Supervision(
    children.map((child) => toSpec(childSpec(child))),
    flagsOf(options),
  );
}
