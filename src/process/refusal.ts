import { current } from "./current.js";
import { ended } from "./errors.js";
import type { Pcb } from "./pcb.js";
import { startTimer } from "./timers.js";

/** How often a process that has ended is refused at once. */
const AT_ONCE = 100;
/** The longest that it has to wait for that, in milliseconds. */
const LONGEST = 60_000;

const refusals = new WeakMap<Pcb, number>();

/**
 * What a process that has ended gets from whatever it waits for: the news of its end. A loop that
 * catches that and goes on would keep the thread for ever; so, in the end, each time takes twice as
 * long as the one before.
 *
 * @returns undefined for a process that lives, and where none runs
 */
export function refusal(): Promise<never> | undefined {
  const process = current();
  if (!process?.dead) return undefined;
  const count = (refusals.get(process) ?? 0) + 1;
  refusals.set(process, count);
  if (count <= AT_ONCE) return Promise.reject(ended(process));
  const delay = Math.min(2 ** (count - AT_ONCE), LONGEST);
  return new Promise((_, reject) => startTimer(() => reject(ended(process)), delay).unref());
}
