import { Code, Exception, Exit, log, Node } from "../src/index.js";
import { isOwn, mapStack } from "./evaluate/index.js";
import type { Options } from "./options.js";

/** Gives the node the name that the command line asks for. */
export async function joinCluster({
  node,
  cookie,
  hidden,
  visible,
  port,
  carrier,
  netTicktime,
  remoteCode,
}: Options): Promise<void> {
  if (!remoteCode) Code.setRemoteCode(false);
  if (!node) return;
  await Node.start(node.name, {
    type: node.type,
    hidden,
    ...(visible === undefined ? {} : { visible }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(port === undefined ? {} : { port }),
    ...(carrier === undefined ? {} : { carrier }),
    ...(netTicktime === undefined ? {} : { netTicktime }),
  });
}

/** An error that nobody handles is told, once, and ends nothing: other processes go on. */
export function watchErrors(): void {
  // The runtime's own frames are left out: enough must remain to reach the user's.
  Error.stackTraceLimit = 50;
  readableStacks();
  const tell = (error: unknown): void => {
    // What a process still awaited when it ended is rejected with its Exit: that is no news.
    if (!(error instanceof Exit)) log("error", `Uncaught\n${Exception.format(error).trimEnd()}`);
  };
  process.on("uncaughtException", tell);
  process.on("unhandledRejection", tell);
}

let areReadable = false;

/** Stacks name what was typed, and none of what evaluates it. */
export function readableStacks(): void {
  if (areReadable) return;
  areReadable = true;
  Exception.translateStacks(mapStack);
  Exception.hideFrames((file) => isOwn(file) || file.includes("/node_modules/oxc-"));
}
