import type { ChildProcess } from "node:child_process";
import { startChild, stopChild } from "./children.js";
import { command, NODE_FLAGS } from "./places.js";
import { freshName } from "./two-nodes.js";

/** A shell at the other end of two pipes. */
export interface ShellAtPipes {
  child: ChildProcess;
  /** Sends a line, and waits for the prompt that follows its answer. */
  type(line: string): Promise<void>;
}

/** @param project the folder of a project, to open its shell */
export const startOurs = (project?: string): Promise<ShellAtPipes> => {
  const name = freshName("shell");
  return startShell(process.execPath, [...NODE_FLAGS, command, "--sname", name], name, project);
};

/** @param project the folder of a project, to open its shell */
export const startIex = (project?: string): Promise<ShellAtPipes> => {
  const name = freshName("iex");
  return startShell("iex", ["--sname", name], name, project);
};

/** Resolves at the first prompt. */
async function startShell(
  file: string,
  args: readonly string[],
  name: string,
  project: string | undefined,
): Promise<ShellAtPipes> {
  const all = project === undefined ? args : [...args, "-S", "mix"];
  const child = startChild(file, all, { stdio: ["pipe", "pipe", "inherit"], ...(project && { cwd: project }) });
  let output = "";
  let seen = (): void => {};
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    seen();
  });
  let count = 0;
  const prompt = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const wanted = `iex(${name})${++count}>`;
      child.once("error", reject);
      child.once("exit", reject);
      seen = () => {
        if (!output.includes(wanted)) return;
        child.off("error", reject).off("exit", reject);
        output = "";
        resolve();
      };
      seen();
    });
  await prompt();
  return {
    child,
    type: (line) => {
      const next = prompt();
      child.stdin!.write(`${line}\n`);
      return next;
    },
  };
}

/** How long a shell takes to its first prompt, in milliseconds. */
export async function bootOf(start: () => Promise<ShellAtPipes>): Promise<number> {
  const begin = performance.now();
  const { child } = await start();
  const took = performance.now() - begin;
  await stopChild(child);
  return took;
}
