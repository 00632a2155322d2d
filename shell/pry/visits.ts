import { IO, type Pid } from "../../src/index.js";
import type { Reader } from "../reader.js";
import type { Session } from "../session.js";
import type { InterruptedWhile } from "../terminal/device.js";
import { banner } from "../version.js";
import type { Prompts } from "./prompts.js";
import { Questions } from "./questions.js";
import { NOT_PRIED, type PryRequest } from "./request.js";

/** The loop that a shell goes through, as far as visits need it. */
export interface Loop {
  readonly prompts: Prompts;
  readonly reader: Reader;
  /** Evaluates what is still to be evaluated, else asks for the next line. */
  next(): Promise<void>;
  /** The evaluator of the prompt that is shown now has ended. */
  evaluatorEnded(reason: unknown): Promise<void>;
}

/** A shell's visits to processes that want to be looked at: who may be, and how the prompt gets there and back. */
export class Visits {
  readonly #questions: Questions;

  constructor(
    readonly session: Session,
    readonly loop: Loop,
  ) {
    this.#questions = new Questions(session);
  }

  /** True while somebody has to say whether a process may be looked at. */
  get isAsking(): boolean {
    return this.#questions.isAsking;
  }

  /** The evaluator itself needs not ask: somebody waits for it. */
  async requested(request: PryRequest): Promise<void> {
    const { prompts } = this.loop;
    if (request.pid === prompts.at.evaluator?.pid) {
      await IO.puts(this.#questions.textOf("Break reached:", request));
      prompts.enter(request);
    } else this.#questions.add(request);
    await this.goOn();
  }

  async answered(reader: Pid, line: string | null): Promise<void> {
    if (!this.isAsking) return;
    const request = this.#questions.answered(reader, line);
    if (request) {
      this.loop.reader.askAgain();
      await IO.puts(`\n${banner()}`);
      this.loop.prompts.enter(request);
    }
    await this.goOn();
  }

  /** Ctrl+C means no. */
  async refuse(during: Exclude<InterruptedWhile, "busy">): Promise<void> {
    if (during === "typing") return;
    this.#questions.refuse();
    await this.goOn();
  }

  /** A process that somebody watches has ended: perhaps one that waits for an answer. */
  async ended(monitor: unknown): Promise<void> {
    if (this.#questions.ended(monitor)) await this.goOn();
  }

  /** Lets the process go on that the prompt stands in. */
  async continue(): Promise<void> {
    if (this.session.pried) return this.leave();
    await IO.puts(this.session.style.error(NOT_PRIED));
    await this.goOn();
  }

  async leave(): Promise<void> {
    const { reader, prompts } = this.loop;
    reader.askAgain();
    prompts.leave();
    const { ended } = prompts.at;
    if (ended) await this.loop.evaluatorEnded(ended.reason);
    else await this.goOn();
  }

  /** Asks what is to be asked, then for the next line. Who looks at a process is not disturbed, but while it waits for something. */
  async goOn(): Promise<void> {
    const { prompts } = this.loop;
    if (!this.session.pried || prompts.at.running) await this.#questions.next();
    if (!prompts.at.running) await this.loop.next();
  }

  end(): void {
    this.#questions.end();
  }
}
