import { homedir } from "node:os";
import { join } from "node:path";
import { boot, Code, Exception, Exit, log, Node } from "../src/index.js";
import { isOwn, mapStack } from "./evaluate/index.js";
import type { Options } from "./options.js";
import { type Shell, shareBindings, startShell } from "./start.js";
import { createStyle } from "./style.js";
import { openHistory } from "./terminal/history-file.js";
import { openDevice } from "./terminal/open.js";
import { platform } from "./version.js";

/**
 * Runs a shell on this process's terminal or pipes: from a device to a prompt, and from the last
 * line to a tidy end.
 *
 * @returns the exit status that it was left with
 */
export async function run(options: Options): Promise<number> {
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
      style: await createStyle(colors),
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
  // The runtime's own frames are left out: enough must remain to reach the user's.
  Error.stackTraceLimit = 50;
  Exception.translateStacks(mapStack);
  Exception.hideFrames((file) => isOwn(file) || file.includes("/node_modules/oxc-"));
  const tell = (error: unknown): void => {
    // What a process still awaited when it ended is rejected with its Exit: that is no news.
    if (!(error instanceof Exit)) log("error", `Uncaught\n${Exception.format(error).trimEnd()}`);
  };
  process.on("uncaughtException", tell);
  process.on("unhandledRejection", tell);
}
