import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll } from "@jest/globals";
import { BOUND } from "../../support/bound.js";
import { openScreen, type ScreenOptions, type TestScreen } from "../../support/terminal.js";

/** A screen with a program on it that does with its device what it is told. */
export interface Driven extends TestScreen {
  /** Tells the program to do something. */
  order(op: string, details?: object): void;
  /** Waits for a report that has at least these properties; each report is given once. */
  report(wanted: object): Promise<Record<string, unknown>>;
  readonly historyFile: string;
}

let folder = "";
let bundle = "";
let count = 0;
const sockets = new Set<Socket>();

/** Builds the program once for all the tests of a file. */
export function useDrivenProgram(): void {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "iex-ts-terminal-"));
    bundle = join(folder, "driven.mjs");
    const { build } = await import("esbuild");
    const entry = join(import.meta.dirname, "../../fixtures/terminal/driven.ts");
    await build({ entryPoints: [entry], outfile: bundle, bundle: true, platform: "node", format: "esm" });
  });
  // The program ends with its socket, also where the shell that started it was ended before it.
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
}

export interface DrivenOptions extends ScreenOptions {
  history?: string;
  /** Just wait until the program runs, not until it has opened its device. */
  early?: boolean;
  /** Start it from a shell with job control, whose prompt is `$ `. */
  underShell?: boolean;
}

/** Starts the program and waits until it has opened its device. */
export async function openDriven(options: DrivenOptions = {}): Promise<Driven> {
  const name = `${++count}`;
  const control = join(folder, `${name}.sock`);
  const historyFile = options.history ?? join(folder, `${name}.history`);
  const reports: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  const connected = listen(control, (line) => {
    reports.push(JSON.parse(line));
    for (const look of waiting) look();
  });
  const env = { ...options.env, CONTROL: control, HISTORY: historyFile };
  const screen = await start({ ...options, env });
  const socket = await connected;
  const report = (wanted: object) => take(reports, waiting, wanted, () => screen.screen());
  if (!options.early) await report({ ready: true });
  const order = (op: string, details = {}) => void socket.write(`${JSON.stringify({ op, ...details })}\n`);
  return { ...screen, historyFile, order, report };
}

async function start(options: DrivenOptions): Promise<TestScreen> {
  if (!options.underShell) return openScreen(process.execPath, [bundle], options);
  const shell = openScreen("bash", ["--norc", "--noprofile", "-i"], { ...options, env: { ...options.env, PS1: "$ " } });
  await shell.waitFor("$ ");
  shell.type(`clear; ${process.execPath} ${bundle}\r`);
  return shell;
}

function listen(path: string, onReport: (line: string) => void): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      server.close();
      sockets.add(socket);
      socket.on("error", () => {});
      createInterface({ input: socket }).on("line", onReport);
      resolve(socket);
    });
    server.on("error", reject);
    server.listen(path);
  });
}

function take(
  reports: Record<string, unknown>[],
  waiting: Set<() => void>,
  wanted: object,
  screen: () => string,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const found = reports.findIndex((report) =>
        Object.entries(wanted).every(([key, value]) => report[key] === value),
      );
      if (found < 0) return;
      clearTimeout(timer);
      waiting.delete(look);
      resolve(reports.splice(found, 1)[0] ?? {});
    };
    const fail = () => {
      waiting.delete(look);
      const had = JSON.stringify(reports);
      reject(new Error(`Waited in vain for ${JSON.stringify(wanted)}; had ${had}; screen:\n${screen()}`));
    };
    const timer = setTimeout(fail, BOUND);
    waiting.add(look);
    look();
  });
}
