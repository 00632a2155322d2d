import { me } from "./me.js";
import { refusal } from "./refusal.js";
import { inTurnOf } from "./scheduler.js";

/**
 * A promise that the process's end rejects.
 *
 * @param begin starts what is waited for; it is given how to resolve, and returns how to give up
 */
export function pendingUntil<T>(begin: (done: (value: T) => void) => () => void): Promise<T> {
  const refused = refusal();
  if (refused) return refused;
  const process = me();
  return new Promise((resolve, reject) => {
    const interrupted = (exit: unknown): void => {
      giveUp();
      inTurnOf(process, () => reject(exit));
    };
    const giveUp = begin((value) => {
      process.pending?.delete(interrupted);
      inTurnOf(process, () => resolve(value));
    });
    process.pending ??= new Set();
    process.pending.add(interrupted);
  });
}
