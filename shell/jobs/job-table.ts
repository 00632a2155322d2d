import type { Shell } from "../start.js";
import type { ShellDevice } from "../terminal/device.js";

/** One of several shells at a terminal. */
export interface Job {
  readonly number: number;
  /** Where the shell runs, when that is another node. */
  readonly node: string | undefined;
  readonly device: ShellDevice;
  readonly shell: Shell;
}

/** The shells at a terminal. A number is never given twice; the current one has the keyboard. */
export class JobTable {
  readonly #jobs = new Map<number, Job>();
  #last = 0;
  current: Job | undefined;

  /** The new job is the current one. */
  add(job: Omit<Job, "number">): Job {
    const added = { ...job, number: ++this.#last };
    this.#jobs.set(added.number, added);
    this.current = added;
    return added;
  }

  remove(job: Job): void {
    this.#jobs.delete(job.number);
    if (this.current === job) this.current = undefined;
  }

  /** @param number the current job when left out */
  find(number: number | undefined): Job | undefined {
    return number === undefined ? this.current : this.#jobs.get(number);
  }

  all(): Job[] {
    return [...this.#jobs.values()];
  }

  /** As Erlang's job menu lists them. */
  toText(): string {
    return this.all()
      .map((job) => `${String(job.number).padStart(4)}${job === this.current ? "*" : " "} ${callOf(job)}\n`)
      .join("");
  }
}

function callOf({ node }: Job): string {
  return node === undefined ? "{'Elixir.IEx',start,[]}" : `{${node},'Elixir.IEx',start,[]}`;
}
