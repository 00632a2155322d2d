/** OTP's behaviours, written against processes and messages only. */

export * as Agent from "./agent.js";
export type { ApplicationEnv } from "./application/env.js";
export * as Application from "./application.js";
export { attempt } from "./attempt.js";
export * as DynamicSupervisor from "./dynamic-supervisor.js";
export * as GenServer from "./gen-server.js";
export * as Logger from "./logger.js";
export * as Registry from "./registry.js";
export * as Supervisor from "./supervisor.js";
export * as Task from "./task.js";
