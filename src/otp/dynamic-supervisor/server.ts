import { Exit, Process, self, send } from "../../process/index.js";
import { atom, isTuple, type Pid, tuple } from "../../term/index.js";
import type { Behaviour } from "../gen-server/behaviour.js";
import { Ignored, type NoReply, noreply, type Stop, stopWith } from "../gen-server/results.js";
import { replyTo, unexpected } from "../supervisor/server.js";
import { fromTerm, type Spec } from "../supervisor/spec.js";
import { Flock, type Verdict } from "./flock.js";
import type { DynamicFlags } from "./options.js";

const RESTART = atom("$gen_restart");

/** The callbacks of the process that supervises children started one by one. */
export function dynamicSupervisor(
  name: string,
  init: () => DynamicFlags | Promise<DynamicFlags | Ignored>,
): Behaviour<Flock> {
  return {
    init: async () => {
      Process.flag("trapExit", true);
      const flags = await init();
      return flags instanceof Ignored ? flags : new Flock(name, flags);
    },
    handleCall: async (flock, request, from) => {
      replyTo(from, await answer(flock, request));
      return noreply(flock);
    },
    handleCast: (flock, request) => unexpected(flock, "DynamicSupervisor", request),
    handleInfo: async (flock, message) => {
      const [tag, pid, reason] = (isTuple(message) ? message : []) as unknown as [unknown, Pid, unknown];
      if (tag === atom.EXIT) return next(flock, await flock.ended(pid, reason));
      if (tag === RESTART) return next(flock, await flock.tryAgain(pid, reason));
      return unexpected(flock, "DynamicSupervisor", message);
    },
    terminate: (flock) => flock.stopAll(),
  };
}

function next(flock: Flock, verdict: Verdict): NoReply<Flock> | Stop<never, Flock> {
  if (verdict.then === "shutDown") return stopWith(atom.shutdown, flock);
  // As a message, so that a supervisor whose child never starts still answers.
  if (verdict.then === "tryAgain") send(self(), tuple(RESTART, verdict.pid, verdict.reason));
  return noreply(flock);
}

async function answer(flock: Flock, request: unknown): Promise<unknown> {
  const [what, argument] = isTuple(request) ? (request as readonly unknown[]) : [request];
  switch (typeof what === "symbol" ? Symbol.keyFor(what) : undefined) {
    case "which_children":
      return flock.which();
    case "count_children":
      return flock.count();
    case "start_child":
      return startChild(flock, argument);
    case "terminate_child":
      return flock.terminateChild(argument);
  }
  return tuple(atom.error, tuple(atom.bad_call, request));
}

async function startChild(flock: Flock, term: unknown): Promise<unknown> {
  let spec: Spec;
  try {
    spec = fromRequest(term);
  } catch (error) {
    if (error instanceof Exit) return tuple(atom.error, error.reason);
    throw error;
  }
  return flock.startChild(spec);
}

/** A child in a request has no id: `{{module, function, args}, restart, shutdown, type, modules}`. */
function fromRequest(term: unknown): Spec {
  return fromTerm(isTuple(term) && term.length === 5 ? tuple(undefined, ...term) : term);
}
