import { homedir } from "node:os";
import { join } from "node:path";
import { boot, Code, log, Node } from "../src/index.js";
import type { Project } from "../src/project/index.js";
import { abandonTurn, warmUp } from "./evaluate/index.js";
import { joinCluster, watchErrors } from "./node.js";
import type { Options } from "./options.js";
import { serveRpcEval } from "./remote/rpc-eval.js";
import { serveRemoteShells } from "./remote/serve.js";
import { requiredFiles } from "./required-files.js";
import { openShells, rememberingLines, type Shells } from "./shells.js";
import { shareBindings } from "./start.js";
import { openHistory } from "./terminal/history-file.js";
import { openDevice } from "./terminal/open.js";
import { UsageError } from "./usage-error.js";
import { platform } from "./version.js";

/**
 * Runs a shell on this process's terminal or pipes: from a device to a prompt, and from the last
 * line to a tidy end.
 *
 * @returns the exit status that it was left with
 */
export async function run(options: Options): Promise<number> {
  if (options.task && !opensShell(options)) return (await import("./project/tasks.js")).runTask(options.task, options);
  if (options.haltOnError && process.stdin.isTTY)
    throw new UsageError(
      "Cannot use --halt-on-error at a terminal, where one can go on: give the lines by a pipe or a file",
    );
  const require = options.require.flatMap(requiredFiles);
  let shell: Shells | undefined;
  let project: Project | undefined;
  // Ctrl+C before there is a shell: a project may take for ever to start.
  let giveUp = (): void => {};
  const givenUp = new Promise<undefined>((resolve) => {
    giveUp = () => resolve(undefined);
  });
  const history = openHistory(join(homedir(), ".iex_ts_history"));
  const device = openDevice({
    history,
    onInterrupt: (during) => (shell ? shell.interrupt(during) : giveUp()),
    onEof: () => shell?.hangUp(),
    onClosed: () => shell?.hangUp(),
    abandonTurn,
    // Whoever pressed it is at this terminal; the code may be that of a remote shell.
    onTurnEnded: () => log("warning", "Code that kept the thread was ended by Ctrl+C", system.user),
    onSwitch: () => void shell?.open?.(),
    paint: (line) => shell?.paint?.(line),
    asksForCode: () => shell?.asksForCode?.() ?? true,
    completer: (before) => shell?.expand?.(before) ?? { insert: "", candidates: [] },
  });
  const remember = (text: string): void => history.remember(text);
  const system = boot(options.remsh === undefined ? device : rememberingLines(device, remember));
  try {
    watchErrors();
    await joinCluster(options);
    if (options.rpcEval.length > 0) return await (await import("./remote/rpc-eval.js")).rpcEvalAll(options.rpcEval);
    if (device.geometry()) await device.write(`${platform()}\n\n`);
    if (options.mix) {
      project = await Promise.race([(await import("./project/open.js")).openForShell(options), givenUp]);
      if (!project) return 1;
    }
    shareBindings();
    // What modules import is this shell, wherever they are.
    Code.provideLibrary("iex-ts/shell", () => import("./index.js"));
    serveRemoteShells({
      project,
      dotIex: options.dotIex,
      interruptible: device.interruptible ?? false,
      beginEvaluation: () => device.beginEvaluation(),
    });
    serveRpcEval({ project });
    // Who pipes has the first line ready. At a terminal the prompt comes first, and nobody types that fast.
    if (!device.geometry()) await warmUp();
    shell = await openShells(device, { options: { ...options, require }, project, remember });
    return await shell.left;
  } finally {
    await project?.stop();
    await Node.stop();
    system.restore();
    await device.close();
  }
}

/** `iex-ts -S mix run FILE` goes on with a shell. */
function opensShell({ mix, task }: Options): boolean {
  return mix && task?.name === "run";
}
