import { atom, Exception, IO, type Pid, Process, type Reference, receive, self, send, spawn } from "../src/index.js";
import { classify, createScope, diagnose, formatSyntaxError, Interrupted, isBreak, warmUp } from "./evaluate/index.js";
import { startEvaluator } from "./evaluator.js";
import { type Evaluate, evaluateMessage, isToServer, serverMessage, type ToServer } from "./messages.js";
import { promptText } from "./prompt.js";
import type { Session } from "./session.js";
import { blockOf } from "./terminal/block.js";
import { banner } from "./version.js";

/**
 * The shell's loop: reads, prompts and hands texts to the evaluator, and never runs user code
 * itself, so that it can always react. Runs as a process until the input ends or somebody leaves.
 *
 * @param session the shell's own
 * @param first what to do before the first prompt; values are not printed
 * @returns the exit status that was asked for
 */
export async function serve(session: Session, first: Partial<Beforehand> = {}): Promise<number> {
  session.server = self();
  const server = new Server(session, beforehand(session, first));
  try {
    await IO.puts(banner());
    server.startEvaluator();
    await server.next();
    for (;;) {
      const left = await server.handle(await receive());
      if (left !== undefined) return left;
    }
  } finally {
    server.end();
  }
}

/** What the command line asks to be done before the first prompt. */
export interface Beforehand {
  /** Files to compile and load. */
  readonly require: readonly string[];
  /** Texts to evaluate, last of all. */
  readonly evaluate: readonly string[];
}

type Input = Pick<Evaluate, "text" | "file">;

function beforehand(session: Session, { require = [], evaluate = [] }: Partial<Beforehand>): Input[] {
  return [
    ...require.map((file) => ({ text: `c(${JSON.stringify(file)})` })),
    ...dotIex(session),
    ...evaluate.map((text) => ({ text })),
  ];
}

/** Every evaluator begins with it, so that what it binds is there after each `respawn()`, too. */
function dotIex({ dotIex }: Session): Input[] {
  return dotIex === undefined ? [] : [{ text: "", file: dotIex }];
}

class Server {
  #counter = 1;
  /** Lines of a text that is not complete yet. */
  #lines = "";
  #evaluator: { pid: Pid; ref: Reference } | undefined;
  /** Present while the evaluator works. */
  #running: (Input & { controller: AbortController }) | undefined;
  #reader: Pid | undefined;
  /** True after a Ctrl+C at an empty prompt: the next one leaves. */
  #leaving = false;

  constructor(
    readonly session: Session,
    readonly first: Input[],
  ) {}

  /** What to do once nothing is to be evaluated: the texts that came with the command, then the prompt. */
  async next(): Promise<void> {
    const input = this.first.shift();
    if (input === undefined) this.read();
    else {
      await warmUp();
      this.#evaluate(input, true);
    }
  }

  startEvaluator(): void {
    const pid = startEvaluator(this.session, self());
    this.#evaluator = { pid, ref: Process.monitor(pid) };
  }

  /**
   * Has a process ask the group leader for a line. The line comes as a message, so that others are
   * handled meanwhile; and with the end of that process the question is withdrawn.
   */
  read(): void {
    if (this.#reader) return;
    this.session.unfinished = this.#lines;
    const server = self();
    const prompt = promptText(this.#counter, this.#lines === "" ? "iex" : "...");
    this.#reader = spawn(async function reader() {
      const line = await IO.gets(prompt).catch((error) => (isInterruption(error) ? undefined : null));
      if (line === undefined) send(server, serverMessage({ type: "interrupted", reader: self() }));
      else send(server, serverMessage({ type: "line", reader: self(), line: typeof line === "string" ? line : null }));
    });
  }

