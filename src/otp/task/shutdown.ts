import { ArgumentError, Process, replyFor, type Timeout } from "../../process/index.js";
import { atom, type Pid, type Tuple } from "../../term/index.js";
import { DEFAULT_TIMEOUT, milliseconds, timeoutTerm } from "../gen.js";
import { type Answer, answerOf, exitIn, type Outcome, outcome, release, understood } from "./answer.js";
import { type Awaitable, inline, owned, type Task } from "./value.js";

/** How a task is ended: milliseconds that it has for it, `"infinity"`, or at once. */
export type Shutdown = Timeout | "infinity" | "brutalKill";

/**
 * Ends a task, and waits until it has ended (`Task.shutdown/2`). It gets the exit signal `:shutdown`,
 * and is killed when it takes too long.
 *
 * @param how milliseconds that it has, 5000 when left out; `"brutalKill"` kills it at once
 * @returns `{:ok, value}` when it was through before; `{:exit, reason}` when it ended otherwise; `null`
 *   when it was ended
 * @throws Exit when the node of the task is lost
 * @throws ArgumentError when another process has started the task, or it has no process
 */
export async function shutdown<T>(given: Awaitable<T>, how: Shutdown = DEFAULT_TIMEOUT): Promise<Outcome<T>> {
  const brutal = how === "brutalKill" || how === atom.brutal_kill;
  const wait = brutal || how === "infinity" ? Number.POSITIVE_INFINITY : milliseconds(how as Timeout);
  const task = await owned(given);
  if (!task.pid) throw new ArgumentError(`task ${inline(task)} does not have an associated task process`);
  const end = await ended(task.pid, brutal, wait);
  const argument = brutal ? atom.brutal_kill : timeoutTerm(wait);
  return outcomeAfter(task, end, (reason) => exitIn("shutdown", reason, task, argument));
}

interface End {
  down: Tuple;
  /** The reason that says that the end was ours. */
  expected: symbol;
}

async function ended(pid: Pid, brutal: boolean, wait: number): Promise<End> {
  const ref = Process.monitor(pid);
  const first = replyFor(ref, wait);
  end(pid, brutal ? atom.kill : atom.shutdown);
  const expected = brutal ? atom.killed : atom.shutdown;
  const down = await first;
  if (down) return { down, expected };
  const last = replyFor(ref);
  end(pid, atom.kill);
  return { down: await last, expected };
}

/** Its end is not to reach the caller by the link. */
function end(pid: Pid, reason: symbol): void {
  Process.unlink(pid);
  Process.exit(pid, reason);
}

/** What the task has sent before counts more than its end. */
async function outcomeAfter<T>(
  task: Task<T>,
  { down, expected }: End,
  fail: (reason: unknown) => Error,
): Promise<Outcome<T>> {
  const answer: Answer = (await lastAnswer(task)) ?? understood(down);
  if ("down" in answer && answer.down === expected) return null;
  return outcome<T>(task.ref, answer, fail);
}

async function lastAnswer({ ref }: Task): Promise<Answer | undefined> {
  const answer = await answerOf(ref, 0);
  release(ref);
  return answer;
}
