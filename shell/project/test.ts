import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { testEnvironment } from "../../src/jest/options.js";
import { MixError } from "../../src/project/index.js";
import type { Options } from "../options.js";
import { inProject } from "./in-project.js";
import type { TaskDefinition } from "./tasks.js";

export const test: TaskDefinition = {
  signature: "test [--only TAG] [--include TAG] [--exclude TAG] [--trace] [FILES and options of jest]",
  summary: "runs the project's tests",
  details: `Compiles the project in the environment test and runs its tests with the jest of its node_modules.

  --only TAG     runs the tests with this tag alone: slow, or os:unix
  --include TAG  runs the tests with this tag too
  --exclude TAG  leaves the tests with this tag out
  --trace        names every test, and runs one at a time

Everything else is for jest: names of files, --watch, --coverage. To run the tests on a node with a
name: iex-ts --sname test@localhost -S mix test.`,
  run: async (args, options) => {
    const compile = { ...options, environment: options.environment ?? "test" };
    // The name is for the node of the tests.
    const { node: _, cookie: __, port: ___, netTicktime: ____, ...local } = compile;
    const status = await inProject({ ...local, hidden: false }, () => 0);
    return status === 0 ? runJest([...namingOf(options), ...args], compile.environment) : status;
  },
};

function namingOf({ node, cookie }: Options): string[] {
  if (!node) return [];
  const naming = [node.type === "shortnames" ? "--sname" : "--name", node.name];
  return cookie === undefined ? naming : [...naming, "--cookie", cookie];
}

/** @returns jest's exit status */
function runJest(args: readonly string[], environment: string): Promise<number> {
  const given = givenToJest(args);
  const flags = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
  const child = spawn(process.execPath, [...flags, jestOf(process.cwd()), ...given.args], {
    stdio: "inherit",
    env: { ...process.env, ...given.env, NODE_ENV: environment },
  });
  const release = passOnSignals((signal) => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      release();
      resolve(code ?? 1);
    });
  });
}

function givenToJest(args: readonly string[]): ReturnType<typeof testEnvironment> {
  try {
    return testEnvironment(args);
  } catch (error) {
    throw new MixError((error as Error).message);
  }
}

/** @throws MixError when it is not installed */
function jestOf(root: string): string {
  const path = join(root, "package.json");
  try {
    return join(dirname(createRequire(path).resolve("jest/package.json")), "bin", "jest.js");
  } catch {
    const what = existsSync(path) ? "run npm install" : "the project has no package.json that names it";
    throw new MixError(`Could not find jest in ${root}: ${what}`);
  }
}

/** jest ends its workers when it is told to end; a terminal tells both of us. */
function passOnSignals(kill: (signal: NodeJS.Signals) => void): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, kill);
  return () => {
    for (const signal of signals) process.off(signal, kill);
  };
}
