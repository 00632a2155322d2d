/**
 * Where characters come from and go to: a terminal, a pipe, a string. A group leader serves one to
 * processes; only devices touch streams.
 */
export interface Device {
  /**
   * Writes text, in the order of calls.
   *
   * @param channel `stderr` for diagnostics
   * @returns resolves when the reader of the device has room for more
   */
  write(text: string, channel?: "stdout" | "stderr"): void | Promise<void>;
  /**
   * Shows a prompt and reads one line. A read that comes while another is pending parks the older
   * one until it has its line.
   *
   * @param signal withdraws the read; what was typed stays for the next one
   * @returns the line with its `\n`; `null` at the end of input
   */
  readLine(prompt: string, signal?: AbortSignal): Promise<string | null>;
  /** Size in characters; `undefined` when it has none. */
  geometry(): { columns: number; rows: number } | undefined;
  /**
   * Writes text while its caller waits, whatever else waits meanwhile: for a program that prints in one
   * go, with no turn for anybody else, so that it is held up rather than remembered. Left out where it is
   * impossible.
   *
   * @returns false when it is impossible now, since other text is on its way
   */
  writeAtOnce?(text: string, channel?: "stdout" | "stderr"): boolean;
  /** Gives the streams back. What was written is flushed, pending reads get `null`. */
  close(): void | Promise<void>;
}
