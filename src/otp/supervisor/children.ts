import { atom, type Pid, TermMap, type Tuple, tuple } from "../../term/index.js";
import { atomOf, type Spec } from "./spec.js";

/** A child as its supervisor knows it. */
export interface Child {
  readonly spec: Spec;
  /** Its process; none when it does not run; `restarting` when its last restart has failed. */
  readonly at: Pid | "restarting" | undefined;
}

/** The children of a supervisor in the order of their start, found by id and by pid. */
export class Children {
  readonly #byId = new TermMap<unknown, Child>();
  readonly #ids = new Map<Pid, unknown>();

  /** Adds a child, or says anew where a known one is. */
  put(spec: Spec, at: Child["at"]): Child {
    this.#forgetPid(spec.id);
    const child = { spec, at };
    this.#byId.set(spec.id, child);
    if (isPid(at)) this.#ids.set(at, spec.id);
    return child;
  }

  /** A child does not run any more. A temporary one is forgotten, the others may run again. */
  stopped({ spec }: Child): void {
    if (spec.restart === "temporary") this.remove(spec.id);
    else this.put(spec, undefined);
  }

  remove(id: unknown): void {
    this.#forgetPid(id);
    this.#byId.delete(id);
  }

  get(id: unknown): Child | undefined {
    return this.#byId.get(id);
  }

  of(pid: Pid): Child | undefined {
    return this.#ids.has(pid) ? this.get(this.#ids.get(pid)) : undefined;
  }

  all(): Child[] {
    return [...this.#byId.values()];
  }

  #forgetPid(id: unknown): void {
    const at = this.get(id)?.at;
    if (isPid(at)) this.#ids.delete(at);
  }
}

/** True for a child that runs. */
export function isRunning(child: Child): child is Child & { at: Pid } {
  return isPid(child.at);
}

function isPid(at: Child["at"]): at is Pid {
  return at !== undefined && at !== "restarting";
}

/** An entry of `which_children`. */
export function entryOf(id: unknown, at: Child["at"], { type, modules }: Pick<Spec, "type" | "modules">): Tuple {
  return tuple(id, at === "restarting" ? atom("restarting") : at, atomOf(type), atomOf(modules));
}

/** The answer to `count_children`. */
export function countOf(children: Iterable<{ spec: Pick<Spec, "type">; at: Child["at"] }>): Tuple[] {
  const count = { specs: 0, active: 0, supervisors: 0, workers: 0 };
  for (const { spec, at } of children) {
    count.specs++;
    if (isPid(at)) count.active++;
    count[spec.type === "supervisor" ? "supervisors" : "workers"]++;
  }
  return Object.entries(count).map(([what, n]) => tuple(atom(what), n));
}
