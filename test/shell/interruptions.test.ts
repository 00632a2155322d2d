import { afterEach, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { Interruptions } from "../../shell/interruptions.js";
import type { Prompt } from "../../shell/pry/prompts.js";
import { inProcess, Process, self } from "../../src/index.js";

beforeEach(() => void jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] }));
afterEach(() => void jest.useRealTimers());

/** A prompt whose evaluator is at something, or at nothing. */
async function prompt(isRunning: boolean): Promise<Prompt & { readonly isEnding: boolean }> {
  const controller = new AbortController();
  const evaluator = await inProcess(() => ({ pid: self(), ref: Process.monitor(self()) }));
  const running = isRunning ? { text: "", controller } : undefined;
  return {
    counter: 1,
    lines: "",
    evaluator,
    running,
    get isEnding() {
      return controller.signal.aborted;
    },
  };
}

describe("Ctrl+C", () => {
  it("ends what runs, at once, and nothing is left to do", async () => {
    const interruptions = new Interruptions();
    const busy = await prompt(true);
    expect(interruptions.end(busy)).toBe(true);
    expect(busy.isEnding).toBe(true);
    expect(interruptions.isSpent("busy")).toBe(true);
  });

  it("ends a line that is on its way when it comes, and none that comes later", async () => {
    const interruptions = new Interruptions();
    expect(interruptions.end(await prompt(false))).toBe(false);
    const [next, later] = [await prompt(true), await prompt(true)];
    interruptions.begun(next);
    expect(next.isEnding).toBe(true);
    interruptions.begun(later);
    expect(later.isEnding).toBe(false);
    expect(interruptions.isSpent("busy")).toBe(true);
  });

  it("is told to the shell when no line was on its way, and then meant for none", async () => {
    const interruptions = new Interruptions();
    interruptions.end(await prompt(false));
    expect(interruptions.isSpent("busy")).toBe(false);
    const later = await prompt(true);
    interruptions.begun(later);
    expect(later.isEnding).toBe(false);
  });

  it("does nothing more as long as the key is held down", async () => {
    const interruptions = new Interruptions();
    expect(interruptions.isSpent("idle")).toBe(false);
    interruptions.end(await prompt(true));
    for (let n = 0; n < 5; n++) {
      jest.advanceTimersByTime(200);
      expect(interruptions.isSpent("idle")).toBe(true);
    }
    jest.advanceTimersByTime(300);
    expect(interruptions.isSpent("idle")).toBe(false);
  });
});
