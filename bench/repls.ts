import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { startChild, stopChild } from "./children.js";
import { command, NODE_FLAGS } from "./places.js";

/** A shell without a name, at the other end of two pipes. */
export interface Repl {
  /** Sends a line, and waits for the prompt that follows its answer. */
  type(line: string): Promise<void>;
  /** Of all its OS processes. */
  readonly group: number;
  stop(): Promise<void>;
}

/** A shell to measure: how to start it, and a declaration in its language. */
export interface ReplKind {
  /** Resolves at the first prompt. */
  start(): Promise<Repl>;
  readonly declaration: string;
  /** How many lines make a sample of its speed; 100 when left out. */
  readonly lines?: number;
}

/** TypeScript 6 refuses what ts-node assumes of it. */
const COMPILER_OPTIONS = JSON.stringify({
  ignoreDeprecations: "6.0",
  module: "commonjs",
  moduleResolution: "node10",
  target: "es2022",
  types: [],
});

const TYPED = "const x: number = 41 + 1";

export const ours: ReplKind = node([...NODE_FLAGS, command], TYPED);
export const iex: ReplKind = { start: () => open("iex", []), declaration: "x = 41 + 1" };
export const nodeRepl: ReplKind = node(["-i"], "const x = 41 + 1");
export const tsNode: ReplKind = {
  start: () => open(process.execPath, [bin("ts-node", "dist/bin.js"), "--skipProject", "-O", COMPILER_OPTIONS, "-i"]),
  declaration: TYPED,
  lines: 10,
};
export const tsx: ReplKind = {
  start: () => open(process.execPath, [bin("tsx", "dist/cli.mjs"), "-i"]),
  declaration: TYPED,
};

/** The REPLs that JavaScript's people know, under the names by which tables call them. */
export const peers: Readonly<Record<string, ReplKind>> = { "node -i": nodeRepl, "ts-node": tsNode, tsx };

function node(args: readonly string[], declaration: string): ReplKind {
  return { start: () => open(process.execPath, args), declaration };
}

function bin(name: string, file: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
}

async function open(file: string, args: readonly string[]): Promise<Repl> {
  // A group of its own, for some of them start further processes.
  const child = startChild(file, args, { stdio: ["pipe", "pipe", "ignore"], detached: true });
  let output = "";
  let seen = (): void => {};
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    seen();
  });
  const prompt = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error(`Waited in vain for a prompt of ${file} ${args.join(" ")}`));
      child.once("error", fail).once("exit", fail);
      seen = () => {
        if (!output.endsWith("> ")) return;
        child.off("error", fail).off("exit", fail);
        resolve();
      };
      seen();
    });
  await prompt();
  return {
    type: (line) => {
      output = "";
      const next = prompt();
      child.stdin!.write(`${line}\n`);
      return next;
    },
    group: child.pid!,
    stop: () => stopChild(child),
  };
}
