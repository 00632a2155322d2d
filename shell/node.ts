import { runInThisContext } from "node:vm";
import { Code, Exception, Exit, log, Node } from "../src/index.js";
import { asTyped, Interrupted, isOwn, mapStack, readableStack } from "./evaluate/index.js";
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
  readableStacks({ onlyTyped: false });
  void tellErrors();
}

/** A loop in no process: that whose error it is may have ended, and could log nothing. */
async function tellErrors(): Promise<void> {
  const errors: unknown[] = [];
  let more = () => {};
  const hear = (error: unknown): void => {
    errors.push(error);
    more();
  };
  process.on("uncaughtException", hear);
  process.on("unhandledRejection", hear);
  for (;;) {
    await new Promise<void>((resolve) => {
      more = resolve;
    });
    for (const error of errors.splice(0)) {
      const text = uncaughtText(error);
      if (text !== undefined) log("error", text);
    }
  }
}

/** What is told of an error that nobody handles; `undefined` where that is no news. */
export function uncaughtText(error: unknown): string | undefined {
  try {
    // What a process still awaited when it ended, or was interrupted, is rejected with that.
    if ((error instanceof Exit && error.told) || error instanceof Interrupted) return undefined;
    return `Uncaught\n${Exception.format(error).trimEnd()}`;
  } catch {
    // Such as a proxy that throws at whoever looks.
    return "Uncaught\n** (throw) a value that cannot be shown";
  }
}

let areReadable = false;

/**
 * Stacks name what was typed, and none of what evaluates it: in reports, and wherever a program looks
 * at `error.stack` itself.
 *
 * @param onlyTyped leaves errors of a program alone that go through nothing that was typed
 */
export function readableStacks({ onlyTyped }: { onlyTyped: boolean }): void {
  if (areReadable) return;
  areReadable = true;
  Exception.translateStacks(mapStack);
  Exception.hideFrames((file) => isOwn(file) || file.includes("/node_modules/oxc-"));
  prepareStacks(onlyTyped);
}

type Prepare = (error: Error, sites: NodeJS.CallSite[]) => unknown;

/**
 * V8 has one hook for stacks. Whoever had it before has the first word; whoever takes it later, at a
 * prompt too, has it alone. What is typed runs in the main context, so that context's `Error` has it.
 */
function prepareStacks(onlyTyped: boolean): void {
  const MainError = runInThisContext("Error") as typeof Error & { prepareStackTrace?: Prepare | undefined };
  const before = MainError.prepareStackTrace;
  MainError.prepareStackTrace = (error, sites) => {
    if (!onlyTyped) nameAsTyped(error);
    const stack = before ? before.call(MainError, error, sites) : [headline(error), ...sites].join("\n    at ");
    return typeof stack === "string" ? readableStack(stack, onlyTyped) : stack;
  };
}

/** It may be frozen, or not want to be looked at. */
function nameAsTyped(error: Error): void {
  try {
    const typed = asTyped(error.message);
    if (typed !== error.message) error.message = typed;
  } catch {}
}

function headline(error: Error): string {
  try {
    return String(error);
  } catch {
    return "Error";
  }
}
