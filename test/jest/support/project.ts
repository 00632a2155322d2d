import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testEnvironment } from "../../../src/jest/options.js";
import { freePort } from "../../../src/testing/port.js";
import { BOUND } from "../../support/bound.js";

const ROOT = join(import.meta.dirname, "../../..");
const FIXTURES = join(import.meta.dirname, "../fixtures");

/** A project in a folder of its own, as a user has it. */
export interface Project {
  readonly folder: string;
  readonly epmdPort: number;
  /** Adds or replaces a file. */
  write(path: string, text: string): void;
  /** The full names of the tests that passed, as jest wrote them into a file. */
  passed(path: string): string[];
  /** Starts jest in the project, with the arguments of `iex-ts test`. */
  start(...args: string[]): Run;
  /** Ends what still runs, and removes the folder. */
  remove(): Promise<void>;
}

/** A jest that runs. */
export interface Run {
  readonly child: ChildProcess;
  /** What it printed so far: on its standard output, and all. */
  readonly output: () => string;
  readonly all: () => string;
  /** Its exit status, once it has ended; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Waits until all of its output fits. */
  until(fits: (all: string) => boolean): Promise<string>;
}

/** In milliseconds. */

/** Makes a project of the files of a fixture; the packages are those of this repository. */
export async function makeProject(fixture: string): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), "iex-ts-jest-"));
  const epmdPort = await freePort();
  const runs = new Set<Run>();
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  cpSync(join(FIXTURES, fixture), folder, { recursive: true });
  linkPackages(join(folder, "node_modules"));
  write("package.json", JSON.stringify({ name: fixture, type: "module" }));
  write("tsconfig.json", JSON.stringify(TSCONFIG));
  write("jest.config.mjs", CONFIG);
  return {
    folder,
    epmdPort,
    write,
    passed: (path) => passedIn(readFileSync(join(folder, path), "utf8")),
    start: (...args) => {
      const run = startJest(folder, epmdPort, args);
      runs.add(run);
      return run;
    },
    remove: async () => {
      for (const { child, ended } of runs) {
        if (child.exitCode === null) kill(child);
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** With its workers, which would write into the folder for a moment. */
function kill(child: ChildProcess): void {
  const { stdout } = spawnSync("pgrep", ["-P", String(child.pid)], { encoding: "utf8" });
  child.kill("SIGKILL");
  for (const pid of stdout.split("\n").filter(Boolean)) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  }
}

const TSCONFIG = {
  compilerOptions: { target: "ES2023", module: "NodeNext", moduleResolution: "NodeNext", isolatedModules: true },
};

const CONFIG = `
import { createDefaultEsmPreset } from "ts-jest";

export default {
  preset: "iex-ts/jest",
  ...createDefaultEsmPreset({ tsconfig: "<rootDir>/tsconfig.json" }),
  moduleNameMapper: { "^(\\\\.{1,2}/.*)\\\\.js$": "$1" },
  testMatch: ["<rootDir>/test/**/*_test.ts"],
  setupFilesAfterEnv: ["<rootDir>/test/test_helper.ts"],
  cacheDirectory: "<rootDir>/.cache",
};
`;

function linkPackages(folder: string): void {
  mkdirSync(folder);
  for (const name of readdirSync(join(ROOT, "node_modules")))
    if (!name.startsWith(".")) symlinkSync(join(ROOT, "node_modules", name), join(folder, name));
  symlinkSync(ROOT, join(folder, "iex-ts"));
}

function passedIn(json: string): string[] {
  const { testResults } = JSON.parse(json) as {
    testResults: { assertionResults: { fullName: string; status: string }[] }[];
  };
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  return results.filter(({ status }) => status === "passed").map(({ fullName }) => fullName);
}

function startJest(folder: string, epmdPort: number, given: readonly string[]): Run {
  const { env, args } = testEnvironment(given);
  const jest = join(ROOT, "node_modules/jest/bin/jest.js");
  const child = spawn(process.execPath, ["--experimental-vm-modules", jest, "--colors=false", ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      CI: "",
      NODE_NO_WARNINGS: "1",
      ERL_EPMD_PORT: String(epmdPort),
      ...env,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  return observe(child);
}

function observe(child: ChildProcess): Run {
  let [output, all] = ["", ""];
  const waiting = new Set<() => void>();
  child.stdout!.on("data", (chunk) => (output += chunk));
  for (const stream of [child.stdout!, child.stderr!])
    stream.on("data", (chunk) => {
      all += chunk;
      for (const look of waiting) look();
    });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const until = (fits: (all: string) => boolean): Promise<string> =>
    new Promise((resolve, reject) => {
      const give = (done: () => void): void => {
        clearTimeout(timer);
        waiting.delete(look);
        done();
      };
      const look = (): void => (fits(all) ? give(() => resolve(all)) : undefined);
      const fail = (why: string) => () => give(() => reject(new Error(`${why} before it said that: ${all}`)));
      const timer = setTimeout(fail("Waited in vain"), BOUND);
      ended.then(fail("It ended"));
      waiting.add(look);
      look();
    });
  return { child, output: () => output, all: () => all, ended, until };
}
