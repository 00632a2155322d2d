import { type ChildProcess, spawn } from "node:child_process";
import { command } from "./command.js";
import { release, type World } from "./world.js";

export interface NodeOptions {
  /** Further arguments of the command: `["--hidden"]`. */
  args?: readonly string[];
  /** The folder that it starts in; that of the test when left out. */
  cwd?: string;
  /** Environment variables on top of those of its world; undefined takes one away. */
  env?: Readonly<Record<string, string | undefined>>;
  /** The cookie of this node alone (`--cookie`). */
  cookie?: string;
  /** How long anything may take before waiting for it fails, in milliseconds; 60,000 when left out. */
  timeout?: number;
}

/**
 * Starts the command as an OS process of that world. Its errors come through the same pipe as its
 * output, so that their order is kept.
 */
export function launch(name: string | undefined, world: World, options: NodeOptions): ChildProcess {
  const child = spawn("/bin/sh", ["-c", 'exec "$@" 2>&1', "sh", ...command(), ...argumentsOf(name, options)], {
    cwd: options.cwd ?? process.cwd(),
    env: { ...world.env, ...options.env },
    stdio: ["pipe", "pipe", "ignore"],
  });
  child.stdin!.on("error", () => {});
  if (child.pid !== undefined) world.guard(child);
  release(child);
  return child;
}

function argumentsOf(name: string | undefined, { args = [], cookie }: NodeOptions): string[] {
  const naming = name === undefined ? [] : [/@.*\./.test(name) ? "--name" : "--sname", name];
  return [...naming, ...(cookie === undefined ? [] : ["--cookie", cookie]), ...args];
}
