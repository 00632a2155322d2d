import { atom, Exception, IO, Process, receive, self, send, spawn } from "../src/index.js";
import { clearInTime } from "./evaluate/dispose.js";
import { classify, createScope, diagnose, formatSyntaxError, isBreak, warmUp } from "./evaluate/index.js";
import { startEvaluator } from "./evaluator.js";
import { Interruptions } from "./interruptions.js";
import { type Evaluate, evaluateMessage, isToServer, type ToServer } from "./messages.js";
import { shellClosed, shellOpened } from "./pry/open-shells.js";
import { interruptRunning, type Prompt, Prompts } from "./pry/prompts.js";
import { type Loop, Visits } from "./pry/visits.js";
import { Reader } from "./reader.js";
import type { Session } from "./session.js";
import { blockOf } from "./terminal/block.js";
import type { InterruptedWhile } from "./terminal/device.js";
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
  shellOpened(self(), session, Process.groupLeader());
  // Who ends what runs must still be there then.
  if (session.interruptible) for (const pid of [self(), Process.groupLeader()]) Process.isolate(pid);
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
    shellClosed(self());
    server.end();
    await clearInTime(server.scope);
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

class Server implements Loop {
  readonly prompts: Prompts;
  readonly reader: Reader;
  readonly #visits: Visits;
  /** True after a Ctrl+C at an empty prompt: the next one leaves. */
  #leaving = false;
  readonly #interruptions = new Interruptions();

  /** The shell's own bindings, also while the prompt stands in another process. */
  scope: Session["scope"];

  constructor(
    readonly session: Session,
    readonly first: Input[],
  ) {
    this.scope = session.scope;
    this.prompts = new Prompts(session);
    this.reader = new Reader(session);
    this.#visits = new Visits(session, this);
    session.interruptRunning = () => this.#interruptions.end(this.#at);
  }

