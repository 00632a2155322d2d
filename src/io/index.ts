/** Input and output as messages. */
export { bindConsole } from "./console.js";
export type { Device } from "./device.js";
export { startGroupLeader } from "./group-leader.js";
export * as IO from "./io.js";
export { type Level, log, logReporter, startLogger } from "./logger.js";
export type { IoDevice } from "./request.js";
export { standardDevice } from "./standard-device.js";
export { type StringDevice, stringDevice } from "./string-device.js";
