import type { Device } from "../../src/index.js";

/** What a shell knows of the place that it prints to; reading and printing go through the group leader. */
export interface Screen extends Pick<Device, "write" | "geometry"> {
  /** Code of the user is about to run: it may keep the only thread, and Ctrl+C must reach it nevertheless. */
  beginEvaluation(): void;
}

/** A device with what the shell's conductor needs beside reading and writing. */
export interface ShellDevice extends Device, Screen {
  /** Whether Ctrl+C reaches code that keeps the thread. */
  readonly interruptible?: boolean;
  /** The prompt of the line that is read now; absent where nobody sees it being typed. */
  prompt?(): string | undefined;
  /**
   * Hands keyboard and screen to someone else; undefined where there is no screen.
   *
   * @param onInterrupt told of Ctrl+C, which the borrower does not get: whatever it does, it can be stopped
   */
  takeOver?(onInterrupt: () => void): TakenScreen;
}

/** A terminal that several shells share: one of them has the keyboard, and what any of them prints appears. */
export interface SharedTerminal extends ShellDevice {
  takeOver(onInterrupt: () => void): TakenScreen;
  /** A device for one more shell, whose prompts wait until it is switched to. */
  openGroup(): ShellDevice;
  /**
   * Gives the keyboard to another shell. The row of the prompt that is left stays on the screen.
   *
   * @param device one of {@link openGroup}, or the terminal itself for whoever reads there
   */
  switchTo(device: Device): void;
}

/** Whether several shells can share a device: where there is no screen, none can. */
export function isShared(device: ShellDevice): device is SharedTerminal {
  return "openGroup" in device;
}

/** Keyboard and screen on loan, as a full-screen program wants them. */
export interface TakenScreen {
  input: NodeJS.ReadStream;
  output: NodeJS.WriteStream;
  /** Gives them back: what was printed meanwhile appears, then the prompt and the typed text. */
  release(): void;
}

/** Where the person was when Ctrl+C came: at a line with text, at an empty line, or waiting. */
export type InterruptedWhile = "typing" | "idle" | "busy";
