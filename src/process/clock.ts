import { makeRef, type Reference } from "../term/index.js";
import type { Destination } from "./address.js";
import { enter } from "./current.js";
import { ArgumentError } from "./errors.js";
import { me } from "./me.js";
import { pendingUntil } from "./pending.js";
import { report } from "./report.js";
import { send } from "./send.js";
import { MAX_DELAY, millisecondsOf, startTimer, stopTimer, type Timeout, type Timer } from "./timers.js";

/**
 * Waits (`Process.sleep/1`).
 *
 * @param time milliseconds, or `Infinity` (`:infinity`)
 * @throws Exit when the process is told to end meanwhile
 */
export function sleep(time: Timeout): Promise<symbol> {
  const delay = checkDelay(time, true);
  return pendingUntil<symbol>((done) => {
    if (delay === Number.POSITIVE_INFINITY) return () => {};
    const timer = startTimer(() => done(OK), delay);
    return () => stopTimer(timer);
  });
}

const OK = Symbol.for("ok");

/**
 * An `AbortSignal` that aborts when the calling process ends: for `fetch` and the like, which the
 * runtime cannot reject itself.
 */
export function signal(): AbortSignal {
  const process = me();
  process.abort ??= new AbortController();
  return process.abort.signal;
}

const timers = new Map<Reference, { timer: Timer; due: number }>();

/**
 * Sends a message later (`Process.send_after/3`).
 *
 * @param time milliseconds
 * @returns names the timer, for {@link cancelTimer} and {@link readTimer}
 */
export function sendAfter(destination: Destination, message: unknown, time: number): Reference {
  const delay = checkDelay(time, false);
  const ref = makeRef();
  const timer = enter(undefined, () =>
    startTimer(() => {
      timers.delete(ref);
      try {
        send(destination, message);
      } catch (error) {
        // A name that is gone by then is no news; a message that cannot travel is.
        if (!(error instanceof ArgumentError)) report.warning(String(error));
      }
    }, delay),
  );
  timers.set(ref, { timer, due: performance.now() + delay });
  return ref;
}

/** Stops a timer; returns the milliseconds that were left, `false` when it had ended (`Process.cancel_timer/1`). */
export function cancelTimer(ref: Reference): number | false {
  const left = readTimer(ref);
  const found = timers.get(ref);
  if (found) stopTimer(found.timer);
  timers.delete(ref);
  return left;
}

/** The milliseconds that a timer has left, `false` when it has ended (`Process.read_timer/1`). */
export function readTimer(ref: Reference): number | false {
  const found = timers.get(ref);
  return found ? Math.max(0, Math.round(found.due - performance.now())) : false;
}

function checkDelay(time: Timeout, endless: boolean): number {
  const delay = millisecondsOf(time);
  if (delay !== undefined && (endless || delay !== Number.POSITIVE_INFINITY)) return delay;
  throw new RangeError(`Cannot wait ${String(time)} ms: 0 to ${MAX_DELAY}${endless ? ", or Infinity" : ""}`);
}
