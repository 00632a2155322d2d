import { atom, Code, makeRef, Pid, Process, Rpc, self, send, type Tuple, tuple } from "../../src/index.js";
import type { Shell } from "../start.js";
import { beforeFromTerm, expansionToTerm, NO_EXPANSION } from "./expansion.js";

/** A shell that runs here for a terminal elsewhere. */
interface Served {
  readonly leader: Pid;
  readonly shell: Shell;
}

/** By the process that the terminal's node knows. */
const served = new Map<Pid, Served>();

/** Lets terminals of other nodes complete in the caller's shell, until the caller ends that. */
export function completeFor(shell: Shell): () => void {
  const me = self();
  served.set(me, { leader: Process.groupLeader(), shell });
  return () => served.delete(me);
}

/**
 * Answers Tab at the terminals of other nodes. `IEx.Autocomplete.expand/2` names the shell; `expand/1`
 * and `edlin_expand`, by which Erlang's terminals begin, mean that of the caller's group leader.
 */
export function serveCompletion(): void {
  Code.registerModule("IEx.Autocomplete", { expand });
  Code.registerModule(atom("edlin_expand"), { expand: (before: unknown) => expand(before) });
}

async function expand(before: unknown, pid?: unknown): Promise<Tuple> {
  const shell = pid instanceof Pid ? served.get(pid)?.shell : shellAt(Process.groupLeader());
  const found = await shell?.expand?.(beforeFromTerm(before)).catch(() => NO_EXPANSION);
  return expansionToTerm(found ?? NO_EXPANSION);
}

function shellAt(leader: Pid): Shell | undefined {
  for (const one of served.values()) if (one.leader === leader) return one.shell;
  return undefined;
}

/**
 * Tells the caller's terminal, if it is one of Erlang's, how to complete: with a function that asks
 * the caller's shell. It is made there, for no function of TypeScript runs on Erlang.
 */
export async function offerCompletion(): Promise<void> {
  const leader = Process.groupLeader();
  try {
    const fun = await evaluateErlang(leader.node, EXPAND_FUN, [tuple(atom("Shell"), self())]);
    send(leader, tuple(atom.io_request, self(), makeRef(), tuple(atom("setopts"), [tuple(atom("expand_fun"), fun)])));
  } catch {
    // A terminal of iex-ts asks by itself; one of Erlang that cannot be asked does without.
  }
}

/** In milliseconds: how long Tab may keep a terminal waiting, and a terminal a shell. */
const PATIENCE = 5000;

const EXPAND_FUN = `
fun(Before) ->
  try erpc:call(node(Shell), 'Elixir.IEx.Autocomplete', expand, [Before, Shell], ${PATIENCE})
  catch _:_ -> {no, [], []}
  end
end.`;

/** The value of an expression of Erlang on a node that has Erlang's evaluator. */
async function evaluateErlang(node: string, text: string, bindings: Tuple[]): Promise<unknown> {
  const call = async (module: string, name: string, args: unknown[]): Promise<Tuple> =>
    (await Rpc.call(node, module, name, args, PATIENCE)) as Tuple;
  const [, tokens] = await call("erl_scan", "string", [Array.from(text, (character) => character.charCodeAt(0))]);
  const [, expressions] = await call("erl_parse", "parse_exprs", [tokens]);
  const [, value] = await call("erl_eval", "exprs", [expressions, bindings]);
  return value;
}
