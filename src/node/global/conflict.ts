import { log } from "../../io/index.js";
import { applyNamed, Process, send } from "../../process/index.js";
import { type Atom, atom, ExternalFun, inspect, type Pid, type Tuple, type TupleOf, tuple } from "../../term/index.js";
import * as Rpc from "../rpc.js";
import { deleteOp, insertOp, type NameEntry, readEntry } from "./wire.js";

/**
 * Decides which of two processes keeps a name that both have, when two partitions connect.
 *
 * @returns one of them; or `:none`, and neither keeps it
 */
export type Resolve = (name: unknown, pid1: Pid, pid2: Pid) => Pid | Atom | Promise<Pid | Atom>;

/** Kills one of the two, the other keeps the name: what is done when nobody says otherwise (`:global.random_exit_name/3`). */
export function randomExitName(name: unknown, pid1: Pid, pid2: Pid): Pid {
  const [first, last] = ordered(pid1, pid2);
  log("info", `global: Name conflict terminating ${inspect(tuple(name, last))}`);
  Process.exit(last, atom.kill);
  return first;
}

/** One of the two keeps the name, the other gets `{:global_name_conflict, name}` (`:global.random_notify_name/3`). */
export function randomNotifyName(name: unknown, pid1: Pid, pid2: Pid): Pid {
  const [first, last] = ordered(pid1, pid2);
  send(last, tuple(atom.global_name_conflict, name));
  return first;
}

/** Neither keeps the name: each gets `{:global_name_conflict, name, otherPid}` (`:global.notify_all_name/3`). */
export function notifyAllName(name: unknown, pid1: Pid, pid2: Pid): Atom {
  send(pid1, tuple(atom.global_name_conflict, name, pid2));
  send(pid2, tuple(atom.global_name_conflict, name, pid1));
  return NONE;
}

const NONE = atom("none");

function ordered(pid1: Pid, pid2: Pid): [Pid, Pid] {
  return pid1.node < pid2.node ? [pid1, pid2] : [pid2, pid1];
}

/** Calls what was given as the function that decides: one of this node, or the name of one (`:global.resolve_it/4`). */
export function resolveIt(method: unknown, name: unknown, pid1: Pid, pid2: Pid): unknown {
  if (typeof method === "function") return method(name, pid1, pid2);
  if (method instanceof ExternalFun) return applyNamed(method.module, method.name, [name, pid1, pid2]);
  throw new TypeError(`Cannot run ${inspect(method)} to resolve the name ${inspect(name)}`);
}

/** What comes of comparing names: for the own partition, and for that of the other node. */
export type Comparison = TupleOf<[ops: Tuple[], resolved: Tuple[]]>;

/**
 * Compares the names of another partition with those here. A conflict is decided by the node with the
 * smaller name, at the node of the process that has the name here.
 *
 * @param theirs `[{Name, Pid, Method}]`
 * @param here who has a name here
 */
export async function compareNames(
  { self, node, theirs }: { self: string; node: string; theirs: readonly unknown[] },
  here: (name: unknown) => NameEntry | undefined,
  decide: (mine: NameEntry, theirs: NameEntry) => Promise<unknown> = decideWhereItIs,
): Promise<Comparison> {
  const result: Comparison = tuple([], []);
  for (const entry of theirs.map(readEntry)) {
    if (!entry) continue;
    const mine = here(entry[0]);
    if (!mine) result[0].push(insertOp(entry));
    else if (mine[1] !== entry[1] && self < node) settle(result, mine, entry, await decide(mine, entry));
  }
  return result;
}

function settle([ops, resolved]: Comparison, mine: NameEntry, theirs: NameEntry, winner: unknown): void {
  if (winner === theirs[1]) ops.push(insertOp(theirs));
  else if (winner === mine[1]) resolved.push(insertOp(mine));
  else {
    ops.push(deleteOp(mine[0]));
    resolved.push(deleteOp(mine[0]));
  }
}

/** A process on a node that cannot be asked loses its name. */
async function decideWhereItIs([name, mine, method]: NameEntry, [, theirs]: NameEntry): Promise<unknown> {
  try {
    return await Rpc.call(mine.node, "global", "resolve_it", [method, name, theirs, mine]);
  } catch (error) {
    log("info", `global: Resolve method ${inspect(method)} for conflicting name ${inspect(name)} failed: ${error}`);
    return isNoConnection(error) ? theirs : NONE;
  }
}

function isNoConnection(error: unknown): boolean {
  return error instanceof Error && error.message.includes("noconnection");
}
