import { encode } from "../etf/index.js";
import { applyNamed, Exit, errorReason } from "../process/index.js";
import { type Atom, atom, inspect, isTuple, messageOf, type Tuple, tuple } from "../term/index.js";

/** How a call on behalf of another node ended. A `stack` has Erlang's frames. */
export type Outcome =
  | { kind: "return" | "throw" | "exit"; value: unknown }
  | { kind: "error"; value: unknown; stack: unknown };

/**
 * Calls a function by name for a caller on another node: whatever becomes of it can travel there.
 *
 * @returns never rejects
 */
export async function execute(module: Atom, name: Atom, args: readonly unknown[]): Promise<Outcome> {
  try {
    const value = await applyNamed(module, name, args);
    encode(value, { name: "the value" });
    return { kind: "return", value };
  } catch (thrown) {
    return portable(failure(thrown));
  }
}

function failure(thrown: unknown): Outcome {
  if (thrown instanceof Exit) return { kind: "exit", value: thrown.reason };
  const reason = errorReason(thrown);
  const [value, stack] = isTuple(reason) ? reason : [reason, []];
  return isTuple(value) && value[0] === atom.nocatch
    ? { kind: "throw", value: value[1] }
    : { kind: "error", value, stack };
}

/** What was thrown may hold what cannot travel: then its text does. */
function portable(outcome: Outcome): Outcome {
  try {
    encode(outcome.value);
    return outcome;
  } catch {
    return { ...outcome, value: textOf(outcome.value) };
  }
}

function textOf(thrown: unknown): unknown {
  if (Object.prototype.toString.call(thrown) !== "[object Error]") return inspect(thrown);
  return Object.assign(new Error(messageOf(thrown)), { name: String((thrown as Error).name) });
}

/** `{:badrpc, {:EXIT, reason}}`: what Erlang's `rpc` gives for a call that failed. */
export function badRpc(reason: unknown): Tuple {
  return tuple(atom.badrpc, tuple(atom.EXIT, reason));
}

/** The value of a call as Erlang's `rpc` gives it: what was thrown counts as returned. */
export function rpcValue(outcome: Outcome): unknown {
  if (outcome.kind === "error") return badRpc(tuple(outcome.value, outcome.stack));
  return outcome.kind === "exit" ? badRpc(outcome.value) : outcome.value;
}
