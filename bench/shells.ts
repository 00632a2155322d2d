import type { ChildProcess } from "node:child_process";
import { startChild } from "./children.js";
import { command, NODE_FLAGS } from "./places.js";
import { freshName } from "./two-nodes.js";

/** A shell at the other end of two pipes. */
export interface ShellAtPipes {
  child: ChildProcess;
  /** Sends a line, and waits for the prompt that follows its answer. */
  type(line: string): Promise<void>;
}

export const startOurs = (): Promise<ShellAtPipes> => {
  const name = freshName("shell");
  return startShell(process.execPath, [...NODE_FLAGS, command, "--sname", name], name);
};

export const startIex = (): Promise<ShellAtPipes> => {
  const name = freshName("iex");
  return startShell("iex", ["--sname", name], name);
};

/** Resolves at the first prompt. */
async function startShell(file: string, args: readonly string[], name: string): Promise<ShellAtPipes> {
  const child = startChild(file, args, { stdio: ["pipe", "pipe", "inherit"] });
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
