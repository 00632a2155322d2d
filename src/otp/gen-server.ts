/** OTP's `gen_server`, as Elixir's `GenServer` offers it. */

import { moduleNameOf, self } from "../process/index.js";
import { atom, type Pid } from "../term/index.js";
import type { Behaviour, InitArgs, ServerPid, Typed } from "./gen-server/behaviour.js";
import { live } from "./gen-server/loop.js";
import { type Ignore, type StartOptions, start as startProcess } from "./proc-lib.js";
import { nameTerm, type Server } from "./server.js";

export type { From } from "./gen.js";
export type {
  Behaviour,
  CallResult,
  CastResult,
  InitResult,
  Protocol,
  ServerPid,
  Typed,
} from "./gen-server/behaviour.js";
export { call, cast, reply, stop, within } from "./gen-server/client.js";
export { from } from "./gen-server/handlers.js";
export { abcast, multiCall } from "./gen-server/multi.js";
export { ignore, type Next, noreply, ok, stopWith } from "./gen-server/results.js";
export type { Ignore, StartOptions } from "./proc-lib.js";
export { type Server, type ServerName, whereis } from "./server.js";

/**
 * Starts a server that is linked to the caller and waits until its `init` is through
 * (`GenServer.start_link/3`).
 *
 * @param behaviour the callbacks
 * @param args the arguments of `init`
 * @param options `name` registers it first; `timeout` is how many milliseconds `init` may take
 * @returns the pid, which knows the server's protocol; `:ignore` when `init` says so
 * @throws Exit with the reason for which `init` stopped or failed, `{:already_started, pid}` or
 *   `:timeout`; without exits trapped, the caller ends for it
 * @example
 * const stack = await GenServer.startLink(Stack, [[1, 2, 3]], { name: "Stack" });
 * await GenServer.call(stack, "pop"); // 3
 */
export function startLink<S, P>(
  behaviour: Behaviour<S, P>,
  args: InitArgs<P>,
  options: StartOptions = {},
): Promise<ServerPid<P>> {
  return begin(behaviour, args, options, true) as Promise<ServerPid<P>>;
}

/** As {@link startLink}, without a link (`GenServer.start/3`). */
export function start<S, P>(
  behaviour: Behaviour<S, P>,
  args: InitArgs<P>,
  options: StartOptions = {},
): Promise<ServerPid<P>> {
  return begin(behaviour, args, options, false) as Promise<ServerPid<P>>;
}

function begin(
  behaviour: Behaviour<any>,
  args: readonly unknown[],
  { name, timeout }: StartOptions,
  link: boolean,
): Promise<Pid | Ignore> {
  if (typeof behaviour?.init !== "function")
    throw new TypeError("Cannot start a server: its behaviour needs at least the callback init");
  if (!Array.isArray(args))
    throw new TypeError("Cannot start a server: give the arguments of init as a list, such as []");
  const module = moduleNameOf(behaviour);
  const parent = link ? self() : undefined;
  const initialCall = [module ?? GEN_SERVER, atom.init!, args.length] as const;
  return startProcess({ link, name, timeout, initialCall }, (ack) =>
    live({ behaviour, module, parent, name: name === undefined ? self() : nameTerm(name) }, args, ack),
  );
}

const GEN_SERVER = atom("Elixir.GenServer");

/**
 * Says what a server that is known by name understands, so that calls of it are checked.
 *
 * @example
 * const stack = GenServer.typed<Stack>(["Stack", "you@localhost"]);
 * const size = await GenServer.call(stack, "size"); // number
 */
export function typed<P>(server: Server): Typed<P> {
  return server as Typed<P>;
}
