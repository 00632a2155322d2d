import type { ChildProcess } from "node:child_process";
import { launch, type NodeOptions } from "./launch.js";
import { Output } from "./output.js";
import { type Captures, MismatchError, matchBeginning } from "./pattern.js";
import { waitUntil } from "./wait.js";
import type { World } from "./world.js";

/** How an OS process ended: one of the two is null. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface TypeOptions {
  /** Waits for this text instead of a prompt, and reads to its end: the question of an `IO.gets`. */
  until?: string;
}

/** How much of what happened an error tells, in characters. */
const RECENT = 1500;

/**
 * A running `iex-ts`, used as a person uses it. What it prints is read once, by whoever reads
 * next: nothing is lost, and nothing is read twice.
 */
export class TestNode {
  /** The name that it was started with: `me@localhost`. */
  readonly name: string | undefined;
  /** Resolves when the OS process is gone and all its output has come. */
  readonly exit: Promise<Ended>;
  readonly #child: ChildProcess;
  readonly #output: Output;
  readonly #timeout: number;
  /** How many prompts there will be once all that was typed is done. */
  #owed = 1;
  #ended: Ended | undefined;
  #banner = "";

  /** Use `startNode`, or `start` of a cluster. */
  constructor(name: string | undefined, world: World, options: NodeOptions) {
    this.name = name;
    this.#output = new Output(name);
    this.#timeout = options.timeout ?? 60_000;
    this.#child = launch(name, world, options);
    this.#child.stdout!.setEncoding("utf8").on("data", (chunk: string) => this.#output.push(chunk));
    this.exit = this.#watchExit();
  }

  /** Its process id in the operating system. */
  get pid(): number {
    return this.#child.pid!;
  }

  /** The prompt that it shows: `iex(me@localhost)4>`. */
  get prompt(): string {
    return this.#output.prompt;
  }

  /** What it printed before its first prompt. */
  get banner(): string {
    return this.#banner;
  }

  /** Everything that was printed and typed so far, as on a screen. */
  get transcript(): string {
    return this.#output.transcript;
  }

  /** What it printed and nobody has read yet, prompts left out. */
  get unread(): string {
    return this.#output.unread;
  }

  /** Waits for the first prompt. */
  async ready(): Promise<this> {
    this.#banner = await this.#prompted("its first prompt");
    return this;
  }

  /**
   * Types a line, or a block of lines, and waits until the shell prompts again after it; or until
   * the node has left with status 0, as `exit()` makes it do.
   *
   * @returns what is unread up to that prompt: output that came unasked is among it. Without the
   *   prompts and the last newline.
   * @throws Error when the node ends, or nothing comes in time; the message shows what it printed
   * @example
   * await me.type("1 + 1"); // "2"
   */
  async type(text: string, { until }: TypeOptions = {}): Promise<string> {
    const lines = this.#enter(text);
    this.#owed += lines;
    return until === undefined ? this.#prompted(`a prompt after ${text}`) : this.#until(until);
  }

  /**
   * Types a line that a program asked for, as `IO.gets` does: no prompt of the shell comes for it.
   *
   * @returns what is unread up to the prompt, if the shell was waiting for that program
   * @example
   * await me.type('IO.gets("name? ")', { until: "name? " });
   * await me.answer("joe"); // '"joe\\n"'
   */
  async answer(line: string, { until }: TypeOptions = {}): Promise<string> {
    this.#enter(line);
    if (until !== undefined) return this.#until(until);
    return this.#output.prompts < this.#owed ? this.#prompted(`a prompt after the answer ${line}`) : "";
  }

