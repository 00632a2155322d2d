import { isTuple, type Reference, type Tuple } from "../term/index.js";
import { me } from "./me.js";
import { pendingUntil } from "./pending.js";

/**
 * Waits for the message that names this reference in its first or second place, such as
 * `{ref, reply}`, `{:io_reply, ref, reply}` or `{:DOWN, ref, …}`. It goes past the mailbox, so a
 * request can wait beside a `receive`, and an answer that nobody awaits does not stay behind.
 *
 * Call it before the request is sent, and right after `monitor` where the reference is that of a
 * monitor. Only the first such message is taken.
 *
 * @throws Exit when the process is told to end meanwhile
 */
export function replyFor(ref: Reference): Promise<Tuple> {
  const process = me();
  // To monitor a process that has ended is answered at once.
  const early = process.mailbox?.removeNewest((message) => isTuple(message) && message[1] === ref);
  if (early) return Promise.resolve(early as Tuple);
  return pendingUntil<Tuple>((done) => {
    process.replies ??= new Map();
    process.replies.set(ref, done);
    // Who gave up still takes the reply: it would stay in the mailbox for ever.
    return () => process.replies?.set(ref, () => {});
  });
}

/** @internal Gives a message to whoever waits for it as a reply; false when nobody does. */
export function takeReply(replies: Map<Reference, (reply: Tuple) => void>, message: unknown): boolean {
  if (!isTuple(message)) return false;
  for (const place of [0, 1]) {
    const ref = message[place] as Reference;
    const done = replies.get(ref);
    if (!done) continue;
    replies.delete(ref);
    done(message);
    return true;
  }
  return false;
}
