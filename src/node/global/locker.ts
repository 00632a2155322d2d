import { receive, self, send, skip } from "../../process/index.js";
import { atom, compareTerms, isTuple, localOrigin, Pid, type Tuple, tuple } from "../../term/index.js";
import type { Cast, Peer } from "./effect.js";
import { GLOBAL, type LockId } from "./lock-table.js";
import { bossOf, deleteGlobalLock, deleteLock, setLock } from "./locking.js";
import type { NameServer } from "./name-server.js";
import { SERVER } from "./wire.js";

/** What the name server tells its locker. */
export type LockerMessage =
  | { type: "lock"; peer: Peer }
  | { type: "unlock"; node: string; tag: number; casts: readonly Cast[] };

/**
 * The process that sets `global`'s lock in all of the own partition when another node wants to connect.
 * The lockers of the two nodes use one requester, so that the nodes which both partitions have in common
 * can be locked by both; and only one pair of nodes connects at a time.
 */
export class Locker {
  #peers: Peer[] = [];
  #hasJustSucceeded = false;

  constructor(readonly server: () => NameServer) {}

  async run(): Promise<never> {
    for (;;) {
      const message = await receive(undefined, this.#patience(), () => TIME_IS_UP);
      if (message === TIME_IS_UP) await this.#choose();
      else await this.#handle(message);
    }
  }

  get #known(): string[] {
    return [...this.server().members.known.keys()];
  }

  /** Milliseconds. Others of the partition may try first: they are given time, unless this one succeeds. */
  #patience(): number {
    if (this.#peers.length === 0) return Number.POSITIVE_INFINITY;
    if (this.#hasJustSucceeded) return 0;
    const { size } = this.server().members.known;
    return size === 0 ? 200 : Math.min(1000 + 100 * size, 3000);
  }

  async #handle(message: unknown): Promise<void> {
    if (isTuple(message)) return this.#handleProxied(message);
    const { type, ...told } = message as LockerMessage;
    if (type === "lock") this.#peers.push((told as { peer: Peer }).peer);
    else this.#leave(message as LockerMessage & { type: "unlock" });
  }

  /** The locker of another node has locked its partition: now it is for this one to do the same. */
  async #handleProxied([kind, locker, isSet, , tag]: Tuple): Promise<void> {
    if (kind !== atom.lock_set || !(locker instanceof Pid) || isSet !== true) return;
    const peer = this.#peers.find(({ node, myTag }) => node === locker.node && (tag === undefined || tag === myTag));
    if (!peer) return void send(locker, tuple(atom.lock_set, self(), false, []));
    const id = lockId(peer);
    const locked = await this.#lockPartition(id, []);
    this.#answer(peer, locked !== undefined);
    if (locked) await this.#hold(peer, id, locked);
  }

  /** Locks the own partition for one of those that wait, and asks its locker to do the same. */
  async #choose(): Promise<void> {
    this.#hasJustSucceeded = false;
    const known = this.#known;
    this.#peers = this.#peers.filter(({ node }) => !known.includes(node));
    const peer = this.#peers[Math.floor(Math.random() * this.#peers.length)];
    if (!peer || this.server().isLocked) return;
    const id = lockId(peer);
    const locked = await this.#lockPartition(id, [peer.node]);
    if (!locked) return;
    this.#answer(peer, true);
    const answer = await receive((message) => answerOf(message, peer) ?? skip);
    if (answer === "set") return this.#hold(peer, id, locked);
    if (answer !== "refused") this.#leave(answer);
    await deleteGlobalLock(id, locked);
  }

  /** Both partitions are locked. The lock stays until the name server says that they are one, or have failed. */
  async #hold(peer: Peer, id: LockId, locked: readonly string[]): Promise<void> {
    send(SERVER, tuple(atom.$gen_cast, tuple(atom.lock_is_set, atom(peer.node), peer.myTag, tuple(...id))));
    const end = await receive((message) => unlockOf(message, peer) ?? skip);
    this.#leave(end);
    await deleteGlobalLock(id, locked);
    this.#hasJustSucceeded = true;
  }

  /** That meeting is over. Whoever is told of it has to hear it before the lock is free. */
  #leave({ node, tag, casts }: LockerMessage & { type: "unlock" }): void {
    this.#peers = this.#peers.filter((peer) => peer.node !== node || peer.myTag !== tag);
    for (const { node, request } of casts) send([SERVER, node], tuple(atom.$gen_cast, request));
  }

  #answer({ node, hisTag }: Peer, isSet: boolean): void {
    const known = this.#known.map((other) => atom(other));
    send([SERVER, node], tuple(atom.$gen_cast, tuple(atom.lock_set, self(), isSet, known, hisTag)));
  }

  /**
   * Locks all of the partition: the boss first, since whoever gets that one gets the others.
   *
   * @param more nodes of the other partition: with one of them locked no third one can come between
   * @returns what is locked, undefined when another one was faster
   */
  async #lockPartition(id: LockId, more: readonly string[]): Promise<string[] | undefined> {
    const me = localOrigin.node;
    const boss = bossOf([me, ...this.#known]);
    const canSet = (wanted: LockId) => this.server().holdings.locks.canSet(wanted);
    if (boss !== me && !canSet(id)) return undefined;
    const locked: string[] = [];
    for (const nodes of [() => [boss], () => [me, ...more], () => this.#known]) {
      const next = nodes().filter((node) => !locked.includes(node));
      if (!(await setLock(id, next, 0, canSet))) {
        await deleteLock(id, locked.reverse());
        return undefined;
      }
      locked.push(...next);
    }
    return locked;
  }
}

const TIME_IS_UP = Symbol("time is up");

/** Both lockers name the same requester. */
function lockId({ locker }: Peer): LockId {
  return [GLOBAL, [self(), locker].sort(compareTerms)];
}

type Unlock = LockerMessage & { type: "unlock" };

function unlockOf(message: unknown, { node, myTag }: Peer): Unlock | undefined {
  if (isTuple(message)) return undefined;
  const told = message as LockerMessage;
  return told.type === "unlock" && told.node === node && told.tag === myTag ? told : undefined;
}

/** What became of it at the other locker. */
function answerOf(message: unknown, peer: Peer): Unlock | "set" | "refused" | undefined {
  if (!isTuple(message)) return unlockOf(message, peer);
  const [kind, locker, isSet, , tag] = message;
  if (kind !== atom.lock_set || !(locker instanceof Pid) || locker.node !== peer.node) return undefined;
  if (tag !== undefined && tag !== peer.myTag) return undefined;
  return isSet === true ? "set" : "refused";
}
