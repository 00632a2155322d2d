/**
 * `iex-ts/shell`: the shell of iex-ts, over any pair of streams.
 *
 * @packageDocumentation
 */
export type { PromptIEx } from "./configure/iex.js";
export type { TerminalSize } from "./embedded/streams.js";
export * as IEx from "./pry/index.js";
export type { RunningShell, StartOptions } from "./shell.js";
export * as Shell from "./shell.js";
