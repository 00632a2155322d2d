import { formatCall, inline } from "../../term/exception/stacktrace.js";
import { formatExit } from "../../term/exception.js";
import { type Atom, atom, atomName, isTuple } from "../../term/index.js";

/**
 * The reason for which an application did not start or stop, in words (`Application.format_error/1`).
 *
 * @param reason of the exit of `Application.start` and the like; of that of `ensureAllStarted`, the
 *   second element
 * @example
 * Application.formatError(tuple(atom.not_started, atom.p24_chat)); // "not started application p24_chat"
 */
export function formatError(reason: unknown): string {
  if (!isTuple(reason) || reason.length !== 2) return formatExit(reason);
  const [tag, value] = reason as readonly unknown[];
  if (tag === atom.bad_return) return badReturn(value) ?? formatExit(reason);
  if (tag === CIRCULAR && Array.isArray(value)) return `circular dependency: ${value.map(text).join(" -> ")}`;
  if (typeof tag === "symbol" && Object.hasOwn(NAMED, atomName(tag))) return `${NAMED[atomName(tag)]} ${text(value)}`;
  if (typeof tag === "symbol" && Object.hasOwn(SHOWN, atomName(tag)))
    return `${SHOWN[atomName(tag)]}: ${inline(value)}`;
  if (tag === NO_FILE) return `could not find application file: ${String(value)}`;
  const call = callOf(value);
  return call ? `${call} returned an error: ${formatExit(tag)}` : formatExit(reason);
}

/** The reason for applications that wait for each other: the names, the first once more at the end. */
export const CIRCULAR = atom("circular_dependency");

/** What OTP says when there is no file that describes an application. */
export const NO_FILE = "no such file or directory";

const NAMED: Record<string, string> = {
  already_started: "already started application",
  already_loaded: "already loaded application",
  not_started: "not started application",
  not_loaded: "not loaded application",
};

const SHOWN: Record<string, string> = {
  invalid_restart_type: "invalid application restart type",
  invalid_name: "invalid application name",
  invalid_options: "invalid application options",
  badstartspec: "bad application start specs",
};

function text(name: unknown): string {
  return typeof name === "symbol" ? atomName(name) : inline(name);
}

/** `{{module, :start, args}, value}`: what the callback gave, or for what it ended. */
function badReturn(value: unknown): string | undefined {
  const [called, returned] = isTuple(value) ? (value as readonly unknown[]) : [];
  const call = callOf(called);
  if (!call) return undefined;
  if (!isTuple(returned) || returned[0] !== atom.EXIT || returned.length !== 2)
    return `${call} returned a bad value: ${inline(returned)}`;
  return `exited in: ${call}\n    ** (EXIT) ${indented(formatExit(returned[1]))}`;
}

/** As deep as an exit is that was caused by another. */
function indented(reason: string): string {
  return reason.replaceAll("\n", "\n    ");
}

function callOf(value: unknown): string | undefined {
  if (!isTuple(value) || value.length !== 3 || !Array.isArray(value[2])) return undefined;
  const [module, name, args] = value as unknown as readonly [Atom, Atom, unknown[]];
  return typeof module === "symbol" && typeof name === "symbol" ? formatCall(module, name, args) : undefined;
}
