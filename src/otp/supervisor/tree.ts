import { Exit } from "../../process/index.js";
import { atom, type Pid, type Tuple, tuple } from "../../term/index.js";
import { isFailure } from "../gen-server/ending.js";
import { type Child, Children, countOf, entryOf, isRunning } from "./children.js";
import type { Flags } from "./flags.js";
import { Restarts } from "./intensity.js";
import { reportGivingUp, reportRestart } from "./report.js";
import { shutDown } from "./shutdown.js";
import { atomOf, type Spec } from "./spec.js";
import { type Failed, type Started, startChild } from "./start-child.js";
import { affected } from "./strategy.js";

/** What a supervisor does after a child has ended: it goes on, tries again to start one, or ends itself. */
export type Verdict = { then: "goOn" } | { then: "tryAgain"; id: unknown; reason: unknown } | { then: "shutDown" };

const GO_ON: Verdict = { then: "goOn" };
const SHUT_DOWN: Verdict = { then: "shutDown" };
const [NOT_FOUND, RUNNING, RESTARTING] = ["not_found", "running", "restarting"].map((why) => error(atom(why)));

/**
 * The children of one supervisor process, and what happens to them: OTP's `supervisor`. It is called
 * by that process only; the answers are those of OTP.
 */
export class Tree {
  readonly #children = new Children();
  readonly #restarts: Restarts;

  constructor(
    /** How reports call the supervisor. */
    readonly name: string,
    readonly flags: Flags,
  ) {
    this.#restarts = new Restarts(flags);
  }

  /**
   * Starts the first children, in their order. When one fails, those before it are stopped again.
   *
   * @throws Exit with `{:shutdown, {:failed_to_start_child, id, reason}}`
   */
  async begin(specs: readonly Spec[]): Promise<void> {
    for (const spec of specs) {
      const failed = await this.#start(spec);
      if (!failed) continue;
      await this.stopAll();
      throw new Exit(tuple(atom.shutdown, tuple(atom.failed_to_start_child, spec.id, reasonOf(failed))));
    }
  }

  /** Stops all children, the last one first. */
  stopAll(): Promise<void> {
    return this.#stop(this.#children.all());
  }

  which(): Tuple[] {
    const all = this.#children.all().reverse();
    return all.map(({ spec, at }) => entryOf(spec.id, at, spec));
  }

  count(): Tuple[] {
    return countOf(this.#children.all());
  }

  spec(idOrPid: unknown): Spec | undefined {
    return (this.#children.get(idOrPid) ?? this.#children.of(idOrPid as Pid))?.spec;
  }

  /** Adds a child and starts it; one that does not start is not added. */
  async startChild(spec: Spec): Promise<Tuple> {
    const known = this.#children.get(spec.id);
    if (known) return error(isRunning(known) ? tuple(atom.already_started, known.at) : atom.already_present);
    const started = await startChild(spec.start);
    if ("failed" in started) return error(tuple(reasonOf(started), record(spec)));
    this.#took(spec, started);
    return answer(started);
  }

  /** Stops a child. It can be started again, but for a temporary one. */
  async terminateChild(id: unknown): Promise<unknown> {
    const child = this.#children.get(id);
    if (!child) return NOT_FOUND;
    await this.#stop([child]);
    return atom.ok;
  }

  /** Starts a child again that was stopped. */
  async restartChild(id: unknown): Promise<unknown> {
    const child = this.#children.get(id);
    if (!child) return NOT_FOUND;
    if (child.at !== undefined) return busy(child);
    const started = await startChild(child.spec.start);
    if ("failed" in started) return error(reasonOf(started));
    this.#children.put(child.spec, "pid" in started ? started.pid : undefined);
    return answer(started);
  }

  /** Forgets a child that was stopped. */
  deleteChild(id: unknown): unknown {
    const child = this.#children.get(id);
    if (!child) return NOT_FOUND;
    if (child.at !== undefined) return busy(child);
    this.#children.remove(id);
    return atom.ok;
  }

  /** A process has ended. It may be none of the children, or one that was stopped before. */
  async ended(pid: Pid, reason: unknown): Promise<Verdict> {
    const child = this.#children.of(pid);
    if (!child) return GO_ON;
    const { restart } = child.spec;
    if (restart === "permanent" || (restart === "transient" && isFailure(reason)))
      return this.#restart(child, { pid, reason });
    this.#children.stopped(child);
    return child.spec.significant && this.#endsWith() ? SHUT_DOWN : GO_ON;
  }

  /**
   * Tries once more to start a child whose restart has failed.
   *
   * @param reason why it has failed
   */
  async tryAgain(id: unknown, reason: unknown): Promise<Verdict> {
    const child = this.#children.get(id);
    if (child?.at !== "restarting") return GO_ON;
    return this.#restart(child, { pid: undefined, reason });
  }

  /** Whether the supervisor ends now that a significant child has ended. */
  #endsWith(): boolean {
    const { autoShutdown } = this.flags;
    if (autoShutdown !== "allSignificant") return autoShutdown === "anySignificant";
    return !this.#children.all().some(({ spec, at }) => spec.significant && at !== undefined);
  }

  async #restart({ spec }: Child, fallen: { pid: Pid | undefined; reason: unknown }): Promise<Verdict> {
    const child = this.#children.put(spec, undefined);
    if (!this.#restarts.add()) {
      reportGivingUp(this.name, { spec, ...fallen });
      return SHUT_DOWN;
    }
    reportRestart(this.name, { spec, ...fallen });
    return this.#startAgain(affected(this.flags.strategy, this.#children.all(), child));
  }

  async #startAgain(again: readonly Child[]): Promise<Verdict> {
    await this.#stop(again);
    for (const { spec } of again) {
      if (!this.#children.get(spec.id)) continue;
      const failed = await this.#start(spec);
      if (!failed) continue;
      this.#children.put(spec, "restarting");
      return { then: "tryAgain", id: spec.id, reason: failed.failed };
    }
    return GO_ON;
  }

  async #start(spec: Spec): Promise<Failed | undefined> {
    const started = await startChild(spec.start);
    if ("failed" in started) return started;
    this.#took(spec, started);
    return undefined;
  }

  /** A child that chose not to begin is kept for a later start, but for a temporary one. */
  #took(spec: Spec, started: Exclude<Started, Failed>): void {
    if ("pid" in started) this.#children.put(spec, started.pid);
    else this.#children.stopped({ spec, at: undefined });
  }

  /** Stops some children, the last one first. */
  async #stop(children: readonly Child[]): Promise<void> {
    for (const child of children.toReversed()) {
      if (isRunning(child)) await shutDown(child.at, child.spec.shutdown);
      this.#children.stopped(child);
    }
  }
}

function reasonOf({ failed, thrown }: Failed): unknown {
  return thrown ? tuple(atom.EXIT, failed) : failed;
}

function busy({ at }: Child): unknown {
  return at === "restarting" ? RESTARTING : RUNNING;
}

function error(reason: unknown): Tuple {
  return tuple(atom.error, reason);
}

function answer(started: Exclude<Started, Failed>): Tuple {
  if (!("pid" in started)) return tuple(atom.ok, undefined);
  return started.info === undefined ? tuple(atom.ok, started.pid) : tuple(atom.ok, started.pid, started.info);
}

/** A child as OTP names it beside the reason for which it did not start. */
function record({ id, start, restart, significant, shutdown, type, modules }: Spec): Tuple {
  const [again, time, kind, loaded] = [restart, shutdown, type, modules].map(atomOf);
  return tuple(atom.child, undefined, id, start, again, significant, time, kind, loaded);
}
