import { atom, inspect, isTuple, nameToAtom, type Pid, tuple } from "../term/index.js";
import { checkPid } from "./address.js";
import { forgetAliases } from "./alias.js";
import { enter } from "./current.js";
import { Exit, ended } from "./errors.js";
import { me } from "./me.js";
import { receiveDown, releaseMonitor } from "./monitor.js";
import { forgetName, isHere } from "./names.js";
import type { Pcb } from "./pcb.js";
import { deliverMessage, interruptReceive } from "./receive.js";
import { report } from "./report.js";
import type { Signal } from "./signal.js";
import { stacktrace } from "./stacktrace.js";
import { lookup, remove } from "./table.js";
import { toRemote } from "./wire.js";

/**
 * Ends the calling process with a reason (`Kernel.exit/1`). Linked processes get the reason as an
 * exit signal, monitoring ones as a `DOWN` message.
 *
 * @param reason `:normal` when left out; typed at a prompt, `exit()` then leaves the shell
 * @throws Exit always; `finally` blocks run
 */
export function exit(...reason: [] | [unknown]): never {
  throw new Exit(reason.length > 0 ? reason[0] : atom.normal, reason.length === 0);
}

/**
 * Sends an exit signal to a process (`Process.exit/2`). `:normal` is ignored by others than the
 * caller itself, `:kill` cannot be trapped and ends the process as `:killed`.
 *
 * JavaScript cannot stop a function by force: what the process waits for in the runtime is
 * rejected, its signal ({@link signal}) aborts, and its next call of the runtime throws; a loop
 * that calls nothing goes on.
 */
export function exitProcess(pid: Pid, reason: unknown): true {
  const process = me();
  checkPid(pid);
  if (!isHere(pid.node)) {
    toRemote(pid, { type: "exit2", from: process.pid, to: pid, reason });
    return true;
  }
  const other = lookup(pid);
  if (other) receiveExit(other, process.pid, reason, "exit2");
  // exit(self(), reason) has happened when the call returns, as in Erlang.
  if (process.dead) throw ended(process);
  return true;
}

/** @internal Takes the message of a trapped exit of that process out of the caller's mailbox. */
export function flushExit(pid: Pid): void {
  me().mailbox?.remove((message) => isTuple(message) && message[0] === atom.EXIT && message[1] === pid);
}

/**
 * @internal What an exit signal does to its receiver.
 *
 * @param kind `link` when a linked process has ended, `exit2` when somebody asks
 */
export function receiveExit(process: Pcb, from: Pid, reason: unknown, kind: "link" | "exit2"): void {
  if (kind === "link") {
    if (!process.links?.has(from)) return;
    const active = process.links.get(from) === undefined;
    process.links.delete(from);
    process.started?.delete(from);
    if (!active) return;
  } else if (reason === atom.kill) {
    finish(process, atom.killed);
    return;
  }
  if (process.trapExit) deliverMessage(process, tuple(atom.EXIT, from, reason));
  else if (reason !== atom.normal || (kind === "exit2" && from === process.pid)) finish(process, reason);
}

/** @internal The function of a process has thrown. */
export function finishWithError(process: Pcb, error: unknown): void {
  if (process.dead) return;
  if (error instanceof Exit) {
    finish(process, error.reason);
    return;
  }
  const reason = withCall(process, errorReason(error));
  const { pid, groupLeader } = process;
  finish(process, reason);
  // Not as the process: it has ended and may not send any more.
  enter(undefined, () => report.crash({ pid, reason, groupLeader }));
}

/**
 * Elixir takes `{error, stack}` for a raised error only when the stack has a frame. Where an error of
 * the runtime itself has none, a process that another node asked for names the call that it was.
 */
function withCall({ parent, initialCall }: Pcb, reason: unknown): unknown {
  if (!parent || isHere(parent.node) || !isTuple(reason)) return reason;
  const [error, stack] = reason;
  if (!isError(error) || !Array.isArray(stack) || stack.length > 0) return reason;
  const { module, name, arity } = initialCall;
  return tuple(error, [tuple(nameToAtom(module), atom(name), arity, [])]);
}

/** The exit reason that an uncaught error makes: the error and where it happened. */
export function errorReason(error: unknown): unknown {
  if (isError(error)) {
    const own = (error as { exitReason?: unknown }).exitReason;
    return own !== undefined ? own : tuple(error, stacktrace(error));
  }
  return tuple(tuple(atom.nocatch, error), []);
}

/** Errors of another realm, such as those of Node.js under a test runner, are errors too. */
function isError(value: unknown): boolean {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

/** Processes that have ended while others were being told: a chain of links may be long. */
const endedNow: Pcb[] = [];

/** @internal Ends a process: it leaves the tables, and whoever wanted to know is told. */
export function finish(process: Pcb, reason: unknown): void {
  if (process.dead) return;
  process.dead = true;
  process.exitReason = reason;
  remove(process);
  forgetName(process);
  forgetAliases(process);
  interruptReceive(process);
  interruptPending(process);
  if (endedNow.push(process) > 1) return;
  try {
    for (const next of endedNow) tellOthers(next);
  } finally {
    endedNow.length = 0;
  }
}

function tellOthers(process: Pcb): void {
  tellLinked(process, process.exitReason);
  tellWatchers(process, process.exitReason);
  releaseMonitors(process);
  process.mailbox = process.links = process.watchers = process.monitors = process.replies = undefined;
}

function interruptPending(process: Pcb): void {
  if (process.pending) for (const reject of process.pending) reject(ended(process));
  process.pending = undefined;
  process.abort?.abort(ended(process));
}

function tellLinked(process: Pcb, reason: unknown): void {
  if (!process.links) return;
  for (const [pid, unlinkId] of process.links) {
    if (!pid.isLocal) {
      if (unlinkId === undefined) tell({ type: "exit", from: process.pid, to: pid, reason });
      continue;
    }
    const other = lookup(pid);
    if (other) receiveExit(other, process.pid, reason, "link");
  }
}

function tellWatchers(process: Pcb, reason: unknown): void {
  if (!process.watchers) return;
  for (const [ref, { pid, name }] of process.watchers) {
    if (pid.isLocal) {
      const watcher = lookup(pid);
      if (watcher) receiveDown(watcher, ref, reason);
    } else {
      tell({ type: "down", from: name ?? process.pid, to: pid, ref, reason });
    }
  }
}

type WithReason = Extract<Signal, { type: "exit" | "down" }>;

/** What can be told of a reason, from all of it to next to nothing. */
const versions: ((reason: unknown) => unknown)[] = [
  (reason) => reason,
  portable,
  (reason) => inspect(reason),
  () => atom.error,
];

/** An end must be told, whatever its reason holds: one that cannot travel is told without its details. */
function tell(signal: WithReason): void {
  for (const version of versions) {
    try {
      toRemote(signal.to, { ...signal, reason: version(signal.reason) });
      return;
    } catch {
      // the next version says less
    }
  }
}

function portable(reason: unknown): unknown {
  if (isTuple(reason) && isError(reason[0])) {
    const { name, message } = reason[0] as Error;
    return tuple(Object.assign(new Error(message), { name }), reason[1]);
  }
  return inspect(reason);
}

function releaseMonitors(process: Pcb): void {
  if (!process.monitors) return;
  for (const ref of process.monitors.keys()) releaseMonitor(process, ref);
}
