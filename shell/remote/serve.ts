import {
  atom,
  Code,
  isTuple,
  Pid,
  Process,
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
import { remoteScreen } from "./screen.js";

/** What the shells that other nodes open have in common with that of this node's own terminal. */
type Surroundings = Pick<ShellOptions, "project">;

/**
 * Lets other nodes open shells here: what `iex --remsh`, `erl -remsh` and `iex-ts --remsh` call. The
 * terminal stays there: its group leader comes along with the call, and all reading and printing
 * goes through it.
 */
export function serveRemoteShells(surroundings: Surroundings): void {
  const start = (_options: unknown = [], begin?: unknown): Pid => spawn(() => live(surroundings, begin));
  Code.registerModule("IEx", { start });
  Code.registerModule("IEx.CLI", { remote_start: remoteStart });
  Code.registerModule(atom("shell"), { start: () => start(), start_shell: () => start() });
}

/** Tells the terminal's node that the shell is there, and waits until it may begin (`IEx.CLI.remote_start/2`). */
async function remoteStart(parent: Pid, ref: unknown): Promise<void> {
  send(parent, tuple(atom.begin, ref, self()));
  await receive((message) => (isTuple(message) && message[0] === atom.done && message[1] === ref ? message : skip));
}

/** The process that the terminal's node knows: it is linked with it, so each hears of the other's end. */
async function live(surroundings: Surroundings, begin: unknown): Promise<void> {
  Process.flag("trapExit", true);
  if (isTuple(begin) && !(await mayBegin(begin))) return;
  const screen = await remoteScreen(Process.groupLeader());
  const shell = startShell({
    ...surroundings,
    screen,
    style: await createStyle(screen.geometry() !== undefined),
    evaluate: [],
    interruptible: false,
  });
  const me = self();
  shell.left.finally(() => send(me, LEFT)).catch(() => {});
  while ((await receive((message: unknown) => heard(message, shell))) !== LEFT);
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
function heard(message: unknown, shell: Shell): unknown {
  if (isTuple(message) && message[0] === atom.EXIT && message[1] instanceof Pid) {
    if (message[2] === atom.interrupt) shell.interrupt("busy");
    else if (message[2] !== atom.normal) shell.hangUp();
  }
  return message;
}
