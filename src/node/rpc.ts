import { encode } from "../etf/index.js";
import { applyNamed, Exit, errorReason, exit, Process, receive, skip, spawnOn } from "../process/index.js";
import { nameErlangError } from "../term/exception.js";
import { type Atom, atom, isTuple, makeRef, nameToAtom, type Reference, tuple } from "../term/index.js";
import { isLoaded } from "./loaded.js";
import { type NodeName, nodeName } from "./node-name.js";

/**
 * Calls a function on another node and waits for its value (`:erpc.call/5`). The call
 * travels as a spawn request and the value comes back as the exit reason, as between Erlang nodes.
 *
 * @param call a module, the name of a function of it and its arguments; or a function. Then the
 *   timeout in milliseconds: the function goes on when it is over
 * @throws what the function threw there; Error named `ErlangError` (`{:erpc, :noconnection}`,
 *   `{:erpc, :timeout}`) when there is no answer
 * @example
 * const nodes = await Rpc.call("you@localhost", "Node", "list", []);
 */
export async function call(node: NodeName, ...call: Call): Promise<unknown> {
  const token = makeRef();
  const [request, timeout] = requested(call);
  const { ref } = await spawnOn(nodeName(node), ["erpc", "execute_call", [token, ...request]], { monitor: true });
  const reason = await receive(
    (message) => (isDown(message, ref) ? tuple(message[4]) : skip),
    timeout,
    () => undefined,
  );
  if (reason === undefined) {
    Process.demonitor(ref, { flush: true });
    throw erpcError("timeout");
  }
  return outcome(token, reason[0]);
}

type Call =
  | [module: string | Atom, fun: string | Atom, args: readonly unknown[], timeout?: number]
  | [fun: () => unknown, timeout?: number];

function requested(call: Call): [request: readonly unknown[], timeout: number | undefined] {
  if (isOfFunction(call)) return [[atom.erlang, atom.apply, [call[0], []]], call[1]];
  const [module, fun, args, timeout] = call;
  return [[nameToAtom(module), typeof fun === "string" ? atom(fun) : fun, args], timeout];
}

function isOfFunction(call: Call): call is Extract<Call, { length: 1 | 2 }> {
  return typeof call[0] === "function";
}

function isDown(message: unknown, ref: Reference): message is unknown[] {
  return isTuple(message) && message[0] === atom.DOWN && message[1] === ref;
}

function outcome(token: Reference, reason: unknown): unknown {
  if (reason === atom.noconnection) throw erpcError("noconnection");
  if (!isTuple(reason) || reason[0] !== token) throw new Exit(reason);
  const [, kind, value, frames] = reason;
  if (kind === RETURN) return value;
  if (kind === atom.exit) throw new Exit(value);
  throw kind === atom.error ? exception(value, frames) : value;
}

/** An error of JavaScript comes as it was thrown; a reason of Erlang's gets the name that the shell gives it. */
function exception(reason: unknown, frames: unknown): unknown {
  if (typeof reason !== "symbol" && !isTuple(reason)) return reason;
  const stack = Array.isArray(frames) ? frames : [];
  const { name, message } = nameErlangError(reason, stack, isLoaded);
  return Object.assign(new Error(message), { name, exitReason: tuple(reason, stack) });
}

function erpcError(reason: string): Error {
  return Object.assign(new Error(`Erlang error: {:erpc, :${reason}}`), { name: "ErlangError" });
}

const RETURN = atom("return");

/** Erlang's module `erpc`, as far as the side that is called needs it. */
export const erpc = {
  async execute_call(token: Reference, module: Atom, fun: Atom, args: readonly unknown[]): Promise<never> {
    exit(await perform(token, module, fun, args));
  },
};

async function perform(token: Reference, module: Atom, fun: Atom, args: readonly unknown[]): Promise<unknown> {
  try {
    const value = await applyNamed(module, fun, args);
    encode(value, { name: "the value" });
    return tuple(token, RETURN, value);
  } catch (error) {
    if (error instanceof Exit) return tuple(token, atom.exit, error.reason);
    const reason = errorReason(error);
    const [what, stack] = isTuple(reason) ? reason : [reason, []];
    return isTuple(what) && what[0] === atom.nocatch
      ? tuple(token, atom("throw"), what[1])
      : tuple(token, atom.error, what, stack);
  }
}
