import { Process, type Timeout } from "../../process/index.js";
import { type TupleOf, tuple } from "../../term/index.js";
import { DEFAULT_TIMEOUT, milliseconds, timeoutTerm } from "../gen.js";
import { type Answer, answerOf, downReason, exitIn, type Outcome, outcome, release } from "./answer.js";
import { type Awaitable, owned, type Task } from "./value.js";

/**
 * Waits for a task, but neither fails with it nor gives it up (`Task.yield/2`).
 *
 * @param timeout milliseconds, 5000 when left out, or `Infinity`; 0 looks whether it is through
 * @returns `{:ok, value}`; `{:exit, reason}` when it failed; `null` after the timeout: ask again, or
 *   end it with `Task.shutdown`
 * @throws Exit when the node of the task is lost
 * @throws ArgumentError when another process has started the task
 * @example
 * const found = (await Task.yield(task, 1000)) ?? (await Task.shutdown(task));
 */
export async function yieldTask<T>(given: Awaitable<T>, timeout: Timeout = DEFAULT_TIMEOUT): Promise<Outcome<T>> {
  const wait = milliseconds(timeout);
  const task = await owned(given);
  const answer = await answerOf(task.ref, wait);
  return outcome<T>(task.ref, answer, (reason) => exitIn("yield", reason, task, timeoutTerm(timeout)));
}

/**
 * Waits for several tasks, as {@link yieldTask} does for one (`Task.yield_many/2`).
 *
 * @param timeout milliseconds for all of them together, 5000 when left out, or `Infinity`
 * @returns a pair `{task, outcome}` for each task, in their order
 * @throws Exit, ArgumentError as `Task.yield`
 */
export async function yieldMany<T>(
  given: readonly Awaitable<T>[],
  timeout: Timeout = DEFAULT_TIMEOUT,
): Promise<TupleOf<[task: Task<T>, outcome: Outcome<T>]>[]> {
  const wait = milliseconds(timeout);
  const tasks = await Promise.all(given.map((one) => owned(one)));
  const refs = [...new Set(tasks.map(({ ref }) => ref))];
  const answers = await Promise.all(refs.map((ref) => answerOf(ref, wait)));
  const lost = answers.find((answer) => answer && "lost" in answer && answer.lost !== undefined);
  const fail = (reason: unknown) => exitIn("yield_many", reason, tasks, timeoutTerm(timeout));
  if (lost) throw fail(downReason(lost as Answer & { down: unknown; lost: symbol }));
  return tasks.map((task) => tuple(task, outcome<T>(task.ref, answers[refs.indexOf(task.ref)], fail)));
}

/**
 * Lets a task go on alone: it is no longer linked to the caller, and what it sends is dropped
 * (`Task.ignore/1`).
 *
 * @returns `{:ok, value}` or `{:exit, reason}` when it was through already, else `null`
 * @throws Exit when the node of the task is lost
 * @throws ArgumentError when another process has started the task
 */
export async function ignore<T>(given: Awaitable<T>): Promise<Outcome<T>> {
  const task = await owned(given);
  const answer = await answerOf(task.ref, 0);
  if (task.pid) Process.unlink(task.pid);
  const result = outcome<T>(task.ref, answer, (reason) => exitIn("ignore", reason, task));
  release(task.ref);
  return result;
}
