import { applyNamed, Exit, errorReason, Process } from "../../process/index.js";
import { atom, isTuple, Pid, tuple } from "../../term/index.js";
import { Ignored } from "../gen-server/results.js";
import type { StartCall } from "./spec.js";

/** What came of starting a child. */
export type Started = { pid: Pid; info?: unknown } | { ignored: true } | Failed;

/** Why a child did not start; whether that was thrown as an error rather than told. */
export interface Failed {
  failed: unknown;
  thrown: boolean;
}

/**
 * Starts a child as the calling process, and ties it to it.
 *
 * @throws Exit only when the calling process is told to end
 */
export async function startChild([module, name, args]: StartCall): Promise<Started> {
  let returned: unknown;
  try {
    returned = await applyNamed(module, name, args);
  } catch (error) {
    return error instanceof Exit
      ? { failed: error.reason, thrown: false }
      : { failed: errorReason(error), thrown: true };
  }
  const started = outcome(returned);
  // A start that forgot the link would leave an orphan. One that has ended is told of by this.
  if ("pid" in started) Process.link(started.pid);
  return started;
}

/** What a start has returned: our plain values, or the tuples of Erlang and Elixir. */
function outcome(returned: unknown): Started {
  if (returned instanceof Pid) return { pid: returned };
  if (returned === undefined || returned === atom.ignore || returned instanceof Ignored) return { ignored: true };
  if (isTuple(returned)) {
    const [tag, value, info] = returned;
    if (tag === atom.ok && value instanceof Pid && returned.length === 2) return { pid: value };
    if (tag === atom.ok && value instanceof Pid && returned.length === 3) return { pid: value, info };
    if (tag === atom.error && returned.length === 2) return { failed: value, thrown: false };
  }
  return { failed: tuple(atom.bad_return_value, returned), thrown: false };
}
