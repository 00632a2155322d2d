import type { IsLoaded } from "./exception/erlang-error.js";
import { formatError } from "./exception/error.js";
import { crashOf, formatExit } from "./exception/exit.js";
import { formatStacktrace, inline } from "./exception/stacktrace.js";
import type { Pid } from "./pid.js";

export type { IsLoaded } from "./exception/erlang-error.js";
export { nameErlangError } from "./exception/erlang-error.js";
export { formatError } from "./exception/error.js";
export { crashOf, formatExit } from "./exception/exit.js";
export { formatCall, formatStacktrace } from "./exception/stacktrace.js";

/** How a value left a function: thrown as an error, thrown as any other value, or as the reason of an exit. */
export type Kind = "error" | "throw" | "exit";

/**
 * The first lines of a report, before the stack.
 *
 * @param frames the stack, for errors of BEAM nodes that need it
 * @example
 * formatBanner("throw", atom.ball); // ** (throw) :ball
 * formatBanner("exit", atom.boom); // ** (exit) :boom
 * @see `Exception.format_banner/3` of Elixir
 */
export function formatBanner(
  kind: Kind,
  reason: unknown,
  frames: readonly unknown[] = [],
  isLoaded?: IsLoaded,
): string {
  if (kind === "error") return `** ${formatError(reason, frames, isLoaded)}`;
  return `** (${kind}) ${kind === "exit" ? formatExit(reason, isLoaded) : inline(reason)}`;
}

/**
 * The banner, and the stack below it where there is one.
 *
 * @see `Exception.format/3` of Elixir
 */
export function format(kind: Kind, reason: unknown, frames: readonly unknown[] = [], isLoaded?: IsLoaded): string {
  const stack = frames.length === 0 ? "" : `\n${formatStacktrace(frames)}`;
  return formatBanner(kind, reason, frames, isLoaded) + stack;
}

/**
 * The report of a process that ended by an error, without the time stamp; undefined for the exits
 * that nobody needs to hear of: `normal`, `shutdown`, `killed`, `exit(:boom)`.
 *
 * @param node the name of the process's node, where it has one
 * @example
 * formatCrash(pid, undefined, tuple(new TypeError("oops"), frames));
 * // Process #PID<0.109.0> raised an exception
 * // ** (TypeError) oops
 * //     p24.ts:6: Remote.chat/0
 */
export function formatCrash(
  pid: Pid,
  node: string | undefined,
  reason: unknown,
  isLoaded?: IsLoaded,
): string | undefined {
  const crash = crashOf(reason);
  if (!crash) return undefined;
  const where = node === undefined ? "" : ` on node ${inline(Symbol.for(node))}`;
  return `Process ${pid}${where} raised an exception\n${format("error", crash.error, crash.frames, isLoaded)}`;
}

/** What the shell prints when its evaluator was ended, mostly by a link. */
export function formatShellExit(pid: Pid, reason: unknown, isLoaded?: IsLoaded): string {
  return `** (EXIT from ${pid}) shell process exited with reason: ${formatExit(reason, isLoaded)}`;
}
