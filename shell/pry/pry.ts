import {
  type Atom,
  atom,
  IO,
  inspect,
  type Pid,
  Process,
  receive,
  self,
  send,
  skip,
  type Tuple,
  tuple,
} from "../../src/index.js";
import { evaluateRequests } from "../evaluator.js";
import { serverMessage } from "../messages.js";
import { formatLocation, locationOf } from "./location.js";
import { shellAt } from "./open-shells.js";
import { verdictIn } from "./request.js";

/**
 * Stops the calling process, and asks at the shell whether somebody wants to look: then the prompt
 * evaluates in that process, where `self()`, its mailbox and its links are, with the given bindings,
 * until `continue()` or `respawn()`. What is assigned there does not change the variables of the function.
 *
 * The shell is that of the terminal that the process prints to, else the one of this node that was
 * opened last.
 *
 * @param bindings the variables to look at
 * @returns `:ok`; `{:error, :refused}` when nobody wanted to, and `{:error, :no_iex}` when there is no
 *   shell on this node
 * @example
 * await IEx.pry({ state, request });
 * @see https://github.com/elixir-lang/elixir/blob/main/lib/iex/lib/iex/pry.ex
 */
export async function pry(bindings: Readonly<Record<string, unknown>> = {}): Promise<Atom | Tuple> {
  const location = locationOf(new Error("where pry was called"));
  const shell = shellAt(Process.groupLeader());
  if (!shell) {
    await IO.puts(`Cannot pry ${inspect(self())} at ${formatLocation(location)}. Is an IEx shell running?`);
    return tuple(atom.error, atom("no_iex"));
  }
  const { session, server, leader } = shell;
  // One that is in the midst of another receive could not answer: this throws before anybody is asked.
  await receive(() => skip, 0);
  const ref = Process.monitor(server);
  const verdictOf = (message: unknown) => verdictIn(message, ref);
  try {
    send(server, serverMessage({ type: "pry", request: { pid: self(), ref, location, bindings } }));
    const answer = await receive((message) => verdictOf(message) ?? skip);
    if (answer !== "accepted") return tuple(atom.error, atom("refused"));
    await printingTo(leader, () => evaluateRequests(session, server, (message) => verdictOf(message) !== undefined));
    return atom.ok;
  } finally {
    Process.demonitor(ref, { flush: true });
  }
}

/** What is typed at a shell prints there, and its errors do not tell how the function was called that waits. */
async function printingTo(leader: Pid, body: () => Promise<void>): Promise<void> {
  const own = Process.groupLeader();
  Process.groupLeader(self(), leader);
  try {
    await new Promise<void>((resolve, reject) => void body().then(resolve, reject));
  } finally {
    Process.groupLeader(self(), own);
  }
}
