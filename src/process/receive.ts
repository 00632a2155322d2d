import { atom } from "../term/index.js";
import { ended } from "./errors.js";
import { Mailbox } from "./mailbox.js";
import { me } from "./me.js";
import type { Pcb, Waiter } from "./pcb.js";
import { refusal } from "./refusal.js";
import { takeReply } from "./reply.js";
import { report } from "./report.js";
import { hasTurn, inTurnOf, isApart, wake } from "./scheduler.js";
import { MAX_DELAY, millisecondsOf, startTimer, stopTimer, type Timeout } from "./timers.js";

/** What a clause of {@link receive} returns to leave a message in the mailbox. */
export const skip: unique symbol = Symbol("skip") as never;
export type Skip = typeof skip;

/**
 * Waits for a message (Erlang's `receive`).
 *
 * Without a clause it takes the oldest message. With one, the clause sees the messages in order
 * and returns {@link skip} for those that stay; the first other value that it returns is what
 * `receive` resolves to. A clause runs in the turn of the process that receives. A message whose
 * clause throws has been received.
 *
 * @param clause chooses a message; `match` of ts-pattern fits in well
 * @param timeout milliseconds after which to give up, or `Infinity` (`:infinity`); 0 looks at what is there and does not wait
 * @param onTimeout makes the value after the timeout; without it that is `:timeout`
 * @returns the message, or what the clause or `onTimeout` returned
 * @throws Exit when the process is told to end while it waits
 * @throws Error when the process waits in another `receive` already
 * @example
 * const from = await receive((message) =>
 *   match(message).with([atom.hi, P.instanceOf(Pid)], ([, from]) => from).otherwise(() => skip), 1000);
 */
export function receive(): Promise<unknown>;
export function receive<T>(clause: ((message: any) => T | Skip) | undefined): Promise<Exclude<Awaited<T>, Skip>>;
export function receive<T, U = symbol>(
  clause: ((message: any) => T | Skip) | undefined,
  timeout: Timeout | undefined,
  onTimeout?: () => U,
): Promise<Exclude<Awaited<T>, Skip> | Awaited<U>>;
export function receive(
  clause?: (message: unknown) => unknown,
  timeout?: Timeout,
  onTimeout: () => unknown = () => atom.timeout,
): Promise<unknown> {
  const refused = refusal();
  if (refused) return refused;
  const process = me();
  if (process.waiter) throw new Error("Cannot receive twice at once in one process: await the first receive");
  const mailbox = process.mailbox;
  mailbox?.rewind();
  if (timeout !== undefined) return receiveFor(process, clause, checkTimeout(timeout), onTimeout);
  if (clause !== undefined) return receiveSelected(process, clause);
  if (!mailbox?.length) return wait(process, false);
  return hasTurn() ? Promise.resolve(mailbox.shift()) : waitForTurn(process, false);
}

function checkTimeout(timeout: Timeout): number {
  const milliseconds = millisecondsOf(timeout);
  if (milliseconds !== undefined) return milliseconds;
  throw new RangeError(`Cannot wait ${String(timeout)} ms for a message: 0 to ${MAX_DELAY}, or Infinity`);
}

async function receiveSelected(process: Pcb, clause: (message: unknown) => unknown): Promise<unknown> {
  if (process.mailbox?.hasUnseen && !hasTurn()) await waitForTurn(process, true);
  for (;;) {
    const found = scan(process, clause);
    if (found !== skip) return found;
    await wait(process, true);
  }
}

async function receiveFor(
  process: Pcb,
  clause: ((message: unknown) => unknown) | undefined,
  timeout: number,
  onTimeout: () => unknown,
): Promise<unknown> {
  const choose = clause ?? ((message: unknown) => message);
  const deadline = performance.now() + timeout;
  if (process.mailbox?.hasUnseen && !hasTurn()) await waitForTurn(process, true);
  for (;;) {
    const found = scan(process, choose);
    if (found !== skip) return found;
    const left = deadline - performance.now();
    if (left <= 0 || (await wait(process, true, left)) === TIMED_OUT) return onTimeout();
  }
}

/** Shows the clause the messages that it has not refused yet, and takes the first that it wants. */
function scan({ mailbox }: Pcb, clause: (message: unknown) => unknown): unknown {
  while (mailbox?.hasUnseen) {
    let result: unknown;
    try {
      result = clause(mailbox.show());
    } finally {
      if (result === skip) mailbox.refuse();
      else mailbox.accept();
    }
    if (result !== skip) return result;
  }
  return skip;
}

const TIMED_OUT = Symbol("timed out");

let waiting: { process: Pcb; selective: boolean };
/** One function for all waits, so that a wait costs no closure but its promise's own. */
const executor = (resolve: (value: unknown) => void, reject: (exit: unknown) => void): void => {
  waiting.process.waiter = { selective: waiting.selective, resolve, reject, timer: undefined, woken: false };
};

function wait(process: Pcb, selective: boolean, timeout = Number.POSITIVE_INFINITY): Promise<unknown> {
  if (process.dead) throw ended(process);
  waiting = { process, selective };
  const promise = new Promise(executor);
  if (timeout !== Number.POSITIVE_INFINITY) {
    const waiter = process.waiter as unknown as Waiter;
    waiter.timer = startTimer(() => {
      if (process.waiter !== waiter) return;
      process.waiter = undefined;
      waiter.resolve(TIMED_OUT);
    }, Math.ceil(timeout));
  }
  return promise;
}

/** Lets the event loop have its turn before a message that is there already. */
function waitForTurn(process: Pcb, selective: boolean): Promise<unknown> {
  const promise = wait(process, selective);
  wake(process, process.waiter!);
  return promise;
}

/** @internal Puts a message into the mailbox of a living process, and wakes it if it waits. */
export function deliverMessage(process: Pcb, message: unknown): void {
  if (process.replies !== undefined && takeReply(process.replies, message)) return;
  const waiter = process.waiter;
  if (waiter === undefined || waiter.woken) {
    enqueue(process, message);
    return;
  }
  if (waiter.timer !== undefined) stopTimer(waiter.timer);
  if (!waiter.selective && !isApart(process) && hasTurn()) {
    process.waiter = undefined;
    waiter.resolve(message);
    return;
  }
  enqueue(process, message);
  wake(process, waiter);
}

/** @internal Ends the wait of a process that is told to end. */
export function interruptReceive(process: Pcb): void {
  const waiter = process.waiter;
  if (!waiter) return;
  process.waiter = undefined;
  if (waiter.timer !== undefined) stopTimer(waiter.timer);
  inTurnOf(process, () => waiter.reject(ended(process)));
}

let warnAt = 100_000;

/** Says from how many messages on a mailbox is worth one warning; `Infinity` for never. */
export function warnAboutMailboxOf(length: number): void {
  warnAt = length;
}

function enqueue(process: Pcb, message: unknown): void {
  process.mailbox ??= new Mailbox();
  process.mailbox.push(message);
  if (process.mailbox.length > warnAt && !process.warned) {
    process.warned = true;
    report.warning(
      `The mailbox of ${process.pid} holds more than ${warnAt} messages: it receives less than it is sent`,
      process.groupLeader,
    );
  }
}
