#!/usr/bin/env -S node --max-semi-space-size=64
import { homedir } from "node:os";
import { join } from "node:path";
import { boot, Code, Exception, Exit, log, Node } from "../src/index.js";
import { mapStack } from "./evaluate/index.js";
import { HELP, type Options, parseOptions, UsageError } from "./options.js";
import { type Shell, shareBindings, startShell } from "./start.js";
import { createStyle } from "./style.js";
import { openHistory } from "./terminal/history-file.js";
import { openDevice } from "./terminal/open.js";
import { platform, version } from "./version.js";

/** From the command line to a prompt, and from the last line to a tidy end. */
async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options.print) {
    process.stdout.write(options.print === "help" ? HELP : `iex-ts ${version} (node ${process.version})\n`);
    return 0;
  }
  return run(options);
}

async function run(options: Options): Promise<number> {
  let shell: Shell | undefined;
  const history = openHistory(join(homedir(), ".iex_ts_history"));
  const device = openDevice({
    history,
    onInterrupt: (during) => shell?.interrupt(during),
    onEof: () => shell?.hangUp(),
  });
  const system = boot(device);
  try {
    watchErrors();
    await joinCluster(options);
    if (device.geometry()) await device.write(`${platform()}\n\n`);
    shareBindings();
    const colors = options.color ?? (device.geometry() !== undefined && !process.env.NO_COLOR);
    shell = startShell({
      device,
      style: createStyle(colors),
      evaluate: options.eval,
      ...(device.geometry() ? { remember: (text: string) => history.remember(text) } : {}),
      interruptible: device.geometry() !== undefined,
    });
    return await shell.left;
  } finally {
    await Node.stop();
    system.restore();
    await device.close();
  }
}

async function joinCluster({ node, cookie, hidden, port, netTicktime, remoteCode }: Options): Promise<void> {
  if (!remoteCode) Code.setRemoteCode(false);
  if (!node) return;
  await Node.start(node.name, {
    type: node.type,
    hidden,
    ...(cookie === undefined ? {} : { cookie }),
    ...(port === undefined ? {} : { port }),
    ...(netTicktime === undefined ? {} : { netTicktime }),
  });
}

/** An error that nobody handles is told, once, and ends nothing: other processes go on. */
function watchErrors(): void {
  Exception.translateStacks(mapStack);
  Exception.hideFrames(isRuntime);
  const tell = (error: unknown): void => {
    // What a process still awaited when it ended is rejected with its Exit: that is no news.
    if (!(error instanceof Exit)) log("error", `Uncaught\n${Exception.format(error).trimEnd()}`);
  };
  process.on("uncaughtException", tell);
  process.on("unhandledRejection", tell);
}

const runtime = new URL(".", import.meta.url).pathname;

function isRuntime(file: string): boolean {
  return file.startsWith(runtime) || file.includes("/node_modules/oxc-") || file === "iex-interruptible";
}

function failed(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof UsageError ? `iex-ts: ${message}` : message}\n`);
  return 1;
}

process.exitCode = await main().catch(failed);
process.exit();
