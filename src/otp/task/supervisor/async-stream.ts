import { Process } from "../../../process/index.js";
import type { Server } from "../../server.js";
import { type Enumerable, type StreamCall, type StreamOptions, type StreamResult, stream } from "../stream.js";
import { ownerHere } from "../value.js";
import { type AsyncOptions, startReplying } from "./async.js";
import { isFull, tooManyTasks } from "./start-task.js";

/** The options of a stream, and of each of its tasks. */
export type SupervisedStreamOptions = StreamOptions & AsyncOptions;

/**
 * As `Task.asyncStream`, with the tasks under a supervisor, on this or another node
 * (`Task.Supervisor.async_stream/4` and `/6`). Tasks and caller are linked.
 *
 * @throws Error, while iterated, when the supervisor has as many tasks as it may have
 * @example
 * const sup = ["P24Chat.TaskSupervisor", "bob@localhost"];
 * for await (const [, upper] of Task.Supervisor.asyncStream(sup, ["a", "b"], (s) => s.toUpperCase())) await IO.puts(upper);
 */
export function asyncStream<I, T>(
  supervisor: Server,
  enumerable: Enumerable<I>,
  fun: (input: I) => T,
  options?: SupervisedStreamOptions,
): AsyncIterable<StreamResult<Awaited<T>>>;
export function asyncStream<I>(
  supervisor: Server,
  enumerable: Enumerable<I>,
  ...call: StreamCall<I, SupervisedStreamOptions>
): AsyncIterable<StreamResult<any>>;
export function asyncStream<I>(
  supervisor: Server,
  enumerable: Enumerable<I>,
  ...call: StreamCall<I, SupervisedStreamOptions>
): AsyncIterable<StreamResult<any>> {
  return supervised(supervisor, enumerable, call, true);
}

/**
 * As {@link asyncStream}, without links: a task that fails gives `{:exit, reason}`
 * (`Task.Supervisor.async_stream_nolink/4` and `/6`).
 */
export function asyncStreamNolink<I, T>(
  supervisor: Server,
  enumerable: Enumerable<I>,
  fun: (input: I) => T,
  options?: SupervisedStreamOptions,
): AsyncIterable<StreamResult<Awaited<T>>>;
export function asyncStreamNolink<I>(
  supervisor: Server,
  enumerable: Enumerable<I>,
  ...call: StreamCall<I, SupervisedStreamOptions>
): AsyncIterable<StreamResult<any>>;
export function asyncStreamNolink<I>(
  supervisor: Server,
  enumerable: Enumerable<I>,
  ...call: StreamCall<I, SupervisedStreamOptions>
): AsyncIterable<StreamResult<any>> {
  return supervised(supervisor, enumerable, call, false);
}

const ADVICE =
  ". When using asyncStream or asyncStreamNolink, make sure to configure maxConcurrency to be lower or equal to " +
  "maxChildren and pay attention to whether other tasks are also spawned under the same task supervisor.";

function supervised<I>(
  supervisor: Server,
  enumerable: Enumerable<I>,
  call: StreamCall<I, SupervisedStreamOptions>,
  linked: boolean,
): AsyncIterable<StreamResult<any>> {
  return stream(enumerable, call, ({ shutdown }: SupervisedStreamOptions) => {
    const owner = ownerHere();
    return async () => {
      const pid = await startReplying(supervisor, { shutdown }, owner).catch((error: unknown) => {
        throw isFull(error) ? tooManyTasks(ADVICE) : error;
      });
      if (linked) Process.link(pid);
      return { pid, linked };
    };
  });
}
