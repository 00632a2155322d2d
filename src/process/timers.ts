/**
 * The clock of the kernel. The functions are taken at load, before {@link bindTimers} (see
 * `current.ts`) or a test's fake clock replaces the global ones.
 */
export const { setTimeout: startTimer, clearTimeout: stopTimer, setImmediate: afterIo } = globalThis;

/** A running timer. */
export type Timer = ReturnType<typeof startTimer>;

/** The longest delay that a timer can have, in milliseconds: about 24.8 days. */
export const MAX_DELAY = 0x7fff_ffff;
