import {
  ArgumentError,
  atom,
  Code,
  inspect,
  isTuple,
  Pid,
  Process,
  type Reference,
  receive,
  self,
  send,
  skip,
  spawn,
  spawnMonitor,
  tuple,
} from "../../src/index.js";
import { type Shell, type ShellOptions, startShell } from "../start.js";
import { createStyle } from "../style.js";
import type { Screen } from "../terminal/device.js";
import { completeFor, offerCompletion, serveCompletion } from "./autocomplete.js";
import { interruptOf } from "./interrupt.js";
import { remoteScreen } from "./screen.js";
import { type RemoteTerminal, readingMessage, terminalFromOptions } from "./terminal.js";

/** What the shells that other nodes open have in common with that of this node's own terminal. */
interface Surroundings extends Pick<ShellOptions, "project" | "dotIex" | "interruptible"> {
  /** Lets Ctrl+C at this node's own terminal end a loop that nothing else can. */
  beginEvaluation: Screen["beginEvaluation"];
}

/**
 * Lets other nodes open shells here: what `iex --remsh`, `erl -remsh` and `iex-ts --remsh` call. The
 * terminal stays there: its group leader comes along with the call, and all reading and printing
 * goes through it.
 */
export function serveRemoteShells(surroundings: Surroundings): void {
  const start = (options: unknown = [], begin?: unknown): Pid => {
    checkStart(options, begin);
    const terminal = terminalFromOptions(options as unknown[]);
    return spawn(() => live(surroundings, terminal, begin));
  };
  Code.registerModule("IEx", { ...Code.whichModule("IEx")?.exports, start });
  Code.registerModule("IEx.CLI", { remote_start: remoteStart });
  // As of Elixir 1.15 its command calls this one.
  Code.registerModule(atom("iex"), { start, remote_start: remoteStart });
  Code.registerModule(atom("shell"), { start: () => start(), start_shell: () => start() });
  // As of Erlang/OTP 26 the terminal asks for the text that it greets with.
  Code.registerModule(atom("application"), {
    get_env: (_app: unknown, _key: unknown, otherwise?: unknown) => otherwise,
  });
  serveCompletion();
}

/** Elixir's options mean nothing here: where its files are, and to halt at the end of the input. */
function checkStart(options: unknown, begin: unknown): void {
  if (!Array.isArray(options) || isTuple(options))
    throw new ArgumentError(`Cannot start a shell with the options ${inspect(options)}: give a keyword list`);
  if (begin !== undefined && !(isTuple(begin) && begin.length === 3 && Array.isArray(begin[2])))
    throw new ArgumentError(
      `Cannot start a shell with ${inspect(begin)}: give {module, function, arguments}, what to call before the first prompt`,
    );
}

/** Tells the terminal's node that the shell is there, and waits until it may begin (`IEx.CLI.remote_start/2`). */
async function remoteStart(parent: Pid, ref: unknown): Promise<void> {
  send(parent, tuple(atom.begin, ref, self()));
  await receive((message) => (isTuple(message) && message[0] === atom.done && message[1] === ref ? message : skip));
}

/** The process that the terminal's node knows: it is linked with it, so each hears of the other's end. */
async function live(surroundings: Surroundings, terminal: RemoteTerminal | undefined, begin: unknown): Promise<void> {
  Process.flag("trapExit", true);
  const leader = Process.monitor(Process.groupLeader());
  if (isTuple(begin) && !(await mayBegin(begin))) return;
  await offerCompletion();
  const screen = await remoteScreen(Process.groupLeader());
  const shell = startShell({
    ...surroundings,
    screen: { ...screen, beginEvaluation: surroundings.beginEvaluation },
    style: await createStyle(terminal?.colors ?? screen.geometry() !== undefined),
    evaluate: [],
    check: terminal?.check,
    onReading: (unfinished) => {
      if (terminal && unfinished !== undefined) send(terminal.process, readingMessage(unfinished));
    },
  });
  const endCompletion = completeFor(shell);
  const me = self();
  shell.left.finally(() => send(me, LEFT)).catch(() => {});
  while ((await receive((message: unknown) => heard(message, shell, leader))) !== LEFT);
  endCompletion();
}

const LEFT = Symbol("left");

async function mayBegin(begin: readonly unknown[]): Promise<boolean> {
  const [module, name, args] = begin as unknown as [symbol, symbol, unknown[]];
  const [, ref] = spawnMonitor(module, name, args);
  const reason = await receive((message) =>
    isTuple(message) && message[0] === atom.DOWN && message[1] === ref ? { is: message[4] } : skip,
  );
  return reason.is === atom.normal;
}

/** `interrupt` is what a terminal's job control sends; any other exit means that nobody is there any more. */
function heard(message: unknown, shell: Shell, leader: Reference): unknown {
  if (!isTuple(message)) return message;
  const interrupted = interruptOf(message);
  if (interrupted) shell.interrupt(interrupted);
  const [tag, from, reason] = message;
  if (tag === atom.EXIT && reason === atom.interrupt) shell.interrupt("busy");
  else if (tag === atom.EXIT && from instanceof Pid && reason !== atom.normal) shell.hangUp();
  else if (tag === atom.DOWN && from === leader) shell.hangUp();
  return message;
}
