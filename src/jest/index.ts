/** `iex-ts/jest`: what ExUnit gives to Elixir's tests, for tests that jest runs. */

import { Exception } from "../index.js";
import { isOwnFile } from "./frames.js";
import { startNode } from "./start.js";

export { expect, jest } from "@jest/globals";
export { assertReceive, assertReceived, refuteReceive, refuteReceived } from "./assert-receive.js";
export { captureIo, captureLog } from "./capture.js";
export type { Configuration } from "./configuration.js";
export { type Describe, describe } from "./describe.js";
export { afterAll, afterEach, beforeAll, beforeEach } from "./hooks.js";
export { onExit } from "./on-exit.js";
export { moduletag } from "./scope.js";
export { start } from "./start.js";
export { type Child, startSupervised, stopSupervised } from "./supervised.js";
export type { Tag } from "./tags.js";
export { type Test, test, test as it } from "./test.js";

Exception.hideFrames(isOwnFile);
await startNode();
