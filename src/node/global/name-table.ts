import { isSameTerm, type Pid, TermMap, type Tuple, tuple } from "../../term/index.js";
import type { NameEntry } from "./wire.js";

/** The names of the cluster, as this node knows them. */
export class NameTable {
  readonly #names = new TermMap<unknown, NameEntry>();
  readonly #byPid = new Map<Pid, readonly unknown[]>();
  /** Names of processes on nodes that have no `global`, and the node that registered each. */
  readonly #external = new TermMap<unknown, unknown>();

  get(name: unknown): NameEntry | undefined {
    return this.#names.get(name);
  }

  names(): unknown[] {
    return [...this.#names.keys()];
  }

  /** `[{Name, Pid, Method}]` */
  entries(): Tuple[] {
    return [...this.#names.values()].map((entry) => tuple(...entry));
  }

  /** `[{Name, Pid, RegNode}]` */
  externals(): Tuple[] {
    return [...this.#external].map(([name, node]) => tuple(name, this.#names.get(name)?.[1], node));
  }

  /** @returns the process that had the name before */
  insert(entry: NameEntry, external?: { node: unknown }): Pid | undefined {
    const [name, pid] = entry;
    const before = this.delete(name);
    this.#names.set(name, entry);
    this.#byPid.set(pid, [...this.namesOf(pid), name]);
    if (external) this.#external.set(name, external.node);
    return before;
  }

  /** @returns the process that had the name */
  delete(name: unknown): Pid | undefined {
    const pid = this.#names.get(name)?.[1];
    if (!pid) return undefined;
    const others = this.namesOf(pid).filter((other) => !isSameTerm(other, name));
    if (others.length > 0) this.#byPid.set(pid, others);
    else this.#byPid.delete(pid);
    this.#names.delete(name);
    this.#external.delete(name);
    return pid;
  }

  /** The names of a process: one, unless nodes disagreed. */
  namesOf(pid: Pid): readonly unknown[] {
    return this.#byPid.get(pid) ?? [];
  }
}
