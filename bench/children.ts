import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

const running = new Set<ChildProcess>();
const leaders = new WeakSet<ChildProcess>();

/**
 * Starts an OS process that ends with this one.
 *
 * @param options `detached` makes it lead a group of its own, which ends as a whole
 */
export function startChild(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, options);
  running.add(child);
  if (options.detached) leaders.add(child);
  child.once("exit", () => running.delete(child));
  // Without a listener, a command that is missing or a reader that has left would end this process.
  child.on("error", () => running.delete(child));
  child.stdin?.on("error", () => {});
  return child;
}

/** Ends a process at once, and waits until it is gone. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  kill(child);
  await gone;
}

/** For the end of this process: nothing that it started stays. */
export function killAll(): void {
  for (const child of running) kill(child);
}

function kill(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(leaders.has(child) ? -child.pid : child.pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

process.once("exit", killAll);
