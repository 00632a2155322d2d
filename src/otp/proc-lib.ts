import { Exit, flushExit, Process, replyFor, self, send, spawn, spawnLink, type Timeout } from "../process/index.js";
import { type Atom, atom, type Pid, type Reference, tuple } from "../term/index.js";
import { milliseconds } from "./gen.js";
import { nameTerm, registerSelf, type ServerName } from "./server.js";

/** How a process of a behaviour is started. */
export interface StartOptions {
  /** The name that it is registered under before it begins. */
  name?: ServerName | undefined;
  /** Milliseconds that its beginning may take; for ever when left out. */
  timeout?: Timeout | undefined;
}

export interface Start extends StartOptions {
  link: boolean;
  /** `{module, function, arity}` that the process is known by. */
  initialCall: readonly [module: unknown, name: string | Atom, arity: number];
}

/** Tells the starter what came of the beginning. It is heard once. */
export interface Ack {
  ok(): void;
  /** The process does not begin, which is no failure. */
  ignore(): void;
}

/** What a start gives for a process that chose not to begin. */
export type Ignore = typeof atom.ignore;

const OK = tuple(atom.ok);

/**
 * Starts a process and waits until it says that it has begun: `proc_lib:start_link/5` of OTP. The
 * new process knows its ancestors.
 *
 * @returns the pid, or `:ignore`
 * @throws Exit with the reason for which the process did not begin: `{:already_started, pid}` when
 *   the name is taken, `:timeout` when it took too long. TypeError for what can be no name, which ends nobody
 */
export async function start(
  { link, name, timeout, initialCall }: Start,
  body: (ack: Ack) => unknown,
): Promise<Pid | Ignore> {
  if (name !== undefined) nameTerm(name);
  const ancestors = ancestry();
  let told = (_result: unknown): void => {};
  const pid = (link ? spawnLink : spawn)(async function initProcess() {
    Process.put(atom.$ancestors, ancestors);
    Process.put(atom.$initial_call, tuple(...initialCall));
    const holder = name === undefined ? undefined : registerSelf(name);
    const taken = holder instanceof Promise ? await holder : holder;
    if (taken) return told(tuple(atom.error, tuple(atom.already_started, taken)));
    await body({ ok: () => told(OK), ignore: () => told(atom.ignore) });
  });
  const ref = Process.monitor(pid, { alias: "reply_demonitor" });
  told = (result) => void send(ref, tuple(ref, result));
  const result = await outcome(pid, ref, timeout ?? Number.POSITIVE_INFINITY);
  if (result === OK) return pid;
  if (link) forget(pid);
  if (result === atom.ignore) return atom.ignore as Ignore;
  throw new Exit((result as readonly unknown[])[1]);
}

async function outcome(pid: Pid, ref: Reference, timeout: Timeout): Promise<unknown> {
  const answer = await replyFor(ref, milliseconds(timeout));
  Process.demonitor(ref, { flush: true });
  if (answer) return answer[0] === atom.DOWN ? tuple(atom.error, answer[4]) : answer[1];
  Process.unlink(pid);
  await kill(pid);
  return tuple(atom.error, atom.timeout);
}

/** Whoever traps exits has been told already of the end of a process that did not begin. */
function forget(pid: Pid): void {
  Process.unlink(pid);
  flushExit(pid);
}

/** Kills a process and waits for its end. */
async function kill(pid: Pid): Promise<void> {
  const ref = Process.monitor(pid);
  const down = replyFor(ref);
  Process.exit(pid, atom.kill);
  await down;
}

/** The caller, and its own ancestors: what a process that it starts knows as `$ancestors`. */
export function ancestry(): unknown[] {
  const known = Process.get(atom.$ancestors);
  return [Process.info(self(), "registeredName") ?? self(), ...(Array.isArray(known) ? known : [])];
}
