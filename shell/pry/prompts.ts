import { atom, inProcess, type Pid, Process, type Reference, send } from "../../src/index.js";
import { Interrupted } from "../evaluate/index.js";
import type { Evaluate } from "../messages.js";
import type { Session } from "../session.js";
import { type Place, placeOf, priedPlace } from "./place.js";
import { type PryRequest, verdict } from "./request.js";

/** A prompt, and the process that evaluates what is typed at it. */
export interface Prompt {
  counter: number;
  /** Lines of a text that is not complete yet. */
  lines: string;
  evaluator?: { readonly pid: Pid; readonly ref: Reference };
  /** Present while the evaluator works. */
  running?: Running | undefined;
  /** Why the evaluator has ended, where the prompt could not be told so yet. */
  ended?: { readonly reason: unknown };
}

/** What an evaluator is at. */
interface Running extends Pick<Evaluate, "text" | "file"> {
  readonly controller: AbortController;
  /** When somebody wanted it to end; in milliseconds, as `performance.now()` has it. */
  interruptedAt?: number;
}

/** How long an evaluator may take, in milliseconds, to be done with a line that is interrupted. */
const UNHEARD = 5000;

/**
 * Ends what a prompt evaluates. An evaluator that does not hear of it has been cut off in its own code: when
 * somebody asks once more, it is killed.
 *
 * @returns false when it evaluates nothing
 */
export function interruptRunning({ running, evaluator }: Prompt): boolean {
  if (!running || !evaluator) return false;
  if (running.interruptedAt === undefined) {
    running.interruptedAt = performance.now();
    running.controller.abort();
    Process.interrupt(evaluator.pid, new Interrupted());
  } else if (performance.now() - running.interruptedAt > UNHEARD)
    void inProcess(() => Process.exit(evaluator.pid, atom.kill));
  return true;
}

/** The prompt of a shell, and above it those of the processes that it looks at, the newest on top. */
export class Prompts {
  at: Prompt = { counter: 1, lines: "" };
  readonly #below: { prompt: Prompt; place: Place }[] = [];

  constructor(readonly session: Session) {}

  /** The shell's own. */
  get own(): Prompt {
    return this.#below[0]?.prompt ?? this.at;
  }

  /** The one that comes back when the process is left. */
  get next(): Prompt | undefined {
    return this.#below.at(-1)?.prompt;
  }

  find(isIt: (prompt: Prompt) => boolean): Prompt | undefined {
    return [this.at, ...this.#below.map(({ prompt }) => prompt)].find(isIt);
  }

  /** From now on what is typed is evaluated in a process that waits for it. */
  enter(request: PryRequest): void {
    const { session } = this;
    const { pid } = request;
    this.#below.push({ prompt: this.at, place: placeOf(session) });
    this.at = { counter: 1, lines: "", evaluator: { pid, ref: Process.monitor(pid) } };
    Object.assign(session, priedPlace(session, request));
    send(pid, verdict(request, "accepted"));
  }

  /** Lets the process go on, and brings back the prompt below. */
  leave(): void {
    const { session, at } = this;
    const { prompt, place } = this.#below.pop()!;
    Process.demonitor(at.evaluator!.ref, { flush: true });
    send(session.pried!.pid, verdict(session.pried!, "released"));
    session.types.close();
    this.at = prompt;
    Object.assign(session, place, { interrupt: prompt.running?.controller.signal });
  }
}
