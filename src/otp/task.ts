/** Elixir's `Task`: functions that run as processes of their own, and whose values can be awaited. */

export type { Outcome } from "./task/answer.js";
export { async, childSpec, completed, start, startLink } from "./task/async.js";
export { asyncStream } from "./task/async-stream.js";
export { awaitMany, awaitTask as await } from "./task/await.js";
export { type Shutdown, shutdown } from "./task/shutdown.js";
export type { Enumerable, StreamOptions, StreamResult } from "./task/stream.js";
export * as Supervisor from "./task/supervisor.js";
export type { Task } from "./task/value.js";
export { ignore, yieldMany, yieldTask as yield } from "./task/yield.js";
