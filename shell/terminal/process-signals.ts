import { closeSync, openSync } from "node:fs";
import { devNull } from "node:os";
import { isatty } from "node:tty";

/** What the terminal driver does about each signal. */
export interface SignalHost {
  interrupt(): void;
  hangup(): void;
  /** The process was stopped and goes on. */
  continued(): void;
  /** Leaves the terminal as it was found. */
  restore(): void;
}

/**
 * Listens for the signals that concern a terminal. A signal that would have ended the process still
 * does, unless someone else handles it, but only after the terminal is restored.
 *
 * @returns stops listening
 */
export function listenForSignals(host: SignalHost): () => void {
  const listeners: [NodeJS.Signals | "exit", () => void][] = [
    ["SIGINT", () => host.interrupt()],
    ["SIGHUP", () => host.hangup()],
    ["SIGCONT", () => host.continued()],
    ["SIGTERM", () => die("SIGTERM")],
    ["SIGQUIT", () => die("SIGQUIT")],
    ["exit", () => host.restore()],
  ];
  const stop = () => {
    for (const [event, listener] of listeners) process.off(event, listener);
  };
  const die = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) > 1 + onlookers()) return;
    host.restore();
    stop();
    process.kill(process.pid, signal);
  };
  for (const [event, listener] of listeners) process.on(event, listener);
  return stop;
}

/**
 * The terminal is gone: the standard streams lead nowhere from now on. Node.js sets the modes of a terminal right
 * when it ends, and where it cannot, it crashes.
 */
export function forgetTerminal(streams: readonly number[]): void {
  for (const fd of streams) {
    closeSync(fd);
    // It gets the lowest number that is free.
    openSync(devNull, "r+");
  }
}

/** Which of the standard streams are terminals. One that is gone does not look like one any more. */
export function terminalStreams(): number[] {
  return [0, 1, 2].filter((fd) => isatty(fd));
}

/** What the terminal makes of Ctrl+\ when it makes signals of keys: whoever listens for SIGQUIT hears of it. */
export function quit(): void {
  process.emit("SIGQUIT", "SIGQUIT");
}

interface Counted {
  readonly count?: number;
}

/**
 * How many listeners a signal has that only want to know when the process ends: those of the package
 * `signal-exit`, which end it themselves where they are alone. It counts them, in two places by its version.
 */
function onlookers(): number {
  const third = (process as { __signal_exit_emitter__?: Counted }).__signal_exit_emitter__;
  const fourth = (globalThis as Record<symbol, Counted | undefined>)[Symbol.for("signal-exit emitter")];
  return (third?.count ?? 0) + (fourth?.count ?? 0);
}
