import { Exception, Exit, inspect, isTuple, type Pid } from "../index.js";
import { withoutOwnFrames } from "./frames.js";

/** The process of a test has been ended, mostly by a process that it is linked with. */
export class ProcessEnded extends Error {
  override readonly name = "ProcessEnded";

  constructor(
    readonly pid: Pid,
    readonly reason: unknown,
  ) {
    super(`** (EXIT from ${pid}) ${Exception.formatExit(reason)}`);
  }
}

/**
 * What a test threw, as an error that jest shows in the words of ExUnit: exits and thrown values
 * have no stack, so they get the place of the test.
 *
 * @param place an error that was made where the test is defined
 */
export function failureOf(thrown: unknown, place: Error): unknown {
  if (thrown instanceof ProcessEnded) return placed(thrown.message, place);
  if (thrown instanceof Exit) return placed(Exception.formatBanner("exit", thrown.reason), place);
  if (!hasStack(thrown)) return placed(`** (throw) ${inspect(thrown)}`, place);
  thrown.stack = withoutOwnFrames(thrown.stack);
  return thrown;
}

/** Errors of BEAM nodes are reasons, tuples that have no stack. */
function hasStack(thrown: unknown): thrown is { stack: string } {
  return !isTuple(thrown) && typeof (thrown as { stack?: unknown } | undefined)?.stack === "string";
}

function placed(text: string, place: Error): Error {
  const error = new Error(text);
  const frames = (place.stack ?? "").split("\n").filter((line) => /^\s*at /.test(line));
  error.stack = withoutOwnFrames([text, ...frames].join("\n"));
  return error;
}
