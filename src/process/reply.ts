import { ImproperList, isTuple, type Reference, type Tuple } from "../term/index.js";
import { me } from "./me.js";
import { pendingUntil } from "./pending.js";
import { startTimer, stopTimer } from "./timers.js";

/**
 * Waits for the message that names this reference in its first or second place, such as
 * `{ref, reply}`, `{[:alias | ref], reply}`, `{:io_reply, ref, reply}` or `{:DOWN, ref, …}`. It goes
 * past the mailbox, so a request can wait beside a `receive`, and an answer that nobody awaits does
 * not stay behind.
 *
 * Call it before the request is sent, and right after `monitor` where the reference is that of a
 * monitor. Only the first such message is taken.
 *
 * @param timeout milliseconds after which to give up; the reference must then be an alias that is
 *   given up too, or a late reply would come to the mailbox
 * @returns the message, undefined after the timeout
 * @throws Exit when the process is told to end meanwhile
 */
export function replyFor(ref: Reference): Promise<Tuple>;
export function replyFor(ref: Reference, timeout: number): Promise<Tuple | undefined>;
export function replyFor(ref: Reference, timeout = Number.POSITIVE_INFINITY): Promise<Tuple | undefined> {
  const process = me();
  // To monitor a process that has ended is answered at once.
  const early = process.mailbox?.removeNewest((message) => isTuple(message) && message[1] === ref);
  if (early) return Promise.resolve(early as Tuple);
  return pendingUntil<Tuple | undefined>((done) => {
    process.replies ??= new Map();
    const timer = Number.isFinite(timeout) ? startTimer(giveUpAt(process.replies, ref, done), timeout) : undefined;
    process.replies.set(ref, (reply) => {
      if (timer !== undefined) stopTimer(timer);
      done(reply);
    });
    // Who gave up still takes the reply: it would stay in the mailbox for ever.
    return () => {
      if (timer !== undefined) stopTimer(timer);
      process.replies?.set(ref, () => {});
    };
  });
}

function giveUpAt(replies: Map<Reference, unknown>, ref: Reference, done: (reply: undefined) => void): () => void {
  return () => {
    replies.delete(ref);
    done(undefined);
  };
}

/**
 * Takes the oldest message that names this reference, as {@link replyFor} waits for it, out of the
 * caller's mailbox: for an answer that may have come before anybody waited.
 *
 * @returns undefined when there is none
 */
export function replyArrived(ref: Reference): Tuple | undefined {
  const isReply = (message: unknown): boolean => isTuple(message) && (message[0] === ref || message[1] === ref);
  return me().mailbox?.remove(isReply) as Tuple | undefined;
}

/** Ends the wait of {@link replyFor} for that reference, if there is one, as its timeout would. */
export function stopReplyFor(ref: Reference): void {
  const { replies } = me();
  const done = replies?.get(ref) as ((reply: undefined) => void) | undefined;
  replies?.delete(ref);
  done?.(undefined);
}

/** @internal Gives a message to whoever waits for it as a reply; false when nobody does. */
export function takeReply(replies: Map<Reference, (reply: Tuple) => void>, message: unknown): boolean {
  if (!isTuple(message)) return false;
  for (const place of [0, 1]) {
    const tag = message[place];
    const ref = (tag instanceof ImproperList ? tag.tail : tag) as Reference;
    const done = replies.get(ref);
    if (!done) continue;
    replies.delete(ref);
    done(message);
    return true;
  }
  return false;
}
