import { type Culprit, culprit, enter } from "./current.js";

/** Says what to do about an error, or leaves it. */
type Take = (
  error: unknown,
  from: Culprit | undefined,
  promise: Promise<unknown> | undefined,
) => (() => void) | undefined;

const takers: Take[] = [];

/**
 * Adds who may take errors that nobody handles: promises that are rejected, and what a callback of a timer
 * or an event throws. One that is taken ends nothing, and no listener of the program hears of it. For any
 * other Node.js does what it would do by itself, with the listeners that there are.
 *
 * @param take is given the error; the process that it comes from, which may have ended, or `undefined`
 *   where it comes from none; and the promise that was rejected, if one was. Returns what to do about it,
 *   or `undefined` to leave it. Runs in no process. To look at the stack of an error that rejects a promise
 *   changes what Node.js prints of it.
 * @example
 * Exception.takeUncaught((error, from) => (from?.groupLeader === leader ? () => print(error) : undefined));
 */
export function takeUncaught(take: Take): void {
  if (takers.push(take) === 1) listenFirst();
}

/** Before any listener, for a listener would have all of them, and count as one: Node.js asks how `emit` went. */
function listenFirst(): void {
  const { emit } = process;
  const first = (event: string, ...args: unknown[]): boolean =>
    isSettled(event, args) || Reflect.apply(emit, process, [event, ...args]);
  Object.defineProperty(process, "emit", { value: first, writable: true, configurable: true });
}

function isSettled(event: string, [subject, about]: readonly unknown[]): boolean {
  switch (event) {
    case "uncaughtExceptionMonitor":
      announced = { error: subject, act: toTake(subject) };
      return announced.act !== undefined;
    case "uncaughtException":
      // With --unhandled-rejections=strict the rejection itself is told next.
      return settle(decided(subject), about !== "unhandledRejection");
    case "unhandledRejection":
      return settleRejection(subject, about as Promise<unknown>);
    case "rejectionHandled":
      return taken.has(subject as object);
    default:
      return false;
  }
}

type Act = ReturnType<Take>;

/** Node.js announces each exception. */
let announced: { readonly error: unknown; readonly act: Act } | undefined;

function decided(error: unknown): Act {
  const before = announced;
  announced = undefined;
  return before && before.error === error ? before.act : toTake(error);
}

/** The promises whose rejection was taken: it is no news that somebody handles it after all. */
const taken = new WeakSet<object>();

function settleRejection(error: unknown, promise: Promise<unknown>): boolean {
  const isTaken = settle(toTake(error, promise));
  if (isTaken) taken.add(promise);
  return isTaken;
}

function settle(act: Act, isLast = true): boolean {
  if (act && isLast) enter(undefined, act);
  return act !== undefined;
}

/** The process may have ended, so that nothing could be done in it. */
function toTake(error: unknown, promise?: Promise<unknown>): Act {
  const from = culprit(promise);
  return enter(undefined, () => {
    for (const take of takers) {
      const act = take(error, from, promise);
      if (act) return act;
    }
    return undefined;
  });
}
