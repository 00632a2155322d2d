import type { Pid } from "../term/index.js";
import { current } from "./current.js";
import { dropLink } from "./link.js";
import { me } from "./me.js";
import { releaseMonitor } from "./monitor.js";
import type { Pcb } from "./pcb.js";
import { abandonSpawns, endFar } from "./remote-spawn.js";
import { inTurnOf, setApart } from "./scheduler.js";
import { lookup } from "./table.js";
import { stopTimer } from "./timers.js";

/**
 * Runs what {@link interrupt} can take back: until it settles, the kernel keeps in mind what the
 * calling process starts on other nodes. One within another keeps its own.
 *
 * @param body such as the evaluation of one line
 */
export async function interruptible<T>(body: () => T): Promise<Awaited<T>> {
  const process = me();
  const outer = process.started;
  process.started = new Set();
  try {
    return await body();
  } finally {
    process.started = outer;
  }
}

/**
 * Rejects what a process of this node waits for, in `receive`, `sleep`, a call or a spawn on another
 * node, and lets it live: what Ctrl+C does to a line that a shell evaluates. What it has started on
 * other nodes since {@link interruptible} began ends there; the process hears nothing of that.
 *
 * @param error what the wait is rejected with
 */
export function interrupt(pid: Pid, error: Error): void {
  const process = lookup(pid);
  if (!process) return;
  endStarted(process, error);
  const { waiter, pending } = process;
  process.waiter = undefined;
  process.pending = undefined;
  if (waiter?.timer !== undefined) stopTimer(waiter.timer);
  if (waiter) inTurnOf(process, () => waiter.reject(error));
  if (pending) for (const reject of pending) reject(error);
}

/**
 * Lets a process of this node take turns of the event loop of its own. Nothing else runs in them, and
 * whom it wakes goes on later: when somebody has to end its code from outside, see `Process.abandonTurn`,
 * no other process loses what it was about to do. Every message from and to it takes some microseconds more.
 *
 * @param pid of a process that runs code which may never give the thread back
 * @param abandoned called, in no process, after a turn of it was ended from outside; without it no turn is
 */
export function isolate(pid: Pid, abandoned?: () => void): void {
  const process = lookup(pid);
  if (!process) return;
  setApart(process);
  process.abandoned = abandoned;
}

function endStarted(process: Pcb, error: Error): void {
  const { started } = process;
  if (!started) return;
  process.started = undefined;
  abandonSpawns(started, error);
  for (const [ref, { target }] of process.monitors ?? []) if (started.has(target as Pid)) releaseMonitor(process, ref);
  for (const pid of started) {
    dropLink(process, pid);
    endFar(process.pid, pid);
  }
}

/** @internal A process of another node, made there by a third one, does what the caller wants done. */
export function countAsStarted(pid: Pid): void {
  if (!pid.isLocal) current()?.started?.add(pid);
}
