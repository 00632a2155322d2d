import { atom, exit, inProcess, type Pid, Process, spawn } from "../index.js";
import { ProcessEnded } from "./failure.js";

type Job = () => Promise<void>;

/**
 * A process that runs one function after another: the hooks of a test and its body share a mailbox,
 * links and a dictionary. It ends as ExUnit's do, with `:shutdown`.
 */
export class TestProcess {
  readonly pid: Pid;
  readonly #jobs: (Job | undefined)[] = [];
  #wake: (() => void) | undefined;
  #isBusy = false;
  #interrupt: ((error: ProcessEnded) => void) | undefined;
  #end: ProcessEnded | undefined;
  #tellEnded!: () => void;
  readonly #hasEnded = new Promise<void>((resolve) => {
    this.#tellEnded = resolve;
  });

  constructor() {
    this.pid = spawn(() => this.#serve());
  }

  /** True until the process has ended, whatever ended it. */
  get isAlive(): boolean {
    return this.#end === undefined;
  }

  /**
   * Runs a function as this process.
   *
   * @throws what it throws; ProcessEnded when the process was ended before the function returned
   */
  run<T>(body: () => T): Promise<Awaited<T>> {
    return new Promise((resolve, reject) => {
      this.#interrupt = reject;
      if (this.#end) reject(this.#end);
      else this.#add(() => this.#do(body).then(resolve, reject));
    });
  }

  async #do<T>(body: () => T): Promise<Awaited<T>> {
    this.#isBusy = true;
    try {
      return await body();
    } finally {
      this.#isBusy = false;
    }
  }

  /** Ends the process; a function that it still runs has taken too long and is not waited for. */
  async end(): Promise<void> {
    const { pid } = this;
    if (this.#isBusy && !this.#end) await inProcess(() => Process.exit(pid, atom.kill));
    else this.#add(undefined);
    await this.#hasEnded;
  }

  async #serve(): Promise<void> {
    const signal = Process.signal();
    signal.addEventListener("abort", () => this.#ended(signal.reason));
    for (;;) {
      while (this.#jobs.length === 0) await this.#nextJob();
      const job = this.#jobs.shift();
      if (!job) exit(atom.shutdown);
      await job();
    }
  }

  #nextJob(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
    });
  }

  #add(job: Job | undefined): void {
    this.#jobs.push(job);
    this.#wake?.();
  }

  #ended({ reason }: { reason: unknown }): void {
    this.#end = new ProcessEnded(this.pid, reason);
    this.#interrupt?.(this.#end);
    this.#tellEnded();
  }
}
