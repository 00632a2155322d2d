import { log } from "../../io/index.js";
import { applyNamed, type Fun, type Module, moduleAtom, Process, self } from "../../process/index.js";
import { type Atom, atom, atomName, inspect, isTuple, type Tuple, type TupleOf, tuple } from "../../term/index.js";
import type { Behaviour } from "../gen-server/behaviour.js";
import { noreply, reply, stopWith } from "../gen-server.js";

/** What an agent is asked to run, as it goes over the wire: a function, or `{Module, Function, Args}`. */
export type Run = Fun | TupleOf<[module: Atom, name: Atom, args: readonly unknown[]]>;

/**
 * @internal A function, or module, function name and arguments, as an agent takes it.
 *
 * @throws TypeError for anything else
 */
export function runOf(first: unknown, name: unknown, args: unknown): Run {
  if (name === undefined && typeof first === "function") return first as Fun;
  if ((typeof name === "string" || typeof name === "symbol") && Array.isArray(args))
    return tuple(moduleAtom(first as Module), typeof name === "string" ? atom(name) : name, args);
  throw new TypeError("Cannot ask an agent: give a function, or a module, a function name and a list of arguments");
}

function run(what: Run, ...state: unknown[]): unknown {
  if (typeof what === "function") return what(...state);
  if (!isTuple(what)) return applyNamed(atom.erlang, atom.apply, [what, state]);
  const [module, name, args] = what;
  return applyNamed(module, name, [...state, ...args]);
}

type Handle = (state: unknown, what: Run) => Promise<unknown>;

/** By the atom that leads the request. */
const calls: Readonly<Record<string, Handle>> = {
  get: async (state, what) => reply(await run(what, state), state),
  update: async (state, what) => reply(atom.ok, await run(what, state)),
  get_and_update: async (state, what) => {
    const made = await run(what, state);
    if (Array.isArray(made) && made.length === 2) return reply(made[0] as unknown, made[1] as unknown);
    return stopWith(tuple(atom.bad_return_value, made), state);
  },
};

/** Elixir's `Agent.Server`. */
export const server: Behaviour<unknown, { init: [what: Run] }> = {
  init: (what) => run(what),
  handleCall: (state: unknown, request: unknown) => {
    const [name, what] = named(request);
    const handle = Object.hasOwn(calls, name) ? calls[name] : undefined;
    if (!handle)
      throw new TypeError(`Cannot understand ${inspect(request)}: an agent knows get, update and get_and_update`);
    return handle(state, what) as never;
  },
  handleCast: async (state: unknown, request: unknown) => {
    const [name, what] = named(request);
    if (name !== "cast") throw new TypeError(`Cannot understand ${inspect(request)}: an agent knows cast`);
    return noreply(await run(what, state));
  },
  handleInfo: (state, message) => {
    const name = Process.info(self(), "registeredName") ?? self();
    log("error", `Agent.Server ${inspect(name)} received unexpected message in handleInfo/2: ${inspect(message)}\n`);
    return noreply(state);
  },
};

function named(request: unknown): [name: string, what: Run] {
  if (!isTuple(request) || request.length !== 2 || typeof request[0] !== "symbol") return ["", request as Run];
  return [atomName(request[0]), (request as Tuple)[1] as Run];
}
