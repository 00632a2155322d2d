import { spawn } from "node:child_process";
import { once } from "node:events";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { command } from "../../../src/testing/command.js";
import { BOUND } from "../../support/bound.js";

/** What a program left behind that has ended. */
export interface Host {
  status: number | null;
  output: string;
  errors: string;
  /** What its shells have printed, in the order in which they were opened. */
  shells: [string, string];
}

interface HostOptions {
  /** Options of Node.js. */
  flags?: readonly string[];
  env?: NodeJS.ProcessEnv;
  /** Whether the program opens a shell first, and types at it. */
  withShell?: boolean;
}

/**
 * Runs a program of its own, as a module: `open` opens a shell there, which is typed at with `type`, and
 * `until` waits for what it prints. `shell` is the one that was opened first, if any.
 */
export async function runHost(
  body: string,
  { flags = [], env = {}, withShell = true }: HostOptions = {},
): Promise<Host> {
  const args = ["--input-type=module", "--eval", PRELUDE + body, withShell ? "a shell" : ""];
  const child = spawn(process.execPath, [...flags, ...args], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", "pipe", "pipe"],
    timeout: BOUND,
    killSignal: "SIGKILL",
  });
  const [, ...streams] = child.stdio as unknown as Readable[];
  const texts = Promise.all(streams.map(textOf));
  const [status] = await once(child, "close");
  const [output, errors, ...shells] = (await texts) as [string, string, string, string];
  return { status, output, errors, shells };
}

async function textOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

const library = (file: string) => pathToFileURL(join(dirname(command()[1]!), file)).href;

const PRELUDE = `
  import { EventEmitter, once } from "node:events";
  import { writeSync } from "node:fs";
  import { PassThrough } from "node:stream";
  import { setTimeout as wait } from "node:timers/promises";
  import { inProcess, Node, Process, spawn } from "${library("index.js")}";
  import { Shell } from "${library("shell.js")}";
  let descriptor = 3;
  const open = (options) => {
    const [input, output, to] = [new PassThrough(), new PassThrough(), descriptor++];
    let printed = "";
    output.on("data", (chunk) => { printed += chunk; writeSync(to, chunk); });
    const until = async (pattern) => { while (!pattern.test(printed)) await once(output, "data"); };
    const type = (...lines) => void input.write(lines.map((line) => line + "\\n").join(""));
    return { ...Shell.start({ input, output, ...options }), type, until };
  };
  const shell = process.argv[1] ? open() : undefined;
`;
