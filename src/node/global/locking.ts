import { GenServer } from "../../otp/index.js";
import { Process } from "../../process/index.js";
import { atom, atomName, localOrigin, type Tuple, tuple } from "../../term/index.js";
import type { LockId } from "./lock-table.js";
import { SERVER } from "./wire.js";

/** Whether that requester could have the lock on this node now. */
export type CanSet = (id: LockId) => boolean;

/**
 * Sets a lock on several nodes, for the calling process.
 *
 * @param retries how often to try again, with a growing pause
 * @returns false when another requester holds it; nothing stays locked then
 */
export async function setLock(id: LockId, nodes: readonly string[], retries: number, canSet: CanSet): Promise<boolean> {
  for (let tried = 0; ; tried++) {
    if (await tryLock(id, nodes, canSet)) return true;
    if (tried >= retries) return false;
    await pause(tried + 1);
  }
}

/** Frees a lock of the calling process on several nodes. */
export async function deleteLock(id: LockId, nodes: readonly string[]): Promise<true> {
  await ask(nodes, tuple(atom.del_lock, tuple(...id)));
  return true;
}

/** The node that is locked first and freed last: who fails to lock it has locked nothing in vain. */
export function bossOf(nodes: readonly string[]): string {
  return [...nodes].sort().at(-1)!;
}

/** Frees `global`'s own lock: the boss comes last. */
export async function deleteGlobalLock(id: LockId, nodes: readonly string[]): Promise<void> {
  const boss = bossOf(nodes);
  await deleteLock(
    id,
    nodes.filter((node) => node !== boss),
  );
  await deleteLock(id, [boss]);
}

/** Asks the name servers of several nodes: replies by node, without those that are lost or have none. */
export async function ask(nodes: readonly string[], request: Tuple): Promise<Map<string, unknown>> {
  if (nodes.length === 0) return new Map();
  const [replies] = await GenServer.multiCall(
    nodes.map((node) => atom(node)),
    SERVER,
    request,
  );
  return new Map(replies.map(([node, reply]) => [atomName(node), reply]));
}

/** Waits some time up to a bound that doubles with each try, from a quarter of a second to eight. */
export async function pause(times: number): Promise<void> {
  await Process.sleep(randomTime(times));
}

/** Milliseconds. */
export function randomTime(times: number): number {
  const most = Math.min(125 * 2 ** times, 8000);
  return 1 + Math.floor(Math.random() * most);
}

/** A node that does not answer is gone, and needs no lock. */
async function tryLock(id: LockId, nodes: readonly string[], canSet: CanSet): Promise<boolean> {
  if (nodes.length > 1 && nodes.includes(localOrigin.node) && !canSet(id)) return false;
  const replies = await ask(nodes, tuple(atom.set_lock, tuple(...id)));
  if (![...replies.values()].includes(false)) return true;
  await deleteLock(
    id,
    [...replies].flatMap(([node, reply]) => (reply === true ? node : [])),
  );
  return false;
}
