/**
 * The clock of the kernel. The functions are taken at load, before `current.ts`
 * binds the global ones to processes, or a test's fake clock replaces them.
 */
export const { setTimeout: startTimer, clearTimeout: stopTimer, setImmediate: afterIo } = globalThis;

/** A running timer. */
export type Timer = ReturnType<typeof startTimer>;

/** The longest delay that a timer can have, in milliseconds: about 24.8 days. */
export const MAX_DELAY = 0x7fff_ffff;

/** A time to wait: milliseconds, or `Infinity`, which OTP writes `:infinity`. */
export type Timeout = number | symbol;

const FOREVER = Symbol.for("infinity");

/** The milliseconds of a time to wait, maybe `Infinity`; undefined for what is no such time. */
export function millisecondsOf(time: unknown): number | undefined {
  if (time === FOREVER || time === Number.POSITIVE_INFINITY) return Number.POSITIVE_INFINITY;
  return typeof time === "number" && time >= 0 && time <= MAX_DELAY ? time : undefined;
}
