import {
  atom,
  Exception,
  inProcess,
  inspect,
  isTuple,
  Node,
  Pid,
  Process,
  Rpc,
  receive,
  self,
  send,
  skip,
} from "../../src/index.js";
import type { Expansion } from "../complete/index.js";
import type { Shell } from "../start.js";
import type { InterruptedWhile, ShellDevice } from "../terminal/device.js";
import { beforeToTerm, expansionFromTerm, NO_EXPANSION, textOf } from "./expansion.js";
import { interruptMessage } from "./interrupt.js";
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
  const terminal: Terminal = { device, me: undefined, there: undefined, leaving: false };
  const left = inProcess(async () => {
    terminal.me = self();
    Process.flag("trapExit", true);
    terminal.there = await startThere(node);
    return waitForEnd(terminal.there.pid, device);
  });
  return {
    left,
    interrupt: (during) => interrupt(terminal, during),
    hangUp: () => hangUp(terminal),
    expand: (before) => expandThere(terminal, before),
    // Not known here, and a shell of Elixir takes its lines one by one.
    asksForCode: () => false,
  };
}

interface Terminal {
  readonly device: ShellDevice;
  /** The process of this node that waits for the end of the shell. */
  me: Pid | undefined;
  /** The process there, and whether its node is of iex-ts. */
  there: { readonly pid: Pid; readonly ours: boolean } | undefined;
  /** True after a Ctrl+C at an empty prompt: the next one leaves. */
  leaving: boolean;
}

/** A shell of ours knows what Ctrl+C means; one of Elixir's knows only to drop its evaluator. */
function interrupt(terminal: Terminal, during: InterruptedWhile): void {
  const { there } = terminal;
  if (there?.ours) tell(() => send(there.pid, interruptMessage(during)));
  else if (during === "busy") tellEnd(terminal, atom.interrupt!);
  else interruptPrompt(terminal, during);
}

function interruptPrompt(terminal: Terminal, during: "typing" | "idle"): void {
  if (during === "idle" && terminal.leaving) hangUp(terminal);
  terminal.leaving = during === "idle" && !terminal.leaving;
  if (terminal.leaving) void terminal.device.write("(press Ctrl+C again to leave, or type on)\n");
}

function hangUp(terminal: Terminal): void {
  tellEnd(terminal, atom.shutdown);
  if (terminal.me) send(terminal.me, LEAVE);
}

function tellEnd({ there }: Terminal, reason: symbol): void {
  if (there) tell(() => Process.exit(there.pid, reason));
}

/** The shell may have ended, or its node be lost. */
function tell(what: () => unknown): void {
  void inProcess(what).catch(() => {});
}

/** The node of the shell knows its bindings; nodes of both kinds are asked in the same way. */
async function expandThere({ there }: Terminal, before: string): Promise<Expansion> {
  if (!there) return NO_EXPANSION;
  const args = [beforeToTerm(before), there.pid];
  return expansionFromTerm(
    await inProcess(() => Rpc.call(there.pid.node, "IEx.Autocomplete", "expand", args, PATIENCE)),
  );
}

/** How long, in milliseconds, another node may look for candidates. */
const PATIENCE = 5000;

const LEAVE = Symbol("leave");

function unreachable(node: string): Error {
  return new Error(`Could not contact remote node ${node}, reason: :nodedown. Aborting...`);
}

/** As Elixir's command does it, so that nodes of both kinds understand it. */
async function startThere(node: string): Promise<{ pid: Pid; ours: boolean }> {
  const loaded = await Rpc.call(node, "code", "ensure_loaded", [atom("Elixir.IEx")]);
  if (!isTuple(loaded) || loaded[0] !== atom.module)
    throw new Error(`Could not start a shell on ${node}: it has no IEx, ${inspect(loaded)}`);
  const machine = await Rpc.call(node, "erlang", "system_info", [atom("machine")]);
  const pid = await Rpc.call(node, "IEx", "start", [[]]);
  if (!(pid instanceof Pid)) throw new Error(`Could not start a shell on ${node}: it answered ${inspect(pid)}`);
  Process.link(pid);
  return { pid, ours: textOf(machine) === "IEX-TS" };
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
