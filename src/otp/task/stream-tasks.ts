import { Exit, flushExit, Process, receive, self, send, spawnLink } from "../../process/index.js";
import { type Atom, atom, isTuple, type Pid, type Reference, type Tuple, tuple } from "../../term/index.js";
import { call, type From, reply, timeoutTerm } from "../gen.js";
import { callersHere, type Mfa } from "./value.js";

/** Starts a task that waits for its order; `linked` when its failure is to end the stream. */
export type Start = () => Promise<{ pid: Pid; linked: boolean }>;

/** How the task at that place of the input ended. */
export type Ended = { place: number; value: unknown } | { place: number; down: unknown; timedOut: boolean };

interface Running {
  place: number;
  pid: Pid;
  linked: boolean;
  /** When its time is over, by the clock of `performance.now()`. */
  due: number;
  timedOut: boolean;
  /** What it has answered, once it has. */
  answer?: { value: unknown };
}

const LATE = Symbol("a task takes too long");
const SUPERVISED = atom("Elixir.Task.Supervised");
const REQUEST = atom("$task_stream");

/**
 * The tasks of a stream, seen from the process that iterates. They belong to a process between, which
 * is linked to it: so no message of theirs is ever in the mailbox of the caller.
 */
export class StreamTasks {
  readonly #keeper: Pid;
  readonly #timeout: number;

  constructor(start: Start, timeout: number) {
    this.#timeout = timeout;
    const [owner, callers] = [self(), callersHere()];
    const trapExit = Process.info(owner, "trapExit")!;
    this.#keeper = spawnLink(function taskStream() {
      Process.flag("trapExit", trapExit);
      return new Keeper(owner, callers, start, timeout).serve();
    });
  }

  /** Starts the task for that place of the input. */
  start(place: number, mfa: Mfa): Promise<unknown> {
    return this.#ask(tuple(atom.start, place, mfa));
  }

  /** Waits until a task has ended. */
  next(): Promise<Ended> {
    return this.#ask(atom.next) as Promise<Ended>;
  }

  /** Ends the tasks that still run, waits until they have ended, and leaves nothing behind. */
  async close(): Promise<void> {
    if (Process.alive(this.#keeper)) await this.#ask(atom.stop);
    Process.unlink(this.#keeper);
    flushExit(this.#keeper);
  }

  /** The exit of the caller when the stream cannot go on. */
  exit(reason: unknown): Exit {
    return new Exit(tuple(reason, tuple(SUPERVISED, atom.stream, [timeoutTerm(this.#timeout)])));
  }

  async #ask(request: unknown): Promise<unknown> {
    let answer: { failed?: unknown };
    try {
      answer = (await call(this.#keeper, REQUEST, request, Number.POSITIVE_INFINITY)) as { failed?: unknown };
    } catch (error) {
      throw error instanceof Exit ? this.exit(error.reason) : error;
    }
    if (answer.failed !== undefined) throw answer.failed;
    return answer;
  }
}

/** Elixir's `Task.Supervised.stream_monitor/4`. */
class Keeper {
  readonly #running = new Map<Reference, Running>();
  readonly #ended: Ended[] = [];
  readonly #ownerRef: Reference;
  #asked: From | undefined;

  constructor(
    readonly owner: Pid,
    readonly callers: readonly unknown[],
    readonly startOne: Start,
    readonly timeout: number,
  ) {
    this.#ownerRef = Process.monitor(owner);
  }

  async serve(): Promise<void> {
    for (;;) {
      const message = await receive(undefined, this.#left(), () => LATE);
      if (message === LATE) this.#endLate();
      if (!isTuple(message)) continue;
      if (message[0] === REQUEST && message[2] === atom.stop) return this.#stop(message[1] as From);
      if (message[0] === REQUEST) await this.#request(message[1] as From, message[2]);
      else this.#hear(message);
      this.#tell();
    }
  }

  /** The milliseconds until the time of a task is over. */
  #left(): number {
    const dues = Array.from(this.#running.values(), ({ due, timedOut }) => (timedOut ? Number.POSITIVE_INFINITY : due));
    return Math.max(0, Math.min(...dues) - performance.now());
  }

  #endLate(): void {
    const now = performance.now();
    for (const task of this.#running.values()) {
      if (task.timedOut || task.due > now) continue;
      task.timedOut = true;
      kill(task.pid);
    }
  }

  async #request(from: From, request: unknown): Promise<void> {
    if (isTuple(request)) reply(from, await this.#start(request[1] as number, request[2] as Mfa));
    else this.#asked = from;
  }

  async #start(place: number, mfa: Mfa): Promise<unknown> {
    try {
      const { pid, linked } = await this.startOne();
      const ref = Process.monitor(pid, { alias: "demonitor" });
      this.#running.set(ref, { place, pid, linked, due: performance.now() + this.timeout, timedOut: false });
      send(pid, tuple(this.owner, ref, ref, this.callers, mfa));
      return atom.ok;
    } catch (failed) {
      return { failed };
    }
  }

  #hear([tag, ref, , , reason]: Tuple): void {
    if (tag === atom.DOWN) this.#down(ref as Reference, reason);
    else {
      const task = this.#running.get(tag as Reference);
      if (task) task.answer = { value: ref };
    }
  }

  #down(ref: Reference, reason: unknown): void {
    if (ref === this.#ownerRef) this.#leave(reason);
    const task = this.#running.get(ref);
    if (!task) return;
    this.#running.delete(ref);
    const { place, answer, timedOut } = task;
    this.#ended.push(answer ? { place, ...answer } : { place, down: reason, timedOut });
  }

  /** The owner has ended: tasks that are not linked go on, as those of a supervisor do. */
  #leave(reason: unknown): never {
    for (const { pid, linked } of this.#running.values()) if (linked) Process.exit(pid, reason);
    throw new Exit(reason);
  }

  #tell(): void {
    const ended = this.#asked && this.#ended.shift();
    if (!ended) return;
    reply(this.#asked!, ended);
    this.#asked = undefined;
  }

  async #stop(from: From): Promise<void> {
    for (const { pid } of this.#running.values()) kill(pid);
    while (this.#running.size > 0) {
      const message = await receive();
      if (isTuple(message) && message[0] === atom.DOWN) this.#hear(message);
    }
    reply(from, atom.ok);
  }
}

function kill(pid: Pid): void {
  Process.unlink(pid);
  Process.exit(pid, atom.kill as Atom);
}
