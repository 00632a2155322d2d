import { type Exit, stopReplyFor, type Timeout } from "../../process/index.js";
import { atom, type Reference } from "../../term/index.js";
import { DEFAULT_TIMEOUT, milliseconds, timeoutTerm } from "../gen.js";
import { type Answer, answerOf, downReason, exitIn, release } from "./answer.js";
import { type Awaitable, owned } from "./value.js";

/**
 * Waits for the value of a task (`Task.await/2`).
 *
 * @param timeout milliseconds, 5000 when left out, or `Infinity`
 * @returns what the task's function gave
 * @throws Exit with `{reason, {Task, :await, [task, timeout]}}` when the task failed and the caller is
 *   not linked to it or traps exits, when its node is lost, or after the timeout: the task goes on,
 *   what it sends is dropped
 * @throws ArgumentError when another process has started the task
 * @example
 * const task = await Task.Supervisor.async(["P24Chat.TaskSupervisor", "bob@localhost"], () => 1 + 1);
 * await Task.await(task); // 2
 */
export async function awaitTask<T>(given: Awaitable<T>, timeout: Timeout = DEFAULT_TIMEOUT): Promise<T> {
  const wait = milliseconds(timeout);
  const task = await owned(given);
  const answer = await answerOf(task.ref, wait);
  release(task.ref);
  if (answer && "value" in answer) return answer.value as T;
  throw exitIn("await", answer ? downReason(answer) : atom.timeout, task, timeoutTerm(timeout));
}

type Values<T extends readonly unknown[]> = { -readonly [K in keyof T]: T[K] extends Awaitable<infer V> ? V : never };

/**
 * Waits for the values of several tasks (`Task.await_many/2`). The first that fails ends the wait.
 *
 * @param timeout milliseconds for all of them together, 5000 when left out, or `Infinity`
 * @returns the values in the order of the tasks
 * @throws Exit, ArgumentError as `Task.await`
 * @example
 * const [one, two] = await Task.awaitMany([Task.async(() => 1), Task.async(() => 2)]);
 */
export async function awaitMany<const T extends readonly Awaitable<any>[]>(
  given: T,
  timeout: Timeout = DEFAULT_TIMEOUT,
): Promise<Values<T>> {
  const wait = milliseconds(timeout);
  const tasks = await Promise.all(given.map(owned));
  const fail = (reason: unknown): Exit => exitIn("await_many", reason, tasks, timeoutTerm(timeout));
  const values = await allValues(new Set(tasks.map(({ ref }) => ref)), wait, fail);
  return tasks.map(({ ref }) => values.get(ref)) as Values<T>;
}

async function allValues(
  refs: ReadonlySet<Reference>,
  wait: number,
  fail: (reason: unknown) => Exit,
): Promise<ReadonlyMap<Reference, unknown>> {
  const values = new Map<Reference, unknown>();
  const take = async (ref: Reference): Promise<void> => {
    const answer: Answer | undefined = await answerOf(ref, wait);
    if (!answer || "down" in answer) throw fail(answer ? downReason(answer) : atom.timeout);
    values.set(ref, answer.value);
  };
  try {
    await Promise.all(Array.from(refs, take));
  } finally {
    for (const ref of refs) {
      stopReplyFor(ref);
      release(ref);
    }
  }
  return values;
}
