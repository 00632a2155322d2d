import type { Pcb, Waiter } from "./pcb.js";
import { afterIo } from "./timers.js";

/**
 * After so many resumes in a row the event loop gets its turn, so that processes that only feed
 * each other starve neither timers nor sockets. Measured to cost nothing.
 */
const SLICE = 2000;

let resumes = 0;
let late: { process: Pcb; waiter: Waiter }[] = [];

/** Wakes a process whose mailbox has something for it. */
export function wake(process: Pcb, waiter: Waiter): void {
  if (hasTurn()) {
    resume(process, waiter);
    return;
  }
  waiter.woken = true;
  if (late.push({ process, waiter }) === 1) afterIo(drain);
}

function drain(): void {
  resumes = 0;
  const turn = late;
  late = [];
  for (const { process, waiter } of turn) {
    // A process that has ended meanwhile does not wait any more.
    if (process.waiter !== waiter) continue;
    waiter.woken = false;
    // And what it was woken for may be gone: another part of it took it from the mailbox.
    if (waiter.selective || process.mailbox?.length) resume(process, waiter);
  }
}

function resume(process: Pcb, waiter: Waiter): void {
  process.waiter = undefined;
  waiter.resolve(waiter.selective ? undefined : process.mailbox!.shift());
}

/** Counts a resume; false when it has to wait for the event loop. */
export function hasTurn(): boolean {
  return ++resumes < SLICE;
}
