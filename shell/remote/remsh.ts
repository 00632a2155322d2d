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
import { highlight } from "../highlight/index.js";
import type { Shell } from "../start.js";
import type { Style } from "../style.js";
import type { InterruptedWhile, ShellDevice } from "../terminal/device.js";
import type { Check } from "../types/check.js";
import { beforeToTerm, expansionFromTerm, NO_EXPANSION, textOf } from "./expansion.js";
import { interruptMessage } from "./interrupt.js";
import { withHost } from "./node-name.js";
import { readingOf, terminalToOptions } from "./terminal.js";

/**
 * Opens a shell on another node: `iex --remsh`. It runs there, with the group leader of this node's
 * terminal, so this side only reads and prints. The other node may be of ours or of Elixir's.
 *
 * @param name a bare name means this node's host
 * @throws Error when the node cannot be reached, or has no shell to offer
 */
export async function openRemoteShell(name: string, device: ShellDevice, { style, check }: Manner): Promise<Shell> {
  const node = withHost(name);
  if (!(await Node.connect(node))) throw unreachable(node);
  const terminal: Terminal = { device, me: undefined, there: undefined, reading: undefined, leaving: false };
  const left = inProcess(async () => {
    terminal.me = self();
    Process.flag("trapExit", true);
    terminal.there = await startThere(node, { colors: style.code !== undefined, check });
    return waitForEnd(terminal, terminal.there.pid);
  });
  return {
    left,
    interrupt: (during) => interrupt(terminal, during),
    hangUp: () => hangUp(terminal),
    expand: (before) => expandThere(terminal, before),
    paint: (line) => paint(terminal, line, style),
    // A shell of Elixir does not say, and takes its lines one by one.
    asksForCode: () => unfinishedAt(terminal) !== undefined,
    asksForMore: () => Boolean(unfinishedAt(terminal)),
  };
}

/** What a node of ours is told of a terminal. */
export interface Manner {
  /** Its colours, for what is typed and for what the node prints. */
  readonly style: Style;
  /** What happens to texts that do not fit the types there. */
  readonly check: Check;
}

interface Terminal {
  readonly device: ShellDevice;
  /** The process of this node that waits for the end of the shell. */
  me: Pid | undefined;
  /** The process there, and whether its node is of iex-ts. */
  there: { readonly pid: Pid; readonly ours: boolean } | undefined;
  /** The lines above the one of code that a shell of ours has asked for last, and its prompt once that is seen. */
  reading: { readonly unfinished: string; prompt?: string | undefined } | undefined;
  /** True after a Ctrl+C at an empty prompt: the next one leaves. */
  leaving: boolean;
}

/** Undefined while the line that is read is none of code: then it has another prompt. */
function unfinishedAt({ device, reading }: Terminal): string | undefined {
  const prompt = device.prompt?.();
  if (reading === undefined || prompt === undefined) return undefined;
  reading.prompt ??= prompt;
  return prompt === reading.prompt ? reading.unfinished : undefined;
}

function paint(terminal: Terminal, line: string, { code }: Style): string | undefined {
  const unfinished = unfinishedAt(terminal);
  return code && unfinished !== undefined ? highlight(line, unfinished, code) : undefined;
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
async function startThere(
  node: string,
  manner: { colors: boolean; check: Check },
): Promise<{ pid: Pid; ours: boolean }> {
  const loaded = await Rpc.call(node, "code", "ensure_loaded", [atom("Elixir.IEx")]);
  if (!isTuple(loaded) || loaded[0] !== atom.module)
    throw new Error(`Could not start a shell on ${node}: it has no IEx, ${inspect(loaded)}`);
  const machine = await Rpc.call(node, "erlang", "system_info", [atom("machine")]);
  const ours = textOf(machine) === "IEX-TS";
  const options = ours ? terminalToOptions({ process: self(), ...manner }) : [];
  const pid = await Rpc.call(node, "IEx", "start", [options]);
  if (!(pid instanceof Pid)) throw new Error(`Could not start a shell on ${node}: it answered ${inspect(pid)}`);
  Process.link(pid);
  return { pid, ours };
}

async function waitForEnd(terminal: Terminal, shell: Pid): Promise<number> {
  let end: { reason: unknown } | undefined;
  while (!end) end = await receive((message) => heard(message, terminal, shell));
  if (end.reason === atom.normal || end.reason === atom.shutdown) return 0;
  const why = Exception.formatExit(end.reason);
  await terminal.device.write(`*** ERROR: Shell process terminated! (${why}) ***\n`, "stderr");
  return 1;
}

/** What has ended the shell; undefined when it has just told what it asks for. */
function heard(message: unknown, terminal: Terminal, shell: Pid): { reason: unknown } | undefined | typeof skip {
  const unfinished = readingOf(message);
  if (unfinished !== undefined) {
    terminal.reading = { unfinished };
    return undefined;
  }
  if (message === LEAVE) return { reason: atom.normal };
  return isTuple(message) && message[0] === atom.EXIT && message[1] === shell ? { reason: message[2] } : skip;
}
