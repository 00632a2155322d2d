import { log } from "../../io/index.js";
import {
  applyNamed,
  Exit,
  type Fun,
  type Module,
  moduleAtom,
  moduleNameOf,
  Process,
  self,
} from "../../process/index.js";
import { type Atom, atom, inspect, isTuple, type Pid, TermMap, tuple } from "../../term/index.js";
import { type From, reply } from "../gen.js";
import type { Behaviour } from "../gen-server/behaviour.js";
import { castTerm } from "../gen-server/client.js";
import { live } from "../gen-server/loop.js";
import { Ignored, ignore, type NoReply, noreply, type Stop, stopWith } from "../gen-server/results.js";
import { type Ignore, start } from "../proc-lib.js";
import { nameTerm, type ServerName } from "../server.js";
import type { Flags } from "./flags.js";
import { supervisorName } from "./report.js";
import { fromTerm, type Spec, toTerm } from "./spec.js";
import { Tree, type Verdict } from "./tree.js";

/** What a supervisor is to supervise, and how: what `Supervisor.init` returns. */
export class Supervision {
  constructor(
    readonly children: readonly Spec[],
    readonly flags: Flags,
  ) {}
}

/** The process of a supervisor, whatever its kind. */
export function startSupervisor<S>(
  behaviour: (name: string) => Behaviour<S>,
  module: Atom | undefined,
  name: ServerName | undefined,
): Promise<Pid | Ignore> {
  const parent = self();
  const initialCall = [atom("supervisor"), module ?? atom("Elixir.Supervisor.Default"), 1] as const;
  return start({ link: true, name, initialCall }, (ack) => {
    const own = name === undefined ? undefined : nameTerm(name);
    const served = { module: atom("Elixir.Supervisor"), parent, name: own ?? self() };
    const made = behaviour(supervisorName(own, self(), module));
    return live({ ...served, behaviour: made as Behaviour<unknown> }, [], ack);
  });
}

/** The callbacks of the process that supervises a list of children. */
export function supervisor(name: string, init: () => Supervision | Promise<Supervision | Ignored>): Behaviour<Tree> {
  return {
    init: async () => {
      Process.flag("trapExit", true);
      const supervision = await init();
      if (supervision instanceof Ignored) return supervision;
      const { children, flags } = supervision;
      refuseDuplicates(children);
      for (const spec of children) refuseSignificance(spec, flags);
      const tree = new Tree(name, flags);
      await tree.begin(children);
      return tree;
    },
    handleCall: async (tree, request, from) => {
      replyTo(from, await answer(tree, request));
      return noreply(tree);
    },
    handleCast: async (tree, request) => {
      if (isTuple(request) && request[0] === TRY_AGAIN) return next(tree, await tree.tryAgain(request[1], request[2]));
      return unexpected(tree, "Supervisor", request);
    },
    handleInfo: async (tree, message) => {
      if (isTuple(message) && message[0] === atom.EXIT)
        return next(tree, await tree.ended(message[1] as Pid, message[2]));
      return unexpected(tree, "Supervisor", message);
    },
    terminate: (tree) => tree.stopAll(),
  };
}

/**
 * @internal Answers a call. What cannot travel, such as the failure of a start, is told as text: it
 * must not end the supervisor.
 */
export function replyTo(from: From, answer: unknown): void {
  try {
    reply(from, answer);
  } catch {
    reply(from, tuple(atom.error, inspect(answer)));
  }
}

/** @internal Says in the log that a message was dropped. */
export function unexpected<S>(state: S, who: string, message: unknown): NoReply<S> {
  log("error", `${who} received unexpected message: ${inspect(message)}\n`);
  return noreply(state);
}

const TRY_AGAIN = atom("try_again_restart");

function next(tree: Tree, verdict: Verdict): NoReply<Tree> | Stop<never, Tree> {
  if (verdict.then === "shutDown") return stopWith(atom.shutdown, tree);
  // As a message, so that a supervisor whose child never starts still answers.
  if (verdict.then === "tryAgain") castTerm(self(), tuple(TRY_AGAIN, verdict.id, verdict.reason));
  return noreply(tree);
}

/**
 * @internal What a callback module says in `init`.
 *
 * @param kind what it may say, but for ignoring
 */
export async function askModule<T extends object>(
  module: Module,
  argument: unknown,
  kind: new (...args: never[]) => T,
): Promise<T | Ignored> {
  const own = typeof module === "object" || typeof module === "function" ? Reflect.get(module, "init") : undefined;
  const said: unknown = await (typeof own === "function"
    ? Reflect.apply(own as Fun, module, [argument])
    : applyNamed(moduleAtom(module), atom.init!, [argument]));
  if (said === atom.ignore || said instanceof Ignored) return ignore;
  if (said instanceof kind) return said;
  throw new Exit(tuple(atom.bad_return, tuple(nameOf(module) ?? atom("Elixir.Supervisor"), atom.init, said)));
}

/** @internal */
export function nameOf(module: Module): Atom | undefined {
  return typeof module === "string" || typeof module === "symbol" ? moduleAtom(module) : moduleNameOf(module);
}

function refuseDuplicates(specs: readonly Spec[]): void {
  const ids = new TermMap<unknown, true>();
  for (const { id } of specs) {
    if (ids.has(id)) throw new Exit(tuple(atom.start_spec, tuple(atom.duplicate_child_name, id)));
    ids.set(id, true);
  }
}

/** A child may be significant only where that can have an effect. */
function refuseSignificance({ significant, restart }: Spec, { autoShutdown }: Flags): void {
  if (!significant) return;
  const bad = (...pairs: unknown[]): Exit => new Exit(tuple(atom.bad_combination, pairs));
  const itself = tuple(atom.significant, true);
  if (autoShutdown === "never") throw bad(tuple(atom.auto_shutdown, atom.never), itself);
  if (restart === "permanent") throw bad(itself, tuple(atom.restart_type, atom.permanent));
}

async function answer(tree: Tree, request: unknown): Promise<unknown> {
  const [what, argument] = isTuple(request) ? (request as readonly unknown[]) : [request];
  switch (typeof what === "symbol" ? Symbol.keyFor(what) : undefined) {
    case "which_children":
      return tree.which();
    case "count_children":
      return tree.count();
    case "start_child":
      return startChild(tree, argument);
    case "terminate_child":
      return tree.terminateChild(argument);
    case "restart_child":
      return tree.restartChild(argument);
    case "delete_child":
      return tree.deleteChild(argument);
    case "get_childspec":
      return specOf(tree, argument);
  }
  return tuple(atom.error, tuple(atom.bad_call, request));
}

async function startChild(tree: Tree, term: unknown): Promise<unknown> {
  let spec: Spec;
  try {
    spec = fromTerm(term);
    refuseSignificance(spec, tree.flags);
  } catch (error) {
    if (error instanceof Exit) return tuple(atom.error, error.reason);
    throw error;
  }
  return tree.startChild(spec);
}

function specOf(tree: Tree, idOrPid: unknown): unknown {
  const spec = tree.spec(idOrPid);
  return spec ? tuple(atom.ok, toTerm(spec)) : tuple(atom.error, atom.not_found);
}
