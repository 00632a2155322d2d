import { interruptRunning, type Prompt } from "./pry/prompts.js";
import type { InterruptedWhile } from "./terminal/device.js";

/** Ctrl+C that comes again within this time, in milliseconds, comes from a key that is held down. */
const HELD = 250;

/** What Ctrl+C is meant for: it is heard at once, and told to the shell's process a moment later. */
export class Interruptions {
  /** It came while nothing ran: a line that is on its way must not begin. */
  #isEarly = false;
  /** When it last ended something, or would have done so; in milliseconds, as `performance.now()` has it. */
  #endedAt = Number.NEGATIVE_INFINITY;

  /**
   * Has what a prompt evaluates end before its next statement begins.
   *
   * @returns false when it evaluates nothing; then a line that is on its way will not begin
   */
  end(prompt: Prompt): boolean {
    const isRunning = interruptRunning(prompt);
    if (isRunning) this.#endedAt = performance.now();
    this.#isEarly = !isRunning;
    return isRunning;
  }

  /** A prompt evaluates something from now on. */
  begun(prompt: Prompt): void {
    if (this.#isEarly) this.end(prompt);
  }

  /** Whether nothing is left to do when the shell's process is told of it. */
  isSpent(during: InterruptedWhile): boolean {
    const isEarly = this.#isEarly;
    this.#isEarly = false;
    if (during === "busy") return !isEarly;
    return during === "idle" && this.#isHeld();
  }

  /** A key that is held down ends what runs, and not the shell as well. */
  #isHeld(): boolean {
    const now = performance.now();
    if (now - this.#endedAt > HELD) return false;
    this.#endedAt = now;
    return true;
  }
}