  get #at(): Prompt {
    return this.prompts.at;
  }

  /** What to do once nothing is to be evaluated: the texts that came with the command, then the prompt. */
  async next(): Promise<void> {
    const input = this.session.pried ? undefined : this.first.shift();
    if (input === undefined) this.read();
    else {
      await warmUp();
      this.#evaluate(input, true);
    }
  }

  startEvaluator(): void {
    const pid = startEvaluator(this.session, self());
    this.#at.evaluator = { pid, ref: Process.monitor(pid) };
  }

  /** Asks for the next line, unless that is done already. */
  read(): void {
    if (!this.#visits.isAsking) this.reader.read(this.#at);
  }

  /** @returns an exit status when it is time to leave */
  async handle(message: unknown): Promise<number | undefined> {
    if (isToServer(message)) return this.#fromShell(message);
    if (Array.isArray(message) && message[0] === atom.DOWN) return this.#ended(message[1], message[4]);
    return undefined;
  }

  async #fromShell(message: ToServer): Promise<number | undefined> {
    switch (message.type) {
      case "line":
        if (!this.reader.isAnswer(message.reader)) return undefined;
        return message.line === null ? this.#inputEnded() : this.#line(message.line);
      case "interrupted":
        if (this.reader.isAnswer(message.reader)) await this.#readInterrupted();
        return undefined;
      case "withdrawn":
        if (this.reader.isAnswer(message.reader) && !this.#at.running) this.read();
        return undefined;
      case "evaluated":
        return this.#evaluated(message.request, message.ok);
      case "interrupt":
        return this.#interrupt(message.during);
      case "abandoned":
        interruptRunning(this.#at);
        return undefined;
      case "respawn":
        await (this.session.pried ? this.#visits.continue() : this.#respawn());
        return undefined;
      case "continue":
        await this.#visits.continue();
        return undefined;
      case "pry":
        await this.#visits.requested(message.request);
        return undefined;
      case "answer":
        await this.#visits.answered(message.reader, message.line);
        return undefined;
      case "leave":
        return message.code;
    }
  }

  async #line(line: string): Promise<undefined> {
    this.#leaving = false;
    await warmUp();
    const text = this.#at.lines + blockOf(line);
    this.#at.lines = "";
    if (isBreak(text)) await this.#giveUp(text);
    else if (text.trim() === "") this.read();
    else if (CONTINUE.test(text)) {
      this.session.remember(text.trimEnd());
      await this.#visits.continue();
    } else if (classify(text) === "incomplete") {
      this.#at.lines = text;
      this.read();
    } else {
      this.session.remember(text.trimEnd());
      this.#evaluate({ text: text.trimEnd() });
    }
  }

  /** `#iex:break` leaves a text that nothing completes. */
  async #giveUp(text: string): Promise<void> {
    await this.#explain(text);
    this.read();
  }

  async #explain(text: string): Promise<void> {
    const { problem } = diagnose(text);
    if (problem)
      await IO.puts(this.session.style.error(`${formatSyntaxError(problem, text, this.#at.counter).join("\n")}\n`));
  }

  #evaluate(input: Input, quiet = false): void {
    const controller = new AbortController();
    const { evaluator, counter } = this.#at;
    this.#at.running = { ...input, controller };
    this.#interruptions.begun(this.#at);
    send(evaluator!.pid, evaluateMessage({ ...input, counter, quiet, interrupt: controller.signal }));
  }

  async #evaluated({ interrupt, quiet }: Evaluate, ok: boolean): Promise<number | undefined> {
    const prompt = this.prompts.find(({ running }) => running?.controller.signal === interrupt);
    if (!prompt) return undefined;
    prompt.running = undefined;
    if (ok && !quiet) prompt.counter++;
    if (prompt !== this.#at) return undefined;
    // A rejection that nobody handles is told before the next prompt, not when all that was typed is done.
    await new Promise(setImmediate);
    if (!ok && this.session.haltOnError) return 1;
    await this.next();
    return undefined;
  }

  async #interrupt(during: InterruptedWhile): Promise<number | undefined> {
    if (this.#interruptions.isSpent(during)) return undefined;
    if (this.#visits.isAsking && during !== "busy") await this.#visits.refuse(during);
    else if (interruptRunning(this.#at)) return undefined;
    else if (this.#at.lines !== "") this.#startOver();
    else if (during === "idle" && this.session.onBreak) this.session.onBreak();
    else if (during === "idle") {
      if (this.#leaving) return 0;
      this.#leaving = true;
      void this.session.screen.write("(press Ctrl+C again to leave, or type on)\n");
    }
    return undefined;
  }

  /** Drops the lines of a text that is not complete: the prompt that asked for more goes too. */
  #startOver(): void {
    this.#at.lines = "";
    this.reader.withdraw();
    this.read();
  }

  /** By the job control of a terminal of Erlang. */
  async #readInterrupted(): Promise<void> {
    await IO.puts(this.session.style.error("** (EXIT) interrupted"));
    this.#startOver();
  }

  async #ended(ref: unknown, reason: unknown): Promise<number | undefined> {
    const prompt = this.prompts.find(({ evaluator }) => evaluator?.ref === ref);
    if (prompt) prompt.ended = { reason };
    if (prompt === this.#at) {
      if (this.session.haltOnError && reason !== atom.normal) {
        await IO.puts(this.#farewell(reason));
        return 1;
      }
      await this.evaluatorEnded(reason);
    } else await this.#visits.ended(ref);
    return undefined;
  }

  async evaluatorEnded(reason: unknown): Promise<void> {
    const { pid } = this.#at.evaluator!;
    const farewell = this.#farewell(reason);
    if (!this.session.pried) return this.#renew(farewell === "" ? "" : `${farewell}\n`);
    // An evaluator that looks at itself ends once.
    if (pid !== this.prompts.next?.evaluator?.pid) await IO.puts(farewell);
    await this.#visits.leave();
  }

  #farewell(reason: unknown): string {
    const { pid } = this.#at.evaluator!;
    return reason === atom.normal ? "" : this.session.style.error(Exception.formatShellExit(pid, reason));
  }

  /** A new evaluator with empty bindings; what was typed at the prompt stays. */
  async #renew(farewell: string): Promise<void> {
    // A file that ends its evaluator would do so for ever.
    if (this.#at.running?.file === undefined) this.first.unshift(...dotIex(this.session));
    const { counter, lines } = this.#at;
    this.prompts.at = { counter, lines };
    this.session.history.clear();
    const { scope, builtins } = this.session;
    this.scope = this.session.scope = createScope({ builtins });
    // What `using` bound is disposed of by the user's code, which may take its time.
    spawn(() => scope.clear());
    await IO.puts(`${farewell}\n${banner()}`);
    this.startEvaluator();
    await this.next();
  }

  async #respawn(): Promise<void> {
    this.#endEvaluator(this.#at);
    this.#at.counter++;
    await this.#renew("");
  }

  #endEvaluator({ evaluator }: Prompt): void {
    if (!evaluator) return;
    const { pid, ref } = evaluator;
    Process.demonitor(ref, { flush: true });
    // No failure: what the prompt has started and is linked with ends in silence. One that traps exits is killed.
    Process.exit(pid, atom.shutdown);
    Process.exit(pid, atom.kill);
  }

  /** Whatever comes next on the screen begins on a line of its own. */
  async #inputEnded(): Promise<number> {
    const { screen, haltOnError } = this.session;
    if (!screen.geometry()) await screen.write("\n");
    if (!haltOnError || this.#at.lines === "") return 0;
    await this.#explain(this.#at.lines);
    return 1;
  }

  /** Leaves no process behind, whatever has ended the loop. */
  end(): void {
    this.reader.withdraw();
    this.#visits.end();
    if (this.session.pried) this.session.types.close();
    // A process that is pried goes on: it was not the shell that began it.
    this.#endEvaluator(this.prompts.own);
  }
}

/** No call that could be evaluated: it is a word of the language. Within a loop it means what it always does. */
const CONTINUE = /^\s*continue\s*(?:\(\s*\))?\s*;?\s*$/;
