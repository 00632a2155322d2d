import type { Device } from "../../src/index.js";

/** What a shell knows of the place that it prints to; reading and printing go through the group leader. */
export interface Screen extends Pick<Device, "write" | "geometry"> {
  /**
   * Runs code that may keep the only thread busy, so that Ctrl+C still becomes SIGINT. Give the
   * `vm` call inside `breakOnSigint`.
   */
  whileEvaluating<T>(run: () => T): T;
}

/** A device with what the shell's conductor needs beside reading and writing. */
export interface ShellDevice extends Device, Screen {
  /** Hands keyboard and screen to someone else; undefined where there is no screen. */
  takeOver?(): TakenScreen;
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
