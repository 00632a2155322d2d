/** Erlang's `global`: names of processes, and locks, in the whole cluster. */

import { encode } from "../../etf/index.js";
import { log } from "../../io/index.js";
import { call } from "../../otp/gen.js";
import { Exit, send as sendMessage } from "../../process/index.js";
import { type Atom, atom, inspect, localOrigin, type Pid, type TupleOf, tuple } from "../../term/index.js";
import { type NodeName, nodeName } from "../node-name.js";
import { cluster } from "../state.js";
import { type Resolve, randomExitName } from "./conflict.js";
import type { LockId } from "./lock-table.js";
import * as locking from "./locking.js";
import type { NameServer } from "./name-server.js";
import { CHANGE, type Change } from "./registrar.js";
import { type GlobalNameServer, globalNameServer, startGlobalNameServer } from "./server.js";

export { notifyAllName, type Resolve, randomExitName, randomNotifyName } from "./conflict.js";

/**
 * Gives a process a name that all nodes of the cluster know (`:global.register_name/3`). The nodes are
 * those that are `visible` to one another; on any other node the name is known to that node only. It is
 * free again when the process ends.
 *
 * @param name any term
 * @param resolve decides which process keeps the name when two parts of the cluster connect that both
 *   have it: {@link randomExitName} when left out
 * @returns `:yes`; `:no` when the name is taken or the process has another one
 * @throws TypeError when the name or the function cannot travel to other nodes
 * @example
 * await Global.registerName("chat", self()); // :yes
 * await GenServer.call(["global", "chat"], "join"); // on any node
 */
export async function registerName(name: unknown, pid: Pid, resolve: Resolve = randomExitName): Promise<Atom> {
  encode(tuple(name, resolve));
  return change(({ holdings }) => async (nodes) => {
    if (holdings.where(name) || hasOtherName(holdings, name, pid)) return atom.no;
    await locking.ask(nodes, tuple(atom.register, name, pid, resolve));
    return atom.yes;
  }) as Promise<Atom>;
}

/** As {@link registerName}, also where another process has the name (`:global.re_register_name/3`). */
export async function reRegisterName(name: unknown, pid: Pid, resolve: Resolve = randomExitName): Promise<Atom> {
  encode(tuple(name, resolve));
  return change(() => async (nodes) => {
    await locking.ask(nodes, tuple(atom.register, name, pid, resolve));
    return atom.yes;
  }) as Promise<Atom>;
}

/** Takes a name away on all nodes; `:ok` also when nobody has it (`:global.unregister_name/1`). */
export async function unregisterName(name: unknown): Promise<Atom> {
  if (whereisName(name))
    await change(() => (nodes) => locking.ask(nodes, tuple(atom.unregister, name)).then(() => atom.ok));
  return atom.ok;
}

/** The process of that name, `null` when there is none (`:global.whereis_name/1`). */
export function whereisName(name: unknown): Pid | null {
  return globalNameServer()?.nameServer.holdings.where(name) ?? null;
}

/** All names that this node knows (`:global.registered_names/0`). */
export function registeredNames(): unknown[] {
  return globalNameServer()?.nameServer.holdings.names.names() ?? [];
}

/**
 * Sends a message to the process of a name (`:global.send/2`).
 *
 * @returns its pid
 * @throws Exit with `{:badarg, {name, message}}` when nobody has the name
 */
export function send(name: unknown, message: unknown): Pid {
  const pid = whereisName(name);
  if (!pid) throw new Exit(tuple(atom.badarg, tuple(name, message)));
  sendMessage(pid, message);
  return pid;
}

/** A lock: the resource, and who wants it. Processes that name the same requester hold the lock together. */
export type Id = TupleOf<[resource: unknown, requester: unknown]> | readonly [resource: unknown, requester: unknown];

/**
 * Locks a resource for the calling process, until it lets go or ends (`:global.set_lock/3`).
 *
 * @param nodes where: this node and all that `Node.list()` has, when left out
 * @param retries how often to try again while another requester holds it, without end when left out;
 *   the pauses grow up to eight seconds
 * @returns whether it is locked
 * @example
 * await Global.setLock(["printer", self()]);
 */
export async function setLock(
  id: Id,
  nodes?: readonly NodeName[],
  retries = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  const { nameServer } = startGlobalNameServer();
  return locking.setLock(lockId(id), named(nodes), retries, (wanted) => nameServer.holdings.locks.canSet(wanted));
}

/** Lets go of a lock of the calling process (`:global.del_lock/2`). */
export function delLock(id: Id, nodes?: readonly NodeName[]): Promise<true> {
  startGlobalNameServer();
  return locking.deleteLock(lockId(id), named(nodes));
}

/**
 * Calls a function while the calling process holds a lock (`:global.trans/4`). See {@link setLock}.
 *
 * @returns what the function returns; `:aborted` when the lock is not to be had
 * @throws what the function throws
 */
export async function trans<T>(
  id: Id,
  fun: () => T | Promise<T>,
  nodes?: readonly NodeName[],
  retries?: number,
): Promise<T | Atom> {
  const where = named(nodes);
  if (!(await setLock(id, where, retries))) return atom.aborted!;
  try {
    return await fun();
  } finally {
    await delLock(id, where);
  }
}

/**
 * Waits until this node has the same names as the others (`:global.sync/1`).
 *
 * @param nodes all that are connected, when left out; those that cannot be reached are not waited for
 * @returns `:ok`
 */
export async function sync(nodes?: readonly NodeName[]): Promise<Atom> {
  const { server } = startGlobalNameServer();
  const others = named(nodes).filter((node) => node !== localOrigin.node);
  await Promise.all(others.map((node) => cluster()?.distribution.connect(node, true)));
  const request = tuple(
    atom.sync,
    others.map((node) => atom(node)),
  );
  return (await call(server, atom.$gen_call!, request, Number.POSITIVE_INFINITY)) as Atom;
}

function change(of: (nameServer: NameServer) => Change): Promise<unknown> {
  const { registrar, nameServer }: GlobalNameServer = startGlobalNameServer();
  return call(registrar, CHANGE, of(nameServer), Number.POSITIVE_INFINITY);
}

/** A process can have one name only: of two, nobody would know which to settle a conflict for. */
function hasOtherName({ names }: NameServer["holdings"], name: unknown, pid: Pid): boolean {
  const others = names.namesOf(pid);
  if (others.length > 0)
    log("error", `global: ${inspect(pid)} registered under several names: ${inspect([name, ...others])}`);
  return others.length > 0;
}

function named(nodes: readonly NodeName[] | undefined): string[] {
  if (nodes) return nodes.map((node) => nodeName(node));
  return [localOrigin.node, ...(cluster()?.distribution.list("visible") ?? [])];
}

/** @throws TypeError for what is no pair, or cannot travel to other nodes */
function lockId(id: Id): LockId {
  if (Array.isArray(id) && id.length === 2) {
    encode(tuple(...id));
    return [id[0], id[1]];
  }
  throw new TypeError(`Cannot lock ${inspect(id)}: give the resource and who wants it, [resource, self()]`);
}
