import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { startChild, stopChild } from "./children.js";
import type { Figure, Sampler } from "./figure.js";
import { command, NODE_FLAGS } from "./places.js";

/** A shell without a name, at the other end of two pipes. */
export interface Repl {
  /** Sends a line, and waits for the prompt that follows its answer. */
  type(line: string): Promise<void>;
  /** Of all its OS processes. */
  readonly group: number;
  stop(): Promise<void>;
}

/** A shell to measure. */
export interface ReplKind {
  readonly file: string;
  readonly args: readonly string[];
  /** A declaration in its language. */
  readonly declaration: string;
  /** A text that Tab knows more than one way to go on from, two of these, and how often Tab is pressed to see them. */
  readonly completion: {
    readonly text: string;
    readonly candidates: readonly [string, string];
    readonly presses: 1 | 2;
  };
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

const asNode = node([...NODE_FLAGS, command], TYPED);
export const ours: ReplKind = { ...asNode, completion: { ...asNode.completion, presses: 1 } };
export const iex: ReplKind = {
  file: "iex",
  args: [],
  declaration: "x = 41 + 1",
  completion: { text: "Atom.", candidates: ["to_charlist", "to_string"], presses: 2 },
};
export const nodeRepl: ReplKind = node(["-i"], "const x = 41 + 1");
export const tsNode: ReplKind = {
  ...node([bin("ts-node", "dist/bin.js"), "--skipProject", "-O", COMPILER_OPTIONS, "-i"], TYPED),
  lines: 10,
};
export const tsx: ReplKind = node([bin("tsx", "dist/cli.mjs"), "-i"], TYPED);

/** The REPLs that JavaScript's people know, under the names by which tables call them. */
export const peers: Readonly<Record<string, ReplKind>> = { "node -i": nodeRepl, "ts-node": tsNode, tsx };

function node(args: readonly string[], declaration: string): ReplKind {
  const completion = { text: "JSON.", candidates: ["parse", "stringify"], presses: 2 } as const;
  return { file: process.execPath, args, declaration, completion };
}

/** A figure's sides: ours, iex, and the other REPLs. */
export function everyRepl(open: (kind: ReplKind) => Sampler | Promise<Sampler>): Figure["sides"] {
  return {
    ours: () => open(ours),
    beam: { beam: () => open(iex) },
    ...Object.fromEntries(Object.entries(peers).map(([name, kind]) => [name, () => open(kind)])),
  };
}

function bin(name: string, file: string): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
}

/** Resolves at the first prompt. */
export async function openRepl({ file, args }: ReplKind): Promise<Repl> {
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
