import type { Readable, Writable } from "node:stream";
import { atom, inProcess, type Pid, Process, self, startGroupLeader } from "../src/index.js";
import { checkOptions, checkSize } from "./embedded/check-options.js";
import { openStreams, type Streams, type TerminalSize } from "./embedded/streams.js";
import { tellUncaught } from "./embedded/uncaught.js";
import { readableStacks } from "./node.js";
import { openRemoteShell } from "./remote/remsh.js";
import { type Shell, shareBindings, startShell } from "./start.js";
import { createStyle, type Style } from "./style.js";
import type { InterruptedWhile, ShellDevice } from "./terminal/device.js";

/** What a shell in a program of yours is made of. */
export interface StartOptions {
  /** Where lines, or keys, come from. */
  input: Readable;
  /** Where the shell prints. */
  output: Writable;
  /** The node that the shell is to run on; this one when left out. A bare name means this node's host. */
  node?: string | undefined;
  /**
   * Whether the streams are a terminal: then the shell draws a prompt to edit, with the size that is
   * given in characters, else that of the stream, else 80 by 24. A terminal of the system is in raw mode
   * until the shell ends. Otherwise it reads lines and writes
   * no escape sequence. Left out: whether both streams are terminals of the system.
   */
  terminal?: boolean | TerminalSize | undefined;
  /** Whether to print in colours; left out, on terminals, unless `NO_COLOR` is set. */
  colors?: boolean | undefined;
  /** Texts to evaluate before the first prompt. */
  evaluate?: readonly string[] | undefined;
  /** Names that the prompt knows from the beginning, and keeps when its evaluator ends. */
  bindings?: Readonly<Record<string, unknown>> | undefined;
  /** A file to evaluate before the first prompt, as `.iex.ts` is by the command. None when left out. */
  dotIex?: string | undefined;
}

/** A shell that runs. */
export interface RunningShell {
  /**
   * The exit status that it was left with, once it was. Never rejects: of a shell that could not begin, such
   * as on a node that cannot be reached, it is 1, and `output` tells why.
   */
  readonly left: Promise<number>;
  /** Stops what is being evaluated, as Ctrl+C does. */
  interrupt(): void;
  /**
   * Tells it the size of its terminal, in characters.
   *
   * @throws TypeError for what is no size
   */
  resize(size: TerminalSize): void;
  /** Ends it; the streams stay open. A reader that is behind has a moment to take what was printed. */
  close(): void;
}

/**
 * Starts a shell over two streams, on this node or on another: for tests, for a terminal in a browser,
 * behind a socket. Any number of them run side by side, each with an evaluator, bindings and a counter of
 * its own, and none of them changes anything for the program around it. An error that nobody handles is
 * told at the shell where it was typed, and ends nothing.
 *
 * @returns at once; what goes wrong later is told at the shell
 * @throws TypeError for streams that are none, options that are not known or have a wrong value, and
 *   bindings that no text can name; Error for another node where this one has no name
 * @example
 * const shell = Shell.start({ input: socket, output: socket, bindings: { users } });
 * await shell.left;
 */
export function start(options: StartOptions): RunningShell {
  checkOptions(options);
  let shell: Shell | undefined;
  const closed = new AbortController();
  const close = (): void => {
    closed.abort();
    shell?.hangUp();
  };
  // From nobody's call: what it ends would name the caller's places as its own.
  const interrupt = (during: InterruptedWhile): void => queueMicrotask(() => shell?.interrupt(during));
  const streams = openStreams(options, {
    onInterrupt: interrupt,
    onEof: close,
    paint: (line) => shell?.paint?.(line),
    asksForCode: () => shell?.asksForCode?.() ?? true,
    completer: (before) => shell?.expand?.(before) ?? { insert: "", candidates: [] },
  });
  const leader = startGroupLeader(streams.device);
  const hasEnded = tellUncaught(leader);
  const live = async (): Promise<number> => {
    try {
      shell = await open(options, streams, leader);
      if (closed.signal.aborted) shell.hangUp();
      return await shell.left;
    } catch (error) {
      void streams.device.write(`${error instanceof Error ? error.message : String(error)}\n`);
      return 1;
    } finally {
      hasEnded();
      await Promise.race([streams.close(), momentAfter(closed.signal)]);
      await inProcess(() => void Process.exit(leader, atom.kill));
    }
  };
  const resize = (size: TerminalSize): void => {
    checkSize(size);
    streams.resize(size);
  };
  return { left: live(), interrupt: () => interrupt("busy"), resize, close };
}

/** How long, in milliseconds, a reader may take for the last words of a shell that is closed. */
const LAST_WORDS = 1000;

function momentAfter(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wait = (): void => void setTimeout(resolve, LAST_WORDS).unref();
    if (signal.aborted) wait();
    else signal.addEventListener("abort", wait, { once: true });
  });
}

async function open(options: StartOptions, { device: screen, remember }: Streams, leader: Pid): Promise<Shell> {
  const { node, evaluate = [], bindings = {}, dotIex = "" } = options;
  const isTerminal = screen.geometry() !== undefined;
  const style = await createStyle(options.colors ?? (isTerminal && !process.env.NO_COLOR));
  if (node !== undefined) return openElsewhere(node, screen, leader, style);
  readableStacks({ onlyTyped: true });
  shareBindings();
  return startShell({ screen, style, leader, evaluate, bindings, dotIex, remember, interruptible: false });
}

function openElsewhere(node: string, screen: ShellDevice, leader: Pid, style: Style): Promise<Shell> {
  return inProcess(() => {
    Process.groupLeader(self(), leader);
    return openRemoteShell(node, screen, { style, check: "off" });
  });
}
