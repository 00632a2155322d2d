import { MixError } from "../../src/project/index.js";
import { similar } from "./similar.js";
import type { TaskDefinition } from "./tasks.js";

type Tasks = Readonly<Record<string, TaskDefinition>>;

/** The task that tells of all others. */
export function createHelp(tasks: () => Promise<Tasks>): TaskDefinition {
  return {
    signature: "help [TASK]",
    summary: "prints this list, or what a task does",
    details: "",
    run: async ([name]) => {
      process.stdout.write(name === undefined ? list(await tasks()) : describe(name, await tasks()));
      return 0;
    },
  };
}

function list(tasks: Tasks): string {
  const width = Math.max(...Object.keys(tasks).map((name) => name.length), "-S mix".length);
  const line = (name: string, summary: string): string => `iex-ts ${name.padEnd(width)}  # ${summary}\n`;
  const lines = Object.entries(tasks).map(([name, { summary }]) => line(name, summary));
  return `${line("", "opens a shell")}${line("-S mix", "opens a shell with the project of this folder")}${lines.join("")}
Run "iex-ts help TASK" for more on a task, and "iex-ts --help" for the options of a shell.
`;
}

function describe(name: string, tasks: Tasks): string {
  const task = Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (!task) {
    const meant = similar(name, Object.keys(tasks));
    const hint = meant === undefined ? "" : `. Did you mean ${JSON.stringify(meant)}?`;
    throw new MixError(`The task ${JSON.stringify(name)} could not be found${hint}`);
  }
  const details = task.details === "" ? "" : `\n${task.details}\n`;
  return `iex-ts ${task.signature}\n\n${task.summary}\n${details}`;
}
