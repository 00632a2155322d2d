import { type Enumerable, type StreamCall, type StreamOptions, type StreamResult, stream } from "./stream.js";
import { startReplying } from "./supervised.js";
import { ownerHere } from "./value.js";

/**
 * Runs a function on each element of an input, several at the same time, each in a task
 * (`Task.async_stream/3` and `/5`). Nothing runs before the stream is iterated; the input is read as
 * far as tasks are free for it; tasks that still run when the loop is left are ended. Tasks and caller
 * are linked.
 *
 * @param enumerable a list, or anything that can be iterated, also with `for await`
 * @param call a function of one element; or module, function name and the arguments that follow the
 *   element; then the options
 * @returns gives `{:ok, value}` for each element; `{:exit, reason}` for a task that failed, where the
 *   caller traps exits, or that took too long, with `onTimeout: "killTask"`
 * @throws Exit, while iterated, with `{:timeout, {Task.Supervised, :stream, [timeout]}}`
 * @example
 * for await (const [, size] of Task.asyncStream(files, (file) => sizeOf(file), { maxConcurrency: 2 })) await IO.puts(size);
 */
export function asyncStream<I, T>(
  enumerable: Enumerable<I>,
  fun: (input: I) => T,
  options?: StreamOptions,
): AsyncIterable<StreamResult<Awaited<T>>>;
export function asyncStream<I>(
  enumerable: Enumerable<I>,
  ...call: StreamCall<I, StreamOptions>
): AsyncIterable<StreamResult<any>>;
export function asyncStream<I>(
  enumerable: Enumerable<I>,
  ...call: StreamCall<I, StreamOptions>
): AsyncIterable<StreamResult<any>> {
  return stream(enumerable, call, () => {
    const owner = ownerHere();
    return async () => ({ pid: startReplying(owner, false), linked: true });
  });
}
