import { type Atom, atom, atomName, isAtom } from "../atom.js";
import { inspectAtom, inspectFunctionName } from "../inspect/atom.js";
import { isError } from "../inspect/error.js";
import { isTuple } from "../tuple.js";
import type { IsLoaded } from "./erlang-error.js";
import { formatError } from "./error.js";
import { formatCall, formatStacktrace, inline, isStacktrace } from "./stacktrace.js";

/**
 * The text of an exit reason, in words where Elixir has words for it.
 *
 * @param isLoaded whether this node has a module, for the text of undefined functions
 * @example
 * formatExit(tuple(atom.shutdown, atom.x)); // shutdown: :x
 * @see `Exception.format_exit/1` of Elixir
 */
export function formatExit(reason: unknown, isLoaded: IsLoaded = () => false): string {
  return exit(reason, 0, isLoaded);
}

/** The error and the stack of a process that ended by an error; undefined for reasons of any other kind. */
export function crashOf(reason: unknown): { error: unknown; frames: readonly unknown[] } | undefined {
  if (!isTuple(reason) || reason.length !== 2) return undefined;
  const [error, frames] = reason as unknown as readonly [unknown, unknown];
  const thrown = isError(error) || (isTuple(error) && error[0] === atom.nocatch);
  if (isStacktrace(frames) || (thrown && Array.isArray(frames))) return { error, frames: frames as unknown[] };
  return undefined;
}

const WORDS: Record<string, string> = {
  normal: "normal",
  shutdown: "shutdown",
  killed: "killed",
  timeout: "time out",
  noconnection: "no connection",
  calling_self: "process attempted to call itself",
  noproc:
    "no process: the process is not alive or there's no process currently associated with the given name, " +
    "possibly because its application isn't started",
};

function exit(reason: unknown, indent: number, isLoaded: IsLoaded): string {
  if (typeof reason === "symbol") return WORDS[Symbol.keyFor(reason) ?? ""] ?? inline(reason);
  if (!isTuple(reason)) return inline(reason);
  const margin = " ".repeat(indent + 4);
  const crash = crashOf(reason);
  if (crash) {
    const stack = crash.frames.length === 0 ? "" : `\n${formatStacktrace(crash.frames, indent + 8)}`;
    return `an exception was raised:\n${margin}** ${formatError(crash.error, crash.frames, isLoaded)}${stack}`;
  }
  const call = calledIn(reason);
  if (call) return `exited in: ${call}\n${margin}** (EXIT) ${exit(reason[0], indent + 4, isLoaded)}`;
  const child = failedChild(reason);
  if (child)
    return `shutdown: failed to start child: ${inline(child.id)}\n${margin}** (EXIT) ${exit(child.reason, indent + 4, isLoaded)}`;
  return inWords(reason) ?? inline(reason);
}

/** `{reason, {module, function, args}}`: the exit of a call that failed. */
function calledIn([, call, ...more]: readonly unknown[]): string | undefined {
  if (!isTuple(call) || call.length !== 3 || more.length > 0) return undefined;
  const [module, name, args] = call as unknown as readonly [Atom, Atom, unknown];
  if (!isAtom(module) || !isAtom(name) || !Array.isArray(args) || isTuple(args)) return undefined;
  return formatCall(module, name, args);
}

function failedChild([tag, inner, ...more]: readonly unknown[]): { id: unknown; reason: unknown } | undefined {
  if (tag !== atom.shutdown || more.length > 0 || !isTuple(inner) || inner.length !== 3) return undefined;
  const [failed, id, reason] = inner;
  if (failed !== atom.failed_to_start_child) return undefined;
  return { id, reason: isTuple(reason) && reason.length === 2 && reason[0] === atom.EXIT ? reason[1] : reason };
}

function inWords([tag, value, ...more]: readonly unknown[]): string | undefined {
  if (typeof tag !== "symbol" || more.length > 0) return undefined;
  switch (atomName(tag)) {
    case "shutdown":
      return `shutdown: ${inline(value)}`;
    case "nodedown":
      return isAtom(value) ? `no connection to ${atomName(value)}` : undefined;
    case "bad_return_value":
      return `bad return value: ${inline(value)}`;
    case "bad_call":
      return `bad call: ${inline(value)}`;
    case "bad_cast":
      return `bad cast: ${inline(value)}`;
    case "already_started":
      return `already started: ${inline(value)}`;
    case "bad_return":
      return badReturn(value);
    case "start_spec":
      return `bad child specification, ${configuration(value, SPECIFICATION)}`;
    case "bad_start_spec":
      return `bad child specification, invalid children: ${inline(value)}`;
    case "supervisor_data":
      return `bad supervisor configuration, ${configuration(value, SUPERVISOR)}`;
  }
  return undefined;
}

function badReturn(value: unknown): string | undefined {
  if (!isTuple(value) || value.length !== 3) return undefined;
  const [module, name, returned] = value as unknown as readonly [Atom, Atom, unknown];
  if (name !== atom.init || !isAtom(module)) return undefined;
  return `${inspectAtom(module)}.${inspectFunctionName(name)}/1 returned a bad value: ${inline(returned)}`;
}

/** By the tag: what is invalid, and what it must be. */
const SPECIFICATION: Record<string, readonly [string, string?]> = {
  invalid_child_spec: ["child specification"],
  invalid_child_type: ["child type", "Must be :worker or :supervisor."],
  invalid_mfa: ["mfa"],
  invalid_modules: ["modules", "Must be a list of atoms or :dynamic."],
  invalid_restart_type: ["restart type", "Must be :permanent, :transient or :temporary."],
  invalid_shutdown: ["shutdown", "Must be an integer >= 0, :infinity or :brutal_kill."],
};

const SUPERVISOR: Record<string, readonly [string, string?]> = {
  invalid_extra_arguments: ["extra_arguments"],
  invalid_intensity: ["max_restarts (intensity)"],
  invalid_max_children: ["max_children"],
  invalid_period: ["max_seconds (period)"],
  invalid_strategy: ["strategy"],
  invalid_type: ["type"],
};

function configuration(value: unknown, known: Record<string, readonly [string, string?]>): string {
  if (!isTuple(value) || value.length !== 2 || typeof value[0] !== "symbol") return `got: ${inline(value)}`;
  const name = atomName(value[0]);
  if (name === "duplicate_child_name") return `more than one child specification has the id: ${inline(value[1])}`;
  const found = known[name];
  if (!found) return `got: ${inline(value)}`;
  return `invalid ${found[0]}: ${inline(value[1])}${found[1] ? `. ${found[1]}` : ""}`;
}
