/**
 * How long, in milliseconds, anything that a test waits for may take: a machine may have more to do
 * than run the tests. Below the time that a whole test has, so that it is the wait that fails, and says why.
 */
export const BOUND = 60_000;
