import { atom, Code, Exception, Exit, IO, inProcess, isTuple, Node, Process, Rpc, tuple } from "../../src/index.js";
import type { RpcEval } from "../command-line.js";
import { clearInTime } from "../evaluate/dispose.js";
import { createEvaluator } from "../evaluate/index.js";
import { createSession, type ShellOptions } from "../start.js";
import { createStyle } from "../style.js";
import { withHost } from "./node-name.js";
import { remoteScreen } from "./screen.js";

/**
 * Lets other nodes evaluate a text here, with the library, the helpers and the project's modules in
 * scope: what `--rpc-eval` of `elixir`, `iex` and `iex-ts` calls (`Kernel.CLI.rpc_eval/1`).
 */
export function serveRpcEval(surroundings: Pick<ShellOptions, "project">): void {
  const evaluate = async (code: unknown): Promise<unknown> => {
    const screen = await remoteScreen(Process.groupLeader());
    const session = createSession({ ...surroundings, screen, style: await createStyle(false) });
    const { scope, importModule } = session;
    try {
      await createEvaluator({ scope, importModule }).evaluate(String(code), 1);
      return atom.ok;
    } catch (error) {
      return error instanceof Exit
        ? tuple(atom.exit, error.reason, [])
        : tuple(atom.error, error, Exception.stacktrace(error as Error));
    } finally {
      await clearInTime(scope);
    }
  };
  Code.registerModule("Kernel.CLI", { rpc_eval: evaluate });
}

/**
 * Evaluates texts on other nodes, one after the other, until one fails.
 *
 * @returns the exit status
 */
export async function rpcEvalAll(texts: readonly RpcEval[]): Promise<number> {
  for (const text of texts) {
    const failure = await inProcess(() => rpcEval(text));
    if (failure === undefined) continue;
    await IO.write("stderr", `${failure}\n`);
    return 1;
  }
  return 0;
}

/**
 * Evaluates a text on another node, of iex-ts or of Elixir, and waits for its end. What it prints
 * appears here.
 *
 * @returns the report of what it threw there, undefined when all went well
 * @throws Error when the node cannot be reached
 */
async function rpcEval({ node, code }: RpcEval): Promise<string | undefined> {
  const name = withHost(node);
  if (!(await Node.connect(name))) throw new Error(`--rpc-eval : RPC failed with reason :nodedown (${name})`);
  const result = await Rpc.call(name, "Kernel.CLI", "rpc_eval", [code]);
  return isTuple(result) ? report(result) : undefined;
}

/** `{kind, reason, stack}`, as it was thrown there. */
function report([kind, reason, frames]: readonly unknown[]): string {
  const stack = Array.isArray(frames) ? frames : [];
  const banner = Exception.formatBanner(Symbol.keyFor(kind as symbol) as "error", reason, stack);
  return `${banner}\n${Exception.formatStacktrace(stack)}`;
}
