/** Calls of functions on other nodes: Erlang's `erpc`. */

import { Exit, millisecondsOf, Process, replyFor, spawnOn, stopReplyFor } from "../process/index.js";
import { nameErlangError } from "../term/exception.js";
import { type Atom, atom, isTuple, makeRef, nameToAtom, type Reference, type Tuple, tuple } from "../term/index.js";
import { isLoaded } from "./loaded.js";
import { type NodeName, nodeName } from "./node-name.js";

/**
 * What to call: a module, the name of a function of it and its arguments; or a function. Then the
 * timeout in milliseconds, for ever when left out: the function goes on when it is over.
 */
export type Call =
  | [module: string | Atom, fun: string | Atom, args: readonly unknown[], timeout?: number]
  | [fun: () => unknown, timeout?: number];

/**
 * Calls a function on another node and waits for its value (`:erpc.call/5`). The call
 * travels as a spawn request and the value comes back as the exit reason, as between Erlang nodes.
 *
 * @param call see {@link Call}
 * @throws what the function threw there; Error named `ErlangError` (`{:erpc, :noconnection}`,
 *   `{:erpc, :timeout}`) when there is no answer
 * @example
 * const nodes = await Rpc.call("you@localhost", "Node", "list", []);
 * const sum = await Rpc.call("elixir@localhost", "Enum", "sum", [[1, 2, 3]]);
 */
export async function call(node: NodeName, ...call: Call): Promise<unknown> {
  const ending = await perform(nodeName(node), parse(call));
  switch (ending.kind) {
    case "return":
      return ending.value;
    case "exit":
      throw new Exit(ending.value);
    case "throw":
      throw ending.value;
    case "error":
      throw exception(ending.value, ending.stack);
    case "erpc":
      throw Object.assign(new Error(`Erlang error: {:erpc, :${ending.value}}`), { name: "ErlangError" });
  }
}

/**
 * Calls a function on several nodes at once and waits for all (`:erpc.multicall/5`). It never throws
 * for what happens there.
 *
 * @returns one tuple for each node, in their order: `{:ok, value}`, `{:throw, value}`,
 *   `{:exit, {:exception, reason}}`, `{:error, {:exception, error, stack}}`, or
 *   `{:error, {:erpc, reason}}` when there is no answer
 * @example
 * await Rpc.multicall(["a@localhost", "b@localhost"], "Node", "self", []);
 * // [{:ok, :a@localhost}, {:error, {:erpc, :noconnection}}]
 */
export function multicall(nodes: readonly NodeName[], ...call: Call): Promise<Tuple[]> {
  const request = parse(call);
  return Promise.all(nodes.map(async (node) => result(await perform(nodeName(node), request))));
}

/**
 * Calls a function on another node and does not wait for it (`:erpc.cast/4`).
 *
 * @returns `:ok`, also when the call fails there
 * @throws TypeError when the function or an argument cannot travel
 */
export async function cast(node: NodeName, ...call: Call): Promise<symbol> {
  await spawnOn(nodeName(node), ["erpc", "execute_cast", parse(call).request]);
  return atom.ok;
}

interface Parsed {
  request: readonly [module: Atom, fun: Atom, args: readonly unknown[]];
  timeout: number;
}

function parse(call: Call): Parsed {
  if (isOfFunction(call)) return { request: [atom.erlang, atom.apply, [call[0], []]], timeout: checked(call[1]) };
  const [module, fun, args, timeout] = call;
  if (!Array.isArray(args))
    throw new TypeError("Cannot call a function without a list of its arguments: give [] for none");
  return { request: [nameToAtom(module), typeof fun === "string" ? atom(fun) : fun, args], timeout: checked(timeout) };
}

function isOfFunction(call: Call): call is Extract<Call, { length: 1 | 2 }> {
  return typeof call[0] === "function";
}

function checked(timeout: unknown = Number.POSITIVE_INFINITY): number {
  const time = millisecondsOf(timeout);
  if (time === undefined) throw new RangeError(`Cannot wait ${String(timeout)} ms for an answer: give 0 or more`);
  return time;
}

/** How a call ended there, or why there is no answer. */
type Ending =
  | { kind: "return" | "throw" | "exit"; value: unknown }
  | { kind: "error"; value: unknown; stack: readonly unknown[] }
  | { kind: "erpc"; value: "noconnection" | "timeout" };

async function perform(node: string, { request, timeout }: Parsed): Promise<Ending> {
  const [token, ref] = [makeRef(), makeRef()];
  const answer = replyFor(ref, timeout);
  try {
    await spawnOn(node, ["erpc", "execute_call", [token, ...request]], { monitor: true, ref });
  } catch (error) {
    // Whoever interrupts the caller ends both waits.
    answer.catch(() => {});
    stopReplyFor(ref);
    throw error;
  }
  const down = await answer;
  if (down) return ending(token, down[4]);
  Process.demonitor(ref, { flush: true });
  return { kind: "erpc", value: "timeout" };
}

/** Reads the exit reason that carries the outcome; any other is how the process was ended from outside. */
function ending(token: Reference, reason: unknown): Ending {
  if (reason === atom.noconnection) return { kind: "erpc", value: "noconnection" };
  if (!isTuple(reason) || reason[0] !== token) return { kind: "exit", value: reason };
  const [, kind, value, stack] = reason;
  if (kind === atom.error) return { kind: "error", value, stack: Array.isArray(stack) ? stack : [] };
  return { kind: kind === RETURN ? "return" : kind === atom.exit ? "exit" : "throw", value };
}

const RETURN = atom("return");

function result(ending: Ending): Tuple {
  switch (ending.kind) {
    case "return":
      return tuple(atom.ok, ending.value);
    case "throw":
      return tuple(atom("throw"), ending.value);
    case "exit":
      return tuple(atom.exit, tuple(EXCEPTION, ending.value));
    case "error":
      return tuple(atom.error, tuple(EXCEPTION, ending.value, ending.stack));
    case "erpc":
      return tuple(atom.error, tuple(atom("erpc"), atom(ending.value)));
  }
}

const EXCEPTION = atom("exception");

/** An error of JavaScript comes as it was thrown; a reason of Erlang's gets the name that the shell gives it. */
function exception(reason: unknown, stack: readonly unknown[]): unknown {
  if (typeof reason !== "symbol" && !isTuple(reason)) return reason;
  const { name, message } = nameErlangError(reason, stack, isLoaded);
  return Object.assign(new Error(message), { name, exitReason: tuple(reason, stack) });
}
