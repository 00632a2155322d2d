import { Exit } from "../../process/index.js";
import { type Atom, atom, ExternalFun, localOrigin, type Pid, tuple } from "../../term/index.js";
import { cause, isFailure, reasonOf } from "../gen-server/ending.js";
import { inline, type Mfa, type Owner } from "./value.js";

/** True for ends that nobody needs to hear of: `exit` with `:normal`, `:shutdown` or `{:shutdown, x}`. */
export function isQuiet(error: unknown): boolean {
  return error instanceof Exit && !isFailure(error.reason);
}

/**
 * What Elixir's Logger says of a task that failed.
 *
 * @param error what its function threw
 * @example
 * // Task #PID<0.195.0> started from #PID<10001.240.0> terminating
 * // ** (TypeError) boom
 * //     lab.ts:18: crash/0
 * // Function: &P24Chat.Lab.crash/0
 * //     Args: []
 */
export function report(pid: Pid, owner: Owner, mfa: Mfa, error: unknown): string {
  const [fun, args] = running(mfa);
  return [
    `Task ${inline(pid)} started from ${inline(starter(owner))} terminating`,
    failure(error),
    `Function: ${inline(fun)}`,
    `    Args: ${inline(args)}`,
  ].join("\n");
}

/** Only an error has a stack: an exit, and a value that is no error, are told as they are. */
function failure(error: unknown): string {
  if (error instanceof Exit) return cause(error.reason);
  const isError = error instanceof Error || Object.prototype.toString.call(error) === "[object Error]";
  return isError ? cause(reasonOf(error)) : `** (stop) ${inline(tuple(atom.nocatch, error))}`;
}

function running([module, name, args]: Mfa): [fun: unknown, args: readonly unknown[]] {
  if (isApply(module, name) && (args[1] as readonly unknown[] | undefined)?.length === 0) return [args[0], []];
  return [new ExternalFun(module, name, args.length), args];
}

function isApply(module: Atom, name: Atom): boolean {
  return module === atom.erlang && name === atom.apply;
}

/** By the name that this node can use; a process without one is its pid. */
function starter([node, known, pid]: Owner): unknown {
  if (node === atom(localOrigin.node)) return known;
  return typeof known === "symbol" ? tuple(node, known) : pid;
}