  /** @returns an exit status when it is time to leave */
  async handle(message: unknown): Promise<number | undefined> {
    if (isToServer(message)) return this.#fromShell(message);
    if (Array.isArray(message) && message[0] === atom.DOWN && message[1] === this.#evaluator?.ref)
      await this.#evaluatorEnded(message[4]);
    return undefined;
  }

  async #fromShell(message: ToServer): Promise<number | undefined> {
    switch (message.type) {
      case "line":
        if (message.reader !== this.#reader) return undefined;
        this.#reader = undefined;
        this.session.unfinished = undefined;
        return message.line === null ? this.#inputEnded() : this.#line(message.line);
      case "interrupted":
        if (message.reader === this.#reader) await this.#readInterrupted();
        return undefined;
      case "evaluated":
        if (message.evaluator === this.#evaluator?.pid) await this.#evaluated(message.ok, message.quiet);
        return undefined;
      case "interrupt":
        return this.#interrupt(message.during);
      case "respawn":
        await this.#respawn();
        return undefined;
      case "leave":
        return message.code;
    }
  }

  async #line(line: string): Promise<undefined> {
    this.#leaving = false;
    await warmUp();
    const text = this.#lines + blockOf(line);
    this.#lines = "";
    if (isBreak(text)) await this.#giveUp(text);
    else if (text.trim() === "") this.read();
    else if (classify(text) === "incomplete") {
      this.#lines = text;
      this.read();
    } else {
      this.session.remember(text.trimEnd());
      this.#evaluate({ text: text.trimEnd() });
    }
  }

  /** `#iex:break` leaves a text that nothing completes. */
  async #giveUp(text: string): Promise<void> {
    const { problem } = diagnose(text);
    if (problem)
      await IO.puts(this.session.style.error(`${formatSyntaxError(problem, text, this.#counter).join("\n")}\n`));
    this.read();
  }

  #evaluate(input: Input, quiet = false): void {
    const controller = new AbortController();
    this.#running = { ...input, controller };
    const interrupt = controller.signal;
    send(this.#evaluator!.pid, evaluateMessage({ ...input, counter: this.#counter, quiet, interrupt }));
  }

  async #evaluated(ok: boolean, quiet: boolean): Promise<void> {
    this.#running = undefined;
    if (ok && !quiet) this.#counter++;
    // A rejection that nobody handles is told before the next prompt, not when all that was typed is done.
    await new Promise(setImmediate);
    await this.next();
  }

  #interrupt(during: "busy" | "idle" | "typing"): number | undefined {
    if (this.#running) this.#interruptEvaluation();
    else if (this.#lines !== "") this.#startOver();
    else if (during === "idle" && this.session.onBreak) this.session.onBreak();
    else if (during === "idle") {
      if (this.#leaving) return 0;
      this.#leaving = true;
      void this.session.screen.write("(press Ctrl+C again to leave, or type on)\n");
    }
    return undefined;
  }

  #interruptEvaluation(): void {
    this.#running!.controller.abort();
    Process.interrupt(this.#evaluator!.pid, new Interrupted());
  }

  /** Drops the lines of a text that is not complete: the prompt that asked for more goes too. */
  #startOver(): void {
    this.#lines = "";
    this.#withdraw();
    this.read();
  }

  /** By the job control of a terminal of Erlang. */
  async #readInterrupted(): Promise<void> {
    await IO.puts(this.session.style.error("** (EXIT) interrupted"));
    this.#startOver();
  }

  #withdraw(): void {
    if (this.#reader) Process.exit(this.#reader, atom.kill);
    this.#reader = undefined;
    this.session.unfinished = undefined;
  }

  async #evaluatorEnded(reason: unknown): Promise<void> {
    const { pid } = this.#evaluator!;
    const { style } = this.session;
    const farewell = reason === atom.normal ? "" : `${style.error(Exception.formatShellExit(pid, reason))}\n`;
    await this.#renew(farewell);
  }

  /** A new evaluator with empty bindings; what was typed at the prompt stays. */
  async #renew(farewell: string): Promise<void> {
    // A file that ends its evaluator would do so for ever.
    if (this.#running?.file === undefined) this.first.unshift(...dotIex(this.session));
    this.#running = undefined;
    this.session.history.clear();
    const { scope, builtins } = this.session;
    this.session.scope = createScope({ builtins });
    // What `using` bound is disposed of by the user's code, which may take its time.
    spawn(() => scope.clear());
    await IO.puts(`${farewell}\n${banner()}`);
    this.startEvaluator();
    await this.next();
  }

  async #respawn(): Promise<void> {
    this.#endEvaluator();
    this.#counter++;
    await this.#renew("");
  }

  #endEvaluator(): void {
    const { pid, ref } = this.#evaluator!;
    Process.demonitor(ref, { flush: true });
    // No failure: what the prompt has started and is linked with ends in silence. One that traps exits is killed.
    Process.exit(pid, atom.shutdown);
    Process.exit(pid, atom.kill);
  }

  /** Whatever comes next on the screen begins on a line of its own. */
  async #inputEnded(): Promise<number> {
    if (!this.session.screen.geometry()) await this.session.screen.write("\n");
    return 0;
  }

  /** Leaves no process behind, whatever has ended the loop. */
  end(): void {
    this.#withdraw();
    if (this.#evaluator) this.#endEvaluator();
  }
}

/** What a read at a terminal of Erlang fails with when its job control interrupts it. */
function isInterruption(error: unknown): boolean {
  return error instanceof Error && /^Erlang error: :interrupted\b/.test(error.message);
}
