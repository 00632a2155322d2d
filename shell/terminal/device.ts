/** What the shell talks to a person, or to a script, through. */
export interface Device {
  /**
   * Writes text. Resolves when the reader of the device has room for more.
   *
   * @param channel `stderr` is for diagnostics
   */
  write(text: string, channel?: "stdout" | "stderr"): void | Promise<void>;
  /**
   * Shows the prompt and reads one line, its "\n" included. A read that comes while another is
   * pending parks the older one: the newer prompt is served first, then the older comes back with
   * what was typed at it.
   *
   * @param signal withdraws the read when it aborts: the promise rejects with its reason, and what
   *   was typed stays for the next read
   * @returns the line, or null at the end of input
   */
  readLine(prompt: string, signal?: AbortSignal): Promise<string | null>;
  /** Size in characters, undefined when the device is not a terminal. */
  geometry(): { columns: number; rows: number } | undefined;
  close(): void;
}

/** A device with what the shell's conductor needs beside reading and writing. */
export interface ShellDevice extends Device {
  /**
   * Runs code that may keep the only thread busy, so that Ctrl+C still becomes SIGINT. Give the
   * `vm` call inside `breakOnSigint`.
   */
  whileEvaluating<T>(run: () => T): T;
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
