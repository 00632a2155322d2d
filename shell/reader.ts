import { atom, IO, type Pid, Process, self, send, spawn } from "../src/index.js";
import { Interrupted } from "./evaluate/index.js";
import { serverMessage } from "./messages.js";
import { promptText } from "./prompt.js";
import type { Prompt } from "./pry/prompts.js";
import type { Session } from "./session.js";

/**
 * Has a process ask the group leader for a line, and tell the calling server. The line comes as a
 * message, so that others are handled meanwhile; and with the end of that process the question is withdrawn.
 */
export class Reader {
  #pid: Pid | undefined;

  constructor(readonly session: Session) {}

  /** Asks for the next line of a prompt, unless that is done already. */
  read({ counter, lines }: Prompt): void {
    const { session } = this;
    session.unfinished = lines;
    this.#pid ??= startReader(promptText(counter, lines !== "" ? "..." : session.pried ? "pry" : "iex"));
  }

  /** Whether what a process has read is the answer that the prompt waits for; then it does not any more. */
  isAnswer(reader: Pid): boolean {
    if (reader !== this.#pid) return false;
    this.#forget();
    return true;
  }

  /** With another prompt. A line that somebody has typed already is one for that. */
  askAgain(): void {
    if (this.#pid) Process.interrupt(this.#pid, new Interrupted());
  }

  withdraw(): void {
    if (this.#pid) Process.exit(this.#pid, atom.kill);
    this.#forget();
  }

  #forget(): void {
    this.#pid = undefined;
    this.session.unfinished = undefined;
  }
}

function startReader(prompt: string): Pid {
  const server = self();
  return spawn(async function reader() {
    const line = await IO.gets(prompt).catch(whyNoLine);
    if (line === INTERRUPTED) send(server, serverMessage({ type: "interrupted", reader: self() }));
    else if (line === WITHDRAWN) send(server, serverMessage({ type: "withdrawn", reader: self() }));
    else send(server, serverMessage({ type: "line", reader: self(), line: typeof line === "string" ? line : null }));
  });
}

const INTERRUPTED = Symbol("interrupted");
const WITHDRAWN = Symbol("withdrawn");

/** A read may be interrupted by the job control of a terminal of Erlang, and because the prompt has changed. */
function whyNoLine(error: unknown): symbol {
  if (error instanceof Interrupted) return WITHDRAWN;
  return error instanceof Error && /^Erlang error: :interrupted\b/.test(error.message) ? INTERRUPTED : atom.eof;
}
