/** Elixir's `Process`: what a process can do to itself and to others. */
export { abandonTurn } from "./abandon.js";
export { alias, unalias } from "./alias.js";
export { cancelTimer, readTimer, sendAfter, signal, sleep } from "./clock.js";
export { get, put, remove as delete } from "./dictionary.js";
export { exitProcess as exit } from "./exit.js";
export { groupLeader } from "./group-leader.js";
export { alive, flag, info, list, type ProcessInfo } from "./info.js";
export { interrupt, interruptible, isolate } from "./interrupt.js";
export { link, unlink } from "./link.js";
export { demonitor, monitor } from "./monitor.js";
export { register, registered, unregister, whereis } from "./names.js";
export { warnAboutMailboxOf } from "./receive.js";
