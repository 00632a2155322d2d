import type { Pid } from "../term/index.js";
import { lookup } from "./table.js";
import { stopTimer } from "./timers.js";

/**
 * Rejects what a process of this node waits for, in `receive`, `sleep` or a call, and lets it
 * live: what Ctrl+C does to a line that a shell evaluates.
 *
 * @param error what the wait is rejected with
 */
export function interrupt(pid: Pid, error: Error): void {
  const process = lookup(pid);
  if (!process) return;
  const { waiter, pending } = process;
  process.waiter = undefined;
  process.pending = undefined;
  if (waiter?.timer !== undefined) stopTimer(waiter.timer);
  waiter?.reject(error);
  if (pending) for (const reject of pending) reject(error);
}
