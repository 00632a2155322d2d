import {
  atom,
  Exception,
  inProcess,
  isTuple,
  makeRef,
  Node,
  Pid,
  Process,
  Rpc,
  receive,
  self,
  send,
  skip,
  tuple,
} from "../../src/index.js";
import type { Shell } from "../start.js";
import type { InterruptedWhile, ShellDevice } from "../terminal/device.js";
import { withHost } from "./node-name.js";

/**
 * Opens a shell on another node: `iex --remsh`. It runs there, with the group leader of this node's
 * terminal, so this side only reads and prints. The other node may be of ours or of Elixir's.
 *
 * @param name a bare name means this node's host
 * @throws Error when the node cannot be reached, or has no shell to offer
 */
export async function openRemoteShell(name: string, device: ShellDevice): Promise<Shell> {
  const node = withHost(name);
  if (!(await Node.connect(node))) throw unreachable(node);
  let shell: Pid | undefined;
  let me: Pid | undefined;
  let leaving = false;
  const left = inProcess(async () => {
    me = self();
    Process.flag("trapExit", true);
    shell = await startThere(node);
    return waitForEnd(shell, device);
  });
  const hangUp = (): void => {
    if (shell) tellEnd(shell, atom.kill);
    if (me) send(me, LEAVE);
  };
  const interrupt = (during: InterruptedWhile): void => {
    if (during === "busy" && shell) tellEnd(shell, atom.interrupt!);
    else if (during === "idle" && leaving) hangUp();
    leaving = during === "idle";
    if (leaving) void device.write("(press Ctrl+C again to leave, or type on)\n");
  };
  return { left, interrupt, hangUp };
}

const LEAVE = Symbol("leave");

function unreachable(node: string): Error {
  return new Error(`Could not contact remote node ${node}, reason: :nodedown. Aborting...`);
}

/** Begins as Elixir's command does, so that nodes of both kinds understand it. */
async function startThere(node: string): Promise<Pid> {
  const loaded = await Rpc.call(node, "code", "ensure_loaded", [atom("Elixir.IEx")]);
  if (!isTuple(loaded) || loaded[0] !== atom.module)
    throw new Error(`Could not start a shell on ${node}: it has no IEx, ${Exception.formatExit(loaded)}`);
  const ref = makeRef();
  const begin = tuple(atom("Elixir.IEx.CLI"), atom.remote_start, [self(), ref]);
  const shell = await Rpc.call(node, "IEx", "start", [[], begin]);
  if (!(shell instanceof Pid)) throw new Error(`Could not start a shell on ${node}: it answered ${String(shell)}`);
  Process.link(shell);
  await begun(ref);
  return shell;
}

/** The shell says that it is there and waits to be let in. */
async function begun(ref: unknown): Promise<void> {
  const from = await receive((message) => {
    if (!isTuple(message) || message[0] !== atom.begin || message[1] !== ref) return skip;
    return message[2] as Pid;
  });
  send(from, tuple(atom.done, ref));
}

async function waitForEnd(shell: Pid, device: ShellDevice): Promise<number> {
  const end = await receive((message) => {
    if (message === LEAVE) return { reason: atom.normal };
    return isTuple(message) && message[0] === atom.EXIT && message[1] === shell ? { reason: message[2] } : skip;
  });
  if (end.reason === atom.normal || end.reason === atom.shutdown) return 0;
  await device.write(`*** ERROR: Shell process terminated! (${Exception.formatExit(end.reason)}) ***\n`, "stderr");
  return 1;
}

/** The shell may have ended, or its node be lost. */
function tellEnd(shell: Pid, reason: symbol): void {
  void inProcess(() => Process.exit(shell, reason)).catch(() => {});
}
