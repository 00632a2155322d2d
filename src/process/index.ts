/** The kernel: processes, signals, mailboxes, names, timers. It knows of other nodes only what `wire.ts` says. */
export { type Destination, invalidArgument } from "./address.js";
export { applyNamed, type Fun, type Module, moduleAtom, moduleExports, moduleNameOf, setCodeServer } from "./apply.js";
export { current, enter } from "./current.js";
export { deliver } from "./deliver.js";
export { ArgumentError, Exit, UndefinedFunctionError } from "./errors.js";
export { errorReason, exit, flushExit } from "./exit.js";
export { countAsStarted } from "./interrupt.js";
export { self } from "./me.js";
export { monitorNode, monitorNodes, nodeDown, nodeUp } from "./nodes.js";
export * as Process from "./process.js";
export { receive, type Skip, skip } from "./receive.js";
export { refusal } from "./refusal.js";
export { describeCallsWith, spawnOn } from "./remote-spawn.js";
export { replyArrived, replyFor, stopReplyFor } from "./reply.js";
export { type Crash, type Reporter, setReporter } from "./report.js";
export { send } from "./send.js";
export type { Signal } from "./signal.js";
export {
  inProcess,
  type Spawnable,
  setDefaultGroupLeader,
  spawn,
  spawnLink,
  spawnMonitor,
  whenLeaderless,
} from "./spawn.js";
export { hideFrames, stacktrace, translateStacks } from "./stacktrace.js";
export { millisecondsOf, type Timeout } from "./timers.js";
export { takeUncaught } from "./uncaught.js";
export { plug, whenUnplugged } from "./wire.js";
