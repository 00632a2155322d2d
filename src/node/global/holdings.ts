import { atom, isSameTerm, isTuple, type Pid } from "../../term/index.js";
import type { Here, Perform } from "./effect.js";
import { GLOBAL, type LockId, LockTable } from "./lock-table.js";
import { NameTable } from "./name-table.js";
import { lockOf, type NameEntry, readEntry } from "./wire.js";

/** By what right a name is changed: the process that holds the lock, or what the lockers of two nodes agreed on. */
export type Right = { holder: Pid } | { extras: unknown };

/** The names and locks of this node, and the monitors of the processes that have them. */
export class Holdings {
  readonly names = new NameTable();
  readonly locks = new LockTable();
  readonly #watched = new Set<Pid>();
  /** True when `global`'s own lock became free because its holder ended. */
  #lockWasLost = false;

  constructor(
    readonly here: Here,
    readonly perform: Perform,
  ) {}

  /** The process of that name, undefined for one of this node that has ended already. */
  where(name: unknown): Pid | undefined {
    const pid = this.names.get(name)?.[1];
    return pid && (!pid.isLocal || this.here.isAlive(pid)) ? pid : undefined;
  }

  setLock(id: LockId, holder: Pid): boolean {
    const isSet = this.locks.set(id, holder);
    this.#watch(holder);
    return isSet;
  }

  deleteLock(id: LockId, holder: Pid): void {
    if (this.locks.delete(id, holder) && id[0] === GLOBAL) this.#lockWasLost = false;
    this.#watch(holder);
  }

  /**
   * Gives a process a name. If the lock under which that was decided is gone by now, with whoever held
   * it, the name goes as well: other nodes may have decided otherwise since.
   */
  insert(entry: NameEntry, right: Right, external?: { node: unknown }): void {
    const [name, pid] = entry;
    const before = this.names.insert(entry, external);
    this.#watch(pid);
    if (before) this.#watch(before);
    if (!this.#isRight(right)) this.delete(name);
  }

  delete(name: unknown): void {
    const pid = this.names.delete(name);
    if (pid) this.#watch(pid);
  }

  /**
   * What two nodes agreed on when they connected: `{insert, {Name, Pid, Method}}`, `{delete, Name}`.
   *
   * @param externals `[{Name, Pid, RegNode}]`: names of processes on nodes that have no `global`
   */
  apply(ops: readonly unknown[], externals: unknown, extras: unknown): void {
    for (const op of ops) {
      const [kind, what] = isTuple(op) ? op : [];
      const entry = kind === atom.insert ? readEntry(what) : undefined;
      if (entry) this.insert(entry, { extras }, externalOf(entry, externals));
      else if (kind === atom.delete) this.delete(what);
    }
  }

  /** A process has ended, or its node is lost. */
  down(pid: Pid): void {
    this.#watched.delete(pid);
    if (this.locks.release(pid).includes(GLOBAL)) this.#lockWasLost = true;
    for (const name of this.names.namesOf(pid)) this.names.delete(name);
  }

  #isRight(right: Right): boolean {
    if (!this.locks.isSet(GLOBAL)) return !this.#lockWasLost;
    if ("holder" in right) return this.locks.isHeldBy(GLOBAL, right.holder);
    return this.locks.isHeldFor(GLOBAL, lockOf(right.extras));
  }

  /** A process is monitored as long as it has a name or a lock. */
  #watch(pid: Pid): void {
    const isNeeded = this.locks.holds(pid) || this.names.namesOf(pid).length > 0;
    if (isNeeded === this.#watched.has(pid)) return;
    if (isNeeded) this.#watched.add(pid);
    else this.#watched.delete(pid);
    this.perform({ type: isNeeded ? "watch" : "unwatch", pid });
  }
}

function externalOf([name, pid]: NameEntry, externals: unknown): { node: unknown } | undefined {
  for (const found of Array.isArray(externals) ? externals : [])
    if (isTuple(found) && isSameTerm(found[0], name) && found[1] === pid) return { node: found[2] };
  return undefined;
}

/** Reads `{Resource, Requester}`; undefined for anything else. */
export function readLockId(term: unknown): LockId | undefined {
  return isTuple(term) && term.length === 2 ? (term as unknown as LockId) : undefined;
}
