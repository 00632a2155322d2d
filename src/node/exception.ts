/** Elixir's `Exception`: the text of errors and exit reasons. */

import { Exit, errorReason } from "../process/index.js";
import { formatBanner, formatStacktrace, formatShellExit as shellExit } from "../term/exception.js";
import { atom, isTuple, type Pid } from "../term/index.js";
import { isLoaded } from "./loaded.js";

export { hideFrames, stacktrace, takeUncaught, translateStacks } from "../process/index.js";
export {
  formatBanner,
  formatCrash,
  formatError,
  formatExit,
  formatStacktrace,
} from "../term/exception.js";

/**
 * Something that was caught, as the shell prints it: the banner, then the stack; an empty line
 * where there is none.
 *
 * @example
 * Exception.format(new TypeError("oops")); // ** (TypeError) oops …
 */
export function format(caught: unknown): string {
  if (caught instanceof Exit) return `${formatBanner("exit", caught.reason, [], isLoaded)}\n`;
  const reason = errorReason(caught);
  const [what, frames] = isTuple(reason) ? (reason as readonly unknown[]) : [caught, []];
  if (isTuple(what) && what[0] === atom.nocatch) return `${formatBanner("throw", what[1])}\n`;
  const stack = Array.isArray(frames) ? frames : [];
  return `${formatBanner("error", caught, stack, isLoaded)}\n${formatStacktrace(stack)}`;
}

/** What the shell says when its evaluator has ended: which functions are missing depends on what is loaded here. */
export function formatShellExit(pid: Pid, reason: unknown): string {
  return shellExit(pid, reason, isLoaded);
}
