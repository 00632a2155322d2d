import { Process } from "../../process/index.js";
import { type Pid, TermMap } from "../../term/index.js";

/** A process under a key, and what it has put there. */
export interface Entry {
  readonly pid: Pid;
  value: unknown;
}

/** What a registry holds. Entries of a process that has ended are not shown, though their removal comes later. */
export class Table {
  readonly #entries = new TermMap<unknown, Entry[]>();
  /** The keys of each process. */
  readonly #keys = new Map<Pid, TermMap<unknown, true>>();

  /** The entries of living processes, in the order in which they were made. */
  lookup(key: unknown): Entry[] {
    return (this.#entries.get(key) ?? []).filter(({ pid }) => Process.alive(pid));
  }

  add(key: unknown, entry: Entry): void {
    const present = this.#entries.get(key);
    if (present) present.push(entry);
    else this.#entries.set(key, [entry]);
    const keys = this.#keys.get(entry.pid) ?? new TermMap<unknown, true>();
    this.#keys.set(entry.pid, keys.set(key, true));
  }

  /** Removes the entries of a process under a key that are chosen. */
  remove(key: unknown, pid: Pid, chosen: (entry: Entry) => boolean = () => true): void {
    const left = (this.#entries.get(key) ?? []).filter((entry) => entry.pid !== pid || !chosen(entry));
    if (left.length > 0) this.#entries.set(key, left);
    else this.#entries.delete(key);
    if (!left.some((entry) => entry.pid === pid)) this.#forgetKey(key, pid);
  }

  #forgetKey(key: unknown, pid: Pid): void {
    const keys = this.#keys.get(pid);
    keys?.delete(key);
    if (keys?.size === 0) this.#keys.delete(pid);
  }

  /** Removes all entries of a process. */
  removeAll(pid: Pid): void {
    for (const key of [...(this.#keys.get(pid)?.keys() ?? [])]) this.remove(key, pid);
  }

  /** True while the process has an entry. */
  knows(pid: Pid): boolean {
    return this.#keys.has(pid);
  }

  /** The keys of a process, once for each of its entries. */
  keysOf(pid: Pid): unknown[] {
    return [...(this.#keys.get(pid)?.keys() ?? [])].flatMap((key) => this.#of(key, pid).map(() => key));
  }

  #of(key: unknown, pid: Pid): Entry[] {
    return (this.#entries.get(key) ?? []).filter((entry) => entry.pid === pid);
  }

  /** Every entry, with its key. */
  all(): { key: unknown; entry: Entry }[] {
    return [...this.#entries.keys()].flatMap((key) => this.lookup(key).map((entry) => ({ key, entry })));
  }
}
