import { log } from "../../io/index.js";
import { Exit, errorReason, Process, self } from "../../process/index.js";
import { format, formatExit } from "../../term/exception.js";
import { atom, inspect, isTuple, type Pid } from "../../term/index.js";
import { isFrom } from "../gen.js";
import type { Served } from "./handlers.js";

/** Why a server ends, and what it was doing. */
export interface End {
  reason: unknown;
  state: unknown;
  /** The message that was being handled, when it was one. */
  last: { message: unknown } | undefined;
}

/**
 * Lets the server tidy up, logs what is a failure, and says with which reason the process ends:
 * OTP's `gen_server:terminate/10`.
 */
export async function terminate(served: Served, end: End): Promise<Exit> {
  const reason = await tidyUp(served, end);
  if (isFailure(reason)) log("error", report(served, { ...end, reason }));
  return new Exit(reason);
}

async function tidyUp({ behaviour }: Served, { reason, state }: End): Promise<unknown> {
  try {
    await behaviour.terminate?.(state, reason);
    return reason;
  } catch (error) {
    // Throws when the process was killed meanwhile: then nobody hears of this.
    self();
    return reasonOf(error);
  }
}

/** The exit reason that something thrown by a callback makes. */
export function reasonOf(error: unknown): unknown {
  return error instanceof Exit ? error.reason : errorReason(error);
}

/** True for reasons that a log should tell of. */
export function isFailure(reason: unknown): boolean {
  if (reason === atom.normal || reason === atom.shutdown) return false;
  return !(isTuple(reason) && reason.length === 2 && reason[0] === atom.shutdown);
}

/**
 * What Elixir's Logger says of a server that failed.
 *
 * @example
 * // GenServer Counter terminating
 * // ** (RuntimeError) counter crash
 * //     counter.ts:16: Counter.handleCall/3
 * // Last message (from #PID<0.114.0>): :crash
 * // State: 19
 */
export function report({ name }: Served, { reason, state, last }: End): string {
  const lines = [`GenServer ${inspect(name)} terminating`, cause(reason)];
  if (last) lines.push(lastMessage(last.message));
  lines.push(`State: ${inspect(state)}`);
  const client = last && callerOf(last.message);
  if (client) lines.push(clientLine(client));
  return lines.join("\n");
}

/** The error and its stack, or the reason for which a callback stopped. */
export function cause(reason: unknown): string {
  if (isTuple(reason) && reason.length === 2 && Array.isArray(reason[1]) && !isTuple(reason[1]))
    return format("error", reason[0], reason[1]);
  return `** (stop) ${formatExit(reason)}`;
}

function lastMessage(message: unknown): string {
  const client = callerOf(message);
  if (!client) return `Last message: ${inspect(message)}`;
  return `Last message (from ${inspect(client)}): ${inspect((message as readonly unknown[])[2])}`;
}

function callerOf(message: unknown): Pid | undefined {
  if (!isTuple(message) || message[0] !== atom.$gen_call || !isFrom(message[1])) return undefined;
  return message[1][0];
}

function clientLine(pid: Pid): string {
  if (!pid.isLocal) return `Client ${inspect(pid)} is remote on node ${inspect(atom(pid.node))}`;
  if (!Process.alive(pid)) return `Client ${inspect(pid)} is dead`;
  return `Client ${inspect(Process.info(pid, "registeredName") ?? pid)} is alive`;
}
