import { current } from "./current.js";
import type { Pcb, Waiter } from "./pcb.js";
import { afterIo } from "./timers.js";

/**
 * After so many resumes in a row the event loop gets its turn, so that processes that only feed
 * each other starve neither timers nor sockets. Measured to cost nothing.
 */
const SLICE = 2000;

interface Turn {
  readonly process: Pcb;
  readonly begin: () => void;
}

let resumes = 0;
let late: Turn[] = [];
/** A program without such processes does not pay for them. */
let someApart = false;

/** Wakes a process whose mailbox has something for it. */
export function wake(process: Pcb, waiter: Waiter): void {
  if (!isApart(process) && hasTurn()) {
    resume(process, waiter);
    return;
  }
  waiter.woken = true;
  later(process, () => {
    // A process that has ended meanwhile does not wait any more.
    if (process.waiter !== waiter) return;
    waiter.woken = false;
    // And what it was woken for may be gone: another part of it took it from the mailbox.
    if (waiter.selective || process.mailbox?.length) resume(process, waiter);
  });
}

function resume(process: Pcb, waiter: Waiter): void {
  process.waiter = undefined;
  waiter.resolve(waiter.selective ? undefined : process.mailbox!.shift());
}

/** Counts a resume; false when it has to wait for the event loop. */
export function hasTurn(): boolean {
  return ++resumes < SLICE;
}

/** Lets a process take turns of its own from now on. */
export function setApart(process: Pcb): void {
  someApart = process.apart = true;
}

/** Whether a process cannot go on in the turn that runs now: it takes turns of its own, or whoever wakes it does. */
export function isApart(process: Pcb): boolean {
  return someApart && (process.apart || current()?.apart === true);
}

/** Lets a process go on: at once, or later when it is {@link isApart}. */
export function inTurnOf(process: Pcb, begin: () => void): void {
  if (isApart(process)) later(process, begin);
  else begin();
}

/** Lets a process go on when the event loop has had its turn. */
export function later(process: Pcb, begin: () => void): void {
  if (late.push({ process, begin }) === 1) afterIo(drain);
}

/** What waits for a turn waits for the next one, when the turn that was to see to it is no more. */
export function drainAgain(): void {
  if (late.length > 0) afterIo(drain);
}

function drain(): void {
  resumes = 0;
  const [first] = late;
  if (!first) return;
  const { apart } = first.process;
  const end = late.findIndex(({ process }) => (apart ? process !== first.process : process.apart));
  const turns = late;
  late = end === -1 ? [] : turns.splice(end);
  drainAgain();
  for (const { begin } of turns) begin();
  // All of that turn takes place here, and not when it is another callback's: nothing else is lost with it.
  if (apart) runMicrotasks();
}

/** What Node.js does at the end of each turn: it runs the microtasks that wait, until there are none. */
const { _tickCallback: runMicrotasks = () => {} } = process as { _tickCallback?: () => void };
