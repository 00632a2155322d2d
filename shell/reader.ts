import { atom, IO, type Pid, self, send, spawn } from "../src/index.js";
import { Interrupted } from "./evaluate/index.js";
import { serverMessage } from "./messages.js";

/**
 * Has a process ask the group leader for a line, and tell the calling server. The line comes as a
 * message, so that others are handled meanwhile; and with the end of that process the question is withdrawn.
 */
export function startReader(prompt: string): Pid {
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
