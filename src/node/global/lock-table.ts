import { atom, isSameTerm, type Pid, TermMap } from "../../term/index.js";

/** The resource of `global`'s own lock: who holds it may change names, or connect two partitions. */
export const GLOBAL: unknown = atom.global;

/** `{resource, requester}`: processes that name the same requester hold a lock together. */
export type LockId = readonly [resource: unknown, requester: unknown];

interface Lock {
  requester: unknown;
  holders: Set<Pid>;
}

/** The locks that are set on this node. */
export class LockTable {
  readonly #locks = new TermMap<unknown, Lock>();

  /** Whether that requester could have the lock now. */
  canSet([resource, requester]: LockId): boolean {
    const lock = this.#locks.get(resource);
    return lock === undefined || isSameTerm(lock.requester, requester);
  }

  isSet(resource: unknown): boolean {
    return this.#locks.has(resource);
  }

  /** True where that process is among the holders. */
  isHeldBy(resource: unknown, holder: Pid): boolean {
    return this.#locks.get(resource)?.holders.has(holder) ?? false;
  }

  isHeldFor(resource: unknown, requester: unknown): boolean {
    const lock = this.#locks.get(resource);
    return lock !== undefined && isSameTerm(lock.requester, requester);
  }

  /** @returns false when another requester holds it */
  set(id: LockId, holder: Pid): boolean {
    if (!this.canSet(id)) return false;
    const [resource, requester] = id;
    const lock = this.#locks.get(resource) ?? { requester, holders: new Set() };
    lock.holders.add(holder);
    this.#locks.set(resource, lock);
    return true;
  }

  /** @returns true when the lock is free by that */
  delete([resource, requester]: LockId, holder: Pid): boolean {
    if (!this.isHeldFor(resource, requester)) return false;
    const lock = this.#locks.get(resource)!;
    return lock.holders.delete(holder) && this.#freeIfEmpty(resource, lock);
  }

  /** Whoever has ended holds nothing any more; returns the resources that are free by that. */
  release(holder: Pid): unknown[] {
    const held = [...this.#locks].filter(([, lock]) => lock.holders.delete(holder));
    return held.filter(([resource, lock]) => this.#freeIfEmpty(resource, lock)).map(([resource]) => resource);
  }

  /** True where that process holds any lock. */
  holds(holder: Pid): boolean {
    return [...this.#locks.values()].some(({ holders }) => holders.has(holder));
  }

  #freeIfEmpty(resource: unknown, { holders }: Lock): boolean {
    return holders.size === 0 && this.#locks.delete(resource);
  }
}
