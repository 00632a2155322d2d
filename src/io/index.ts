/** Input and output as messages. */
export { bindConsole } from "./console.js";
export type { Device } from "./device.js";
export { ioLib } from "./erlang-format/index.js";
export { fread } from "./erlang-read.js";
export { startGroupLeader } from "./group-leader.js";
export * as IO from "./io.js";
export { LEVELS, type Level, type Threshold } from "./log-level.js";
export { log, logReporter, logSettings, logs, startLogger } from "./logger.js";
export type { IoDevice } from "./request.js";
export { standardDevice } from "./standard-device.js";
export { type StringDevice, stringDevice } from "./string-device.js";
