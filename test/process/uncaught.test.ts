import { afterEach, describe, expect, it } from "@jest/globals";
import { inProcess, Process, self, takeUncaught } from "../../src/process/index.js";
import type { Pid } from "../../src/term/index.js";
import { endProcesses } from "../support/processes.js";

type Seen = { error: unknown; from: Pid | undefined; groupLeader: Pid | undefined; promise: boolean };

/** What was offered, and whether the next one is taken. */
const seen: Seen[] = [];
let settle: (() => void) | undefined;
takeUncaught((error, from, promise) => {
  seen.push({ error, from: from?.pid, groupLeader: from?.groupLeader, promise: promise !== undefined });
  return settle;
});

afterEach(async () => {
  seen.length = 0;
  settle = undefined;
  await endProcesses();
});

/** As Node.js does. */
const tell = (event: string, ...args: unknown[]): boolean => (process.emit as any)(event, ...args);

describe("an error that nobody handles", () => {
  it("is offered with its promise", () => {
    const promise = Promise.resolve();
    expect(tell("unhandledRejection", "lost", promise)).toBe(false);
    expect(seen).toEqual([{ error: "lost", from: undefined, groupLeader: undefined, promise: true }]);
  });

  it("that is taken is heard by no listener, and what is done about it is done once, in no process", async () => {
    const heard: unknown[] = [];
    const listener = (event: unknown) => heard.push(event);
    const events = ["uncaughtException", "uncaughtExceptionMonitor", "unhandledRejection"];
    for (const event of events) process.on(event, listener);
    const done: unknown[] = [];
    settle = () => {
      expect(() => self()).toThrow("No process runs here");
      done.push(seen.at(-1)!.error);
    };
    await inProcess(() => {
      expect(tell("uncaughtExceptionMonitor", "thrown", "uncaughtException")).toBe(true);
      expect(tell("uncaughtException", "thrown", "uncaughtException")).toBe(true);
      expect(tell("unhandledRejection", "lost", Promise.resolve())).toBe(true);
    });
    expect(done).toEqual(["thrown", "lost"]);
    expect(heard).toEqual([]);
    for (const event of events) process.off(event, listener);
  });

  it("that is left goes to the listeners, as if nobody had asked", () => {
    const heard: unknown[] = [];
    const [listener, promise] = [(...args: unknown[]) => heard.push(args), Promise.resolve()];
    process.on("unhandledRejection", listener);
    expect(tell("unhandledRejection", "lost", promise)).toBe(true);
    process.off("unhandledRejection", listener);
    expect(tell("unhandledRejection", "lost", promise)).toBe(false);
    expect(heard).toEqual([["lost", promise]]);
  });

  it("is told once where Node.js tells it as an exception first", () => {
    let times = 0;
    settle = () => times++;
    const promise = Promise.resolve();
    expect(tell("uncaughtException", "lost", "unhandledRejection")).toBe(true);
    expect(tell("unhandledRejection", "lost", promise)).toBe(true);
    expect(times).toBe(1);
  });

  it("is no news when it is handled after all, if it was taken", () => {
    const [kept, left] = [Promise.resolve(), Promise.resolve()];
    settle = () => {};
    tell("unhandledRejection", "lost", kept);
    settle = undefined;
    tell("unhandledRejection", "lost", left);
    expect(tell("rejectionHandled", kept)).toBe(true);
    expect(tell("rejectionHandled", left)).toBe(false);
  });

  it("comes from the process that it is thrown in", async () => {
    settle = () => {};
    await inProcess(() => {
      tell("uncaughtException", "thrown", "uncaughtException");
      expect(seen).toMatchObject([{ from: self(), groupLeader: Process.groupLeader(), promise: false }]);
    });
  });

  it("changes no other event", () => {
    const heard: unknown[] = [];
    process.once("message", (message) => heard.push(message));
    expect(tell("message", "hi")).toBe(true);
    expect(tell("message", "hi")).toBe(false);
    expect([heard, seen]).toEqual([["hi"], []]);
  });

  it("leaves no listener behind", () => {
    expect(process.listenerCount("uncaughtException") + process.listenerCount("unhandledRejection")).toBe(0);
  });
});
