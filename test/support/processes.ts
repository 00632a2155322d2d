import {
  type Crash,
  inProcess,
  Process,
  plug,
  receive,
  type Signal,
  self,
  setReporter,
  skip,
  whenUnplugged,
} from "../../src/process/index.js";
import { atom, internPid, type Pid, type Tuple } from "../../src/term/index.js";

/** Another node, as far as a fake wire goes. */
export const OTHER = "other@host";

/** A process of the other node. */
export function remotePid(id = 7, node = OTHER): Pid {
  return internPid(node, 3, id, 0);
}

/** Why a process ended; waits for its end. For the body of a process. */
export async function endOf(pid: Pid): Promise<unknown> {
  const ref = Process.monitor(pid);
  const down = (await receive((message: Tuple) => (message[1] === ref ? message : skip))) as Tuple;
  return down[4];
}

/** Resolves after everything that is under way in this turn has happened. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** All messages that wait in the caller's mailbox. For the body of a process. */
export async function flush(): Promise<unknown[]> {
  const messages: unknown[] = [];
  for (;;) {
    const message = await receive(undefined, 0, () => skip);
    if (message === skip) return messages;
    messages.push(message);
  }
}

/** A promise and how to settle it. */
export function gate<T = void>(): { opened: Promise<T>; open(value: T): void } {
  let open!: (value: T) => void;
  const opened = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Ends every process that a test has left. */
export async function endProcesses(): Promise<void> {
  await inProcess(() => {
    for (const pid of Process.list()) if (pid !== self()) Process.exit(pid, atom.kill);
  });
  await nextTurn();
}

/** Keeps what the kernel reports instead of printing it. */
export function recordReports(): { crashes: Crash[]; warnings: string[] } {
  const reports = { crashes: [] as Crash[], warnings: [] as string[] };
  setReporter({
    crash: (crash) => reports.crashes.push(crash),
    warning: (message) => reports.warnings.push(message),
  });
  return reports;
}

/** A wire that keeps what leaves, and refuses functions as a real one refuses what cannot travel. */
export function fakeWire(): { sent: Signal[]; nodes: string[]; take(): Signal[] } {
  const sent: Signal[] = [];
  const nodes: string[] = [];
  plug({
    deliver: (node, signal) => {
      const body = signal.type === "message" ? signal.message : "reason" in signal ? signal.reason : undefined;
      if (holdsFunction(body)) throw new TypeError("Cannot send a function");
      nodes.push(node);
      sent.push(signal);
    },
  });
  return { sent, nodes, take: () => sent.splice(0) };
}

function holdsFunction(value: unknown): boolean {
  if (typeof value === "function") return true;
  if (Array.isArray(value)) return value.some(holdsFunction);
  return typeof value === "object" && value !== null && Object.values(value).some(holdsFunction);
}

/** Takes the wire away again. */
export function unplugWire(): void {
  plug(undefined);
  whenUnplugged(() => {});
}
