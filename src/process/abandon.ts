import { callbackNow, current, leave } from "./current.js";
import { finishWithError } from "./exit.js";
import { dropLink } from "./link.js";
import type { Pcb } from "./pcb.js";
import { drainAgain } from "./scheduler.js";
import { lookup } from "./table.js";
import { afterIo, startTimer } from "./timers.js";

/**
 * Called in the midst of code that is about to be ended from outside, as by V8's `terminateExecution`:
 * gets the kernel and Node.js ready, for no `finally` will hear of it. The process whose turn it is ends as
 * if it had thrown, and those that are linked with it. Who is isolated (`Process.isolate`) lives in
 * either case: what to do about it is up to who isolated it.
 *
 * @param error what the code did not throw
 * @returns false when the code must not be ended: it is that of an isolated process whose end nobody is told of
 * @example
 * // called by a debugger, on top of an endless loop
 * const mayEnd = Process.abandonTurn(new Error("The loop was ended"));
 */
export function abandonTurn(error: Error): boolean {
  const process = current();
  if (process?.apart && !process.abandoned) return false;
  const callbacks = laterImmediates();
  leave();
  forgetCalls(error);
  drainAgain();
  for (const callLater of callbacks) callLater();
  if (process) startTimer(() => (process.apart ? process.abandoned?.() : endAlone(process, error)), 0);
  return true;
}

function endAlone(process: Pcb, error: Error): void {
  for (const pid of process.links?.keys() ?? []) if (lookup(pid)?.apart) dropLink(process, pid);
  finishWithError(process, error);
}

/** What Node.js keeps of a callback of `setImmediate`, in a list of those whose turn it is. */
interface Queued {
  _destroyed: boolean;
  _onImmediate: ((...args: unknown[]) => void) | null;
  readonly _argv?: unknown[];
  _idlePrev: Queued | null;
  _idleNext: Queued | null;
  unref(): unknown;
}

/**
 * Node.js goes on behind a callback that has thrown. Of one that never comes back it forgets those behind it, and
 * waits for them for ever; when it is not the first one, Node.js comes back to it, and again, for ever.
 *
 * @returns what gives them another turn
 */
function laterImmediates(): (() => void)[] {
  const running = callbackNow() as Queued;
  if (!running._onImmediate) return [];
  if (running._idlePrev) {
    letPass(running);
    return [];
  }
  const later: Queued[] = [];
  for (let next = running._idleNext; next; next = next._idleNext) later.push(next);
  return later.map((immediate) => {
    const { _onImmediate: callback, _argv: args = [] } = immediate;
    const context = contextOf(immediate);
    clearImmediate(immediate as unknown as NodeJS.Immediate);
    return () =>
      void Object.assign(
        afterIo(() => callback?.(...args)),
        context,
      );
  });
}

/** As whom it runs, where Node.js itself carries that along. */
function contextOf(immediate: Queued): object {
  const keys = Object.getOwnPropertySymbols(immediate).filter(({ description }) => description?.includes("context"));
  return Object.fromEntries(keys.map((key) => [key, (immediate as unknown as Record<symbol, unknown>)[key]]));
}

/** Node.js comes back to a callback that does nothing now. It counts it once more: so one counts that is in no list. */
function letPass(running: Queued): void {
  running._destroyed = false;
  running._onImmediate = () => {};
  const [before, extra, after] = [1, 2, 3].map(() => afterIo(() => {}) as unknown as Queued) as [
    Queued,
    Queued,
    Queued,
  ];
  extra.unref();
  before._idleNext = after;
  after._idlePrev = before;
  extra._idlePrev = extra._idleNext = null;
}

interface Internals {
  emit(event: string): boolean;
  /** What C++ calls for an error that nobody has caught: it empties the stack of asynchronous calls. */
  _fatalException?(error: unknown): boolean;
}

/**
 * Node.js ends as a whole when it comes back to a stack of asynchronous calls that is not as it was. There is no
 * other way to empty it than to make it believe in an uncaught error, of which nobody is to hear.
 */
function forgetCalls(error: Error): void {
  const internals = process as Internals;
  const { emit } = internals;
  internals.emit = () => true;
  try {
    internals._fatalException?.(error);
  } finally {
    internals.emit = emit;
  }
}
