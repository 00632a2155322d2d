import { atom, type Pid, type Tuple, tuple } from "../../term/index.js";
import { isFailure } from "../gen-server/ending.js";
import { countOf, entryOf } from "../supervisor/children.js";
import { Restarts } from "../supervisor/intensity.js";
import { reportGivingUp, reportRestart } from "../supervisor/report.js";
import { shutDown, shutDownAll } from "../supervisor/shutdown.js";
import type { Spec, StartCall } from "../supervisor/spec.js";
import { startChild } from "../supervisor/start-child.js";
import type { DynamicFlags } from "./options.js";

interface Member {
  readonly spec: Spec;
  /** True when its last restart has failed. */
  readonly restarting: boolean;
}

/** What the supervisor does after a child has ended: it goes on, tries again to start one, or ends itself. */
export type Verdict = { then: "goOn" } | { then: "tryAgain"; pid: Pid; reason: unknown } | { then: "shutDown" };

const GO_ON: Verdict = { then: "goOn" };

/**
 * The children of one dynamic supervisor, by pid: Elixir's `DynamicSupervisor`. It is called by that
 * process only; the answers are those of Elixir.
 */
export class Flock {
  /** A child whose restart has failed is kept under the pid that it had. */
  readonly #members = new Map<Pid, Member>();
  readonly #restarts: Restarts;

  constructor(
    /** How reports call the supervisor. */
    readonly name: string,
    readonly flags: DynamicFlags,
  ) {
    this.#restarts = new Restarts(flags.intensity);
  }

  /** Starts a child; what came of it in Elixir's words. */
  async startChild(given: Spec): Promise<unknown> {
    if (this.#members.size >= this.flags.maxChildren) return tuple(atom.error, atom("max_children"));
    const spec = { ...given, start: withExtra(given.start, this.flags.extraArguments) };
    const started = await startChild(spec.start);
    if ("failed" in started) return tuple(atom.error, started.failed);
    if (!("pid" in started)) return atom.ignore;
    this.#members.set(started.pid, { spec, restarting: false });
    return started.info === undefined ? tuple(atom.ok, started.pid) : tuple(atom.ok, started.pid, started.info);
  }

  async terminateChild(pid: unknown): Promise<unknown> {
    const member = this.#members.get(pid as Pid);
    if (!member) return tuple(atom.error, atom.not_found);
    this.#members.delete(pid as Pid);
    if (!member.restarting) await shutDown(pid as Pid, member.spec.shutdown);
    return atom.ok;
  }

  which(): Tuple[] {
    return this.#all().map(({ spec, at }) => entryOf(undefined, at, spec));
  }

  count(): Tuple[] {
    return countOf(this.#all());
  }

  /** A process has ended. It may be none of the children, or one that was stopped before. */
  async ended(pid: Pid, reason: unknown): Promise<Verdict> {
    const member = this.#members.get(pid);
    if (!member || member.restarting) return GO_ON;
    const { restart } = member.spec;
    if (restart === "permanent" || (restart === "transient" && isFailure(reason)))
      return this.#restart(pid, member.spec, { pid, reason });
    this.#members.delete(pid);
    return GO_ON;
  }

  /** Tries once more to start a child whose restart has failed, and why. */
  async tryAgain(pid: Pid, reason: unknown): Promise<Verdict> {
    const member = this.#members.get(pid);
    return member?.restarting ? this.#restart(pid, member.spec, { pid: undefined, reason }) : GO_ON;
  }

  /** Stops all children at the same time: there may be very many. */
  stopAll(): Promise<void> {
    const running = [...this.#members].filter(([, { restarting }]) => !restarting);
    return shutDownAll(running.map(([pid, { spec }]) => ({ pid, shutdown: spec.shutdown })));
  }

  async #restart(old: Pid, spec: Spec, fallen: { pid: Pid | undefined; reason: unknown }): Promise<Verdict> {
    this.#members.delete(old);
    if (!this.#restarts.add()) {
      reportGivingUp(this.name, { spec, ...fallen });
      return { then: "shutDown" };
    }
    reportRestart(this.name, { spec, ...fallen });
    const started = await startChild(spec.start);
    if ("pid" in started) this.#members.set(started.pid, { spec, restarting: false });
    if (!("failed" in started)) return GO_ON;
    this.#members.set(old, { spec, restarting: true });
    return { then: "tryAgain", pid: old, reason: started.failed };
  }

  #all(): { spec: Spec; at: Pid | "restarting" }[] {
    return Array.from(this.#members, ([pid, { spec, restarting }]) => ({ spec, at: restarting ? "restarting" : pid }));
  }
}

/** A function that is applied takes the extra arguments itself. */
function withExtra([module, name, args]: StartCall, extra: readonly unknown[]): StartCall {
  if (module !== atom.erlang || name !== atom.apply || typeof args[0] !== "function")
    return tuple(module, name, [...extra, ...args]);
  return tuple(module, name, [args[0], [...extra, ...(args[1] as unknown[])]]);
}
