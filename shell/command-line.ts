import { UsageError } from "./usage-error.js";

/** A task of the command, and its arguments: `compile --force`. */
export interface Task {
  readonly name: string;
  readonly args: readonly string[];
}

/** The command line in its parts. */
export interface CommandLine {
  /** The options of the node and the shell. */
  readonly own: string[];
  /** Whether the project is asked for: `-S mix`. */
  readonly mix: boolean;
  readonly task?: Task;
}

/**
 * Finds where the options of the command end and a task begins. `-S mix` is followed by a task, by
 * further options, or by nothing.
 *
 * @param takesValue whether the argument after an option is its value
 * @throws UsageError for a script other than `mix`
 * @example
 * splitCommand(["--sname", "a@localhost", "-S", "mix", "test", "--only", "slow"], takesValue);
 * // { own: ["--sname", "a@localhost"], mix: true, task: { name: "test", args: ["--only", "slow"] } }
 */
export function splitCommand(args: readonly string[], takesValue: (option: string) => boolean): CommandLine {
  const own: string[] = [];
  let mix = false;
  for (let i = 0; i < args.length; i++) {
    const argument = args[i]!;
    if (argument === "-S") {
      checkScript(args[++i]);
      mix = true;
    } else if (!argument.startsWith("-") && !isFile(argument)) {
      return { own, mix, task: { name: argument, args: args.slice(i + 1) } };
    } else {
      own.push(argument);
      if (takesValue(argument) && i + 1 < args.length) own.push(args[++i]!);
    }
  }
  return { own, mix };
}

function checkScript(name: string | undefined): void {
  if (name === "mix") return;
  if (name === undefined) throw new UsageError("Option -S needs a value: iex-ts --help lists the options");
  throw new UsageError(`Cannot run ${JSON.stringify(name)}: -S knows no other script than mix`);
}

/** No task is called like a file. */
function isFile(argument: string): boolean {
  return /[/\\]|\.[cm]?[jt]sx?$/.test(argument) || argument === "";
}

/** A text to evaluate on another node. */
export interface RpcEval {
  readonly node: string;
  readonly code: string;
}

/**
 * Takes every `--rpc-eval NODE CODE` out of a command line: it is the one option with two values.
 *
 * @throws UsageError when a value is missing
 */
export function splitRpcEvals(args: readonly string[]): { rest: string[]; rpcEval: RpcEval[] } {
  const rest: string[] = [];
  const rpcEval: RpcEval[] = [];
  for (let i = 0; i < args.length; i++) {
    if (args[i] !== "--rpc-eval") rest.push(args[i]!);
    else {
      const [node, code] = [args[++i], args[++i]];
      if (node === undefined || code === undefined)
        throw new UsageError('Option --rpc-eval needs a node and a text: --rpc-eval you@localhost "Node.list()"');
      rpcEval.push({ node, code });
    }
  }
  return { rest, rpcEval };
}

/** Joins `-e` with what follows it: code may begin with a dash, as an option does. */
export function joinCode(args: readonly string[]): string[] {
  const at = args.findIndex((argument) => argument === "-e" || argument === "--eval");
  if (at < 0 || at + 1 === args.length) return [...args];
  return [...args.slice(0, at), `--eval=${args[at + 1]}`, ...joinCode(args.slice(at + 2))];
}
