import { atom, inProcess, type Pid, Process, receive, self, skip } from "../index.js";

/** What is done when a test has ended. */
interface Ending {
  supervisor?: Pid;
  readonly callbacks: (() => unknown)[];
}

const endings = new Map<Pid, Ending>();

/** @internal Makes a process one of a test: it may call {@link onExit} and `startSupervised`. */
export function register(pid: Pid): void {
  endings.set(pid, { callbacks: [] });
}

/** @internal The ending of the test whose process calls. */
export function endingOf(caller: string): Ending {
  const found = endings.get(self());
  if (!found)
    throw new Error(
      `${caller} can only be invoked from the test process: call it in the test itself, in beforeEach or in beforeAll`,
    );
  return found;
}

/**
 * Has a function run when the test has ended: after its process and what was started with
 * `startSupervised` are gone, in a process of its own. The last one that was given comes first.
 * In `beforeAll`, when all tests of the file have ended.
 *
 * @throws Error outside of the process of a test
 * @example
 * onExit(() => rm(folder, { recursive: true }));
 * @see `ExUnit.Callbacks.on_exit/2` of Elixir
 */
export function onExit(callback: () => unknown): void {
  endingOf("onExit").callbacks.unshift(callback);
}

/** @internal Stops what the test had started, then runs its callbacks: all of them; the first error is thrown. */
export async function runOnExit(pid: Pid): Promise<void> {
  const ending = endings.get(pid);
  endings.delete(pid);
  if (!ending) return;
  const { supervisor, callbacks } = ending;
  if (supervisor) await inProcess(() => stopSupervisor(supervisor));
  const errors: unknown[] = [];
  for (const callback of callbacks) await inProcess(callback).catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}

/** It stops its children in the reverse order of their start. */
async function stopSupervisor(supervisor: Pid): Promise<void> {
  const ref = Process.monitor(supervisor);
  Process.exit(supervisor, atom.shutdown);
  await receive((message) => (message[0] === atom.DOWN && message[1] === ref ? true : skip));
}
