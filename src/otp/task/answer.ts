import { Exit, Process, replyArrived, replyFor } from "../../process/index.js";
import { type Atom, atom, isTuple, Pid, type Reference, type Tuple, type TupleOf, tuple } from "../../term/index.js";
import { TASK } from "./value.js";

/** What came of a task: its value, or why it ended without one. */
export type Answer = { value: unknown } | { down: unknown; lost: Atom | undefined };

/**
 * Waits for what a task sends: its reply, or the message of its end. What is in the mailbox already
 * counts first; what comes meanwhile goes past the mailbox.
 *
 * @param timeout milliseconds, maybe `Infinity`
 * @returns undefined after the timeout
 */
export async function answerOf(ref: Reference, timeout: number): Promise<Answer | undefined> {
  const arrived = replyArrived(ref);
  if (arrived) return understood(arrived);
  const message = timeout === 0 ? undefined : await replyFor(ref, timeout);
  return message && understood(message);
}

/** What a reply, or the message of an end, says. */
export function understood(message: Tuple): Answer {
  if (message[0] !== atom.DOWN) return { value: message[1] };
  const [, , , object, reason] = message;
  return { down: reason, lost: reason === atom.noconnection ? nodeOf(object) : undefined };
}

function nodeOf(object: unknown): Atom | undefined {
  if (object instanceof Pid) return atom(object.node);
  return isTuple(object) ? (object[1] as Atom) : undefined;
}

/** The task is through: no `DOWN` of it comes any more, and none stays behind. */
export function release(ref: Reference): void {
  Process.demonitor(ref, { flush: true });
}

/** Why the wait for a task fails when its process has ended. */
export function downReason({ down, lost }: { down: unknown; lost: Atom | undefined }): unknown {
  return lost === undefined ? down : tuple(atom.nodedown, lost);
}

/** The exit of a function of `Task`: `{reason, {Task, function, args}}`. */
export function exitIn(fun: string, reason: unknown, ...args: readonly unknown[]): Exit {
  return new Exit(tuple(reason, tuple(TASK, atom(fun), args)));
}

/** `{:ok, value}`, `{:exit, reason}`, or `null` when there is nothing yet. */
export type Outcome<T> = TupleOf<[ok: Atom, value: T]> | TupleOf<[exit: Atom, reason: unknown]> | null;

/**
 * The outcome of a task that was asked for without failing with it.
 *
 * @throws Exit when the node of the task is lost
 */
export function outcome<T>(ref: Reference, answer: Answer | undefined, fail: (reason: unknown) => Error): Outcome<T> {
  if (!answer) return null;
  if ("value" in answer) {
    release(ref);
    return tuple(atom.ok, answer.value as T);
  }
  if (answer.lost !== undefined) throw fail(downReason(answer));
  return tuple(atom.exit, answer.down);
}