  /**
   * Types a text and compares what it shows with a pattern, also where some of it comes after the
   * prompt. More output before the prompt than the pattern has is a mismatch.
   *
   * @param captures what names of the pattern stand for already
   * @returns what all names stand for
   * @throws MismatchError
   * @example
   * const { me } = await node.check("self()", "#PID<{me}>");
   */
  async check(text: string, pattern: string, captures: Captures = {}): Promise<Captures> {
    this.#owed += this.#enter(text);
    await this.#promptComes(`a prompt after ${text}`);
    const found = pattern === "" ? captures : await this.expect(pattern, captures);
    const more = this.#output.take(this.#output.beforePrompt().length);
    if (more === "") return found;
    throw new MismatchError(this.#recently(`Expected nothing more of ${text}, but saw\n${trim(more)}`));
  }

  /**
   * Waits for output that comes unasked. What an error shows counts as read.
   *
   * @param pattern the lines that come next, as for `matchOutput`; or an expression that is looked
   *   for anywhere, what stands before it is read over
   * @param captures what names of the pattern stand for already
   * @returns what all names stand for; or the match of the expression
   * @throws MismatchError when other lines come; Error when nothing comes in time
   * @example
   * const { pid } = await you.expect("hello from #PID<{pid}>");
   */
  async expect(pattern: string, captures?: Captures): Promise<Captures>;
  async expect(pattern: RegExp): Promise<RegExpExecArray>;
  async expect(pattern: string | RegExp, captures: Captures = {}): Promise<Captures | RegExpExecArray> {
    if (typeof pattern !== "string") return this.#search(pattern);
    const found = await this.#wait(`the output ${pattern}`, () => this.#beginning(pattern, captures));
    this.#output.take(found.length);
    return found.captures;
  }

  /**
   * Asserts that the node has printed nothing that is unread. It types an empty line first, so all
   * that the node did before has been printed; what another node is still to send may yet come.
   *
   * @throws MismatchError that shows what it printed
   */
  async expectNothing(): Promise<void> {
    const printed = await this.type("");
    if (printed !== "") throw new MismatchError(`Expected ${this.#who} to print nothing, but saw\n${printed}`);
  }

  /** Ends it with a signal, and resolves when it is gone. */
  async kill(signal: NodeJS.Signals = "SIGKILL"): Promise<Ended> {
    this.#child.kill(signal);
    return this.#wait("its end", () => this.#ended);
  }

  /** Ends its input, as Ctrl+D does, and resolves with the exit status; null when a signal ended it. */
  async close(): Promise<number | null> {
    this.#child.stdin!.end();
    return (await this.#wait("its end", () => this.#ended)).code;
  }

  get #who(): string {
    return this.name ?? "the node";
  }

  #watchExit(): Promise<Ended> {
    return new Promise((resolve) => {
      const end = (ended: Ended): void => {
        this.#ended = ended;
        this.#output.changed();
        resolve(ended);
      };
      this.#child.once("close", (code, signal) => end({ code, signal }));
      this.#child.once("error", (error) => this.#output.push(`${error.message}\n`));
    });
  }

  /** @returns the number of lines */
  #enter(text: string): number {
    if (this.#ended) throw new Error(this.#describe(`Cannot type ${text} at ${this.#who}: it ${ending(this.#ended)}`));
    const typed = `${text.replace(/\n$/, "")}\n`;
    this.#output.echo(typed);
    this.#child.stdin!.write(typed);
    return typed.split("\n").length - 1;
  }

  async #prompted(what: string): Promise<string> {
    const prompted = await this.#promptComes(what);
    return trim(this.#output.take((prompted ? this.#output.beforePrompt() : this.#output.unread).length));
  }

  /** True when the prompt comes, false when the node leaves instead. */
  #promptComes(what: string): Promise<boolean> {
    return this.#wait(what, () => {
      if (this.#output.prompts >= this.#owed) return true;
      return this.#ended?.code === 0 && this.#output.prompts > 0 ? false : undefined;
    });
  }

  async #until(text: string): Promise<string> {
    const length = await this.#wait(`the text ${text}`, () => {
      const at = this.#output.unread.indexOf(text);
      return at < 0 ? undefined : at + text.length;
    });
    return this.#output.take(length);
  }

  #beginning(pattern: string, captures: Captures): { length: number; captures: Captures } | undefined {
    try {
      return matchBeginning(this.#output.unread, pattern, captures);
    } catch (error) {
      if (error instanceof MismatchError) this.#output.take(this.unread.length);
      throw error instanceof MismatchError ? new MismatchError(this.#recently(error.message)) : error;
    }
  }

  async #search(pattern: RegExp): Promise<RegExpExecArray> {
    const once = new RegExp(pattern, pattern.flags.replace(/[gy]/g, ""));
    const found = await this.#wait(`${pattern}`, () => once.exec(this.#output.unread) ?? undefined);
    this.#output.take(found.index + found[0].length);
    return found;
  }

  #wait<T>(what: string, look: () => T | undefined): Promise<T> {
    return waitUntil({
      look,
      ended: () => this.#ended !== undefined,
      watch: (changed) => this.#output.watch(changed),
      bound: this.#timeout,
      error: (late) =>
        this.#describe(
          `Waited in vain for ${what} from ${this.#who}: ${late || !this.#ended ? `${this.#timeout} ms passed` : `it ${ending(this.#ended)}`}`,
        ),
    });
  }

  #describe(problem: string): string {
    return this.#recently(`${problem}\nUnread: ${this.unread === "" ? "nothing" : `\n${this.unread}`}`);
  }

  #recently(problem: string): string {
    return `${problem}\nRecently at ${this.#who}:\n${this.transcript.slice(-RECENT)}`;
  }
}

function trim(text: string): string {
  return text.replace(/\n$/, "");
}

function ending({ code, signal }: Ended): string {
  return signal ? `was ended by ${signal}` : `ended with status ${code}`;
}
