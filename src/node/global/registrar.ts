import { type From, isFrom, reply } from "../../otp/gen.js";
import { receive, self } from "../../process/index.js";
import { atom, isTuple, localOrigin } from "../../term/index.js";
import { GLOBAL, type LockId } from "./lock-table.js";
import { bossOf, deleteGlobalLock, deleteLock, pause, setLock } from "./locking.js";
import type { NameServer } from "./name-server.js";

/** A change of names: gets all nodes that have to hear of it, this one among them. */
export type Change = (nodes: readonly string[]) => Promise<unknown>;

/** What a registrar is asked with: `{:change, from, change}`, as `call` of `gen.ts` sends it. */
export const CHANGE = atom("change");

/**
 * The process that changes names, one change after the other, while it holds `global`'s lock on all
 * nodes of the partition. It outlives whoever asks, so a change is made everywhere or nowhere.
 */
export async function runRegistrar(server: () => NameServer): Promise<never> {
  for (;;) {
    const message = await receive();
    const [label, from, change] = isTuple(message) ? message : [];
    if (label === CHANGE && isFrom(from)) await perform(server(), from, change as Change);
  }
}

async function perform(server: NameServer, from: From, change: Change): Promise<void> {
  const id: LockId = [GLOBAL, self()];
  const nodes = await lockAll(server, id);
  try {
    reply(from, await change(nodes));
  } finally {
    await deleteGlobalLock(id, nodes);
  }
}

/** Locks all nodes of the partition. It may have grown meanwhile; then it begins anew. */
async function lockAll(server: NameServer, id: LockId): Promise<string[]> {
  const canSet = (wanted: LockId) => server.holdings.locks.canSet(wanted);
  for (let times = 0; ; times++) {
    const nodes = [localOrigin.node, ...server.members.known.keys()];
    const boss = bossOf(nodes);
    if (await setLock(id, [boss], 0, canSet)) {
      const isSet = await setLock(id, nodes, 0, canSet);
      if (isSet && [...server.members.known.keys()].every((node) => nodes.includes(node))) return nodes;
      await deleteLock(id, isSet ? nodes : [boss]);
    }
    await pause(times);
  }
}
