import { MixError } from "../../src/project/index.js";
import type { Task } from "../command-line.js";
import type { Options } from "../options.js";
import { similar } from "./similar.js";

/** One of the things that the command does besides opening a shell. */
export interface TaskDefinition {
  /** As it is called: `compile [--force] [--env ENV]`. */
  readonly signature: string;
  /** One line, for the list of all. */
  readonly summary: string;
  /** What `iex-ts help TASK` says besides. */
  readonly details: string;
  /** @returns the exit status */
  run(args: readonly string[], options: Options): number | Promise<number>;
}

const tasks: Record<string, () => Promise<TaskDefinition>> = {
  compile: async () => (await import("./compile.js")).compile,
  help: async () => (await import("./help.js")).createHelp(allTasks),
  new: async () => (await import("./new.js")).newProject,
  run: async () => (await import("./run.js")).run,
  test: async () => (await import("./test.js")).test,
};

/**
 * Runs a task to its end.
 *
 * @returns the exit status
 */
export async function runTask({ name, args }: Task, options: Options): Promise<number> {
  try {
    const task = Object.hasOwn(tasks, name) ? await tasks[name]!() : unknown(name);
    return await task.run(args, options);
  } catch (error) {
    if (!(error instanceof MixError)) throw error;
    process.stderr.write(`** (Mix) ${error.message}\n`);
    return 1;
  }
}

async function allTasks(): Promise<Record<string, TaskDefinition>> {
  const loaded = Object.entries(tasks).map(async ([name, load]) => [name, await load()] as const);
  return Object.fromEntries(await Promise.all(loaded));
}

function unknown(name: string): never {
  const meant = similar(name, Object.keys(tasks));
  const hint = meant === undefined ? "" : `. Did you mean ${JSON.stringify(meant)}?`;
  throw new MixError(`The task ${JSON.stringify(name)} could not be found${hint}`);
}
