import { EventEmitter, on, once } from "node:events";
import { readFile as readFileCallback } from "node:fs";
import { readFile } from "node:fs/promises";
import { Readable } from "node:stream";
import * as timers from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "@jest/globals";
import { current, inProcess, Process, receive, self, send, spawn } from "../../src/process/index.js";
import type { Pid } from "../../src/term/index.js";
import { endProcesses, gate, nextTurn } from "../support/processes.js";

const HERE = fileURLToPath(import.meta.url);

afterEach(endProcesses);

/** Each comes back after another kind of wait. */
const WAITS: Record<string, () => unknown> = {
  "a plain value": () => 1,
  "an async function": async () => 1,
  "an async function that waits itself": async () => {
    await null;
    await nextTurn();
  },
  "a thenable": () => ({ then: (resolve: (value: number) => void) => resolve(1) }),
  "a promise that was made outside": () => outside,
  "setTimeout, promisified": () => promisify(setTimeout)(1),
  "node:timers/promises": () => timers.setTimeout(1),
  "setImmediate of node:timers/promises": () => timers.setImmediate(),
  "a file of node:fs/promises": () => readFile(HERE),
  "Promise.all": () => Promise.all([nextTurn(), readFile(HERE), timers.setTimeout(1)]),
  "Promise.race": () => Promise.race([timers.setTimeout(1), new Promise(() => {})]),
  "a rejected promise": () => Promise.reject(new Error("no")).catch(() => {}),
  "an event": async () => {
    const emitter = new EventEmitter();
    setImmediate(() => emitter.emit("ready"));
    await once(emitter, "ready");
  },
  "a stream read in a loop": async () => {
    for await (const _ of Readable.from(["a", "b"])) await null;
  },
  "events read in a loop": async () => {
    const emitter = new EventEmitter();
    setImmediate(() => emitter.emit("tick"));
    for await (const _ of on(emitter, "tick")) break;
  },
  "an async generator": async () => {
    for await (const _ of count()) await null;
  },
  "a dynamic import": () => import("node:os"),
  "a message": async () => {
    send(self(), "x");
    await receive();
  },
  "a message after a while": async () => {
    Process.sendAfter(self(), "x", 1);
    await receive(() => 1);
  },
  "a timeout": () => receive(undefined, 1),
  "a sleep": () => Process.sleep(1),
};

async function* count(): AsyncGenerator<number> {
  yield 1;
  await nextTurn();
  yield 2;
}

const outside = nextTurn();

/** Each calls back later. */
const CALLBACKS: Record<string, (callback: () => void) => unknown> = {
  setTimeout: (callback) => setTimeout(callback, 1),
  setImmediate: (callback) => setImmediate(callback),
  setInterval: (callback) => {
    const timer = setInterval(() => {
      clearInterval(timer);
      callback();
    }, 1);
  },
  queueMicrotask: (callback) => queueMicrotask(callback),
  "process.nextTick": (callback) => process.nextTick(callback),
  "Promise.then": (callback) => nextTurn().then(callback),
  "Promise.finally": (callback) => nextTurn().finally(callback),
  "a rejection handler": (callback) => Promise.reject(new Error("no")).catch(callback),
};

describe("self", () => {
  it.each(Object.keys(WAITS))("is the same after waiting for %s, with others between", async (name) => {
    const seen = await Promise.all([1, 2, 3, 4, 5].map(() => inProcess(() => selvesAround(WAITS[name]!))));
    for (const [before, after] of seen) expect(after).toBe(before);
    expect(new Set(seen.map(([before]) => before)).size).toBe(5);
  });

  async function selvesAround(wait: () => unknown): Promise<[Pid, Pid]> {
    const before = self();
    await wait();
    return [before, self()];
  }

  it.each(Object.keys(CALLBACKS))("is the same in a callback of %s, with others between", async (name) => {
    const seen = await Promise.all([1, 2, 3].map(() => inProcess(() => selfInCallback(CALLBACKS[name]!))));
    for (const [before, inside, after] of seen) {
      expect(inside).toBe(before);
      expect(after).toBe(before);
    }
  });

  async function selfInCallback(later: (callback: () => void) => unknown): Promise<[Pid, Pid, Pid]> {
    const before = self();
    const called = gate<Pid>();
    later(() => called.open(self()));
    const inside = await called.opened;
    return [before, inside, self()];
  }

  it("is each process's own where processes are nested and interleaved", async () => {
    await inProcess(async () => {
      const outer = self();
      const inner = spawn(async () => {
        const middle = self();
        spawn(async () => {
          await nextTurn();
          send(middle, self());
          send(outer, ["innermost", self()]);
        });
        await null;
        const innermost = await receive();
        send(outer, ["inner", self(), innermost]);
      });
      expect(self()).toBe(outer);
      const [, innermost] = (await receive(([tag, pid]) => [tag, pid])) as [string, Pid];
      expect(await receive()).toEqual(["inner", inner, innermost]);
      expect(self()).toBe(outer);
    });
  });

  it("is set up right after spawn for the caller, who is not the child", async () => {
    await inProcess(() => {
      const before = self();
      const child = spawn(() => receive());
      expect(self()).toBe(before);
      expect(child).not.toBe(before);
    });
  });

  it("says what to do outside of a process", async () => {
    expect(() => self()).toThrow("No process runs here: start one with spawn(), or wrap the body in inProcess()");
    await inProcess(() => self());
    expect(() => self()).toThrow("No process runs here");
    expect(() => receive()).toThrow("No process runs here");
  });

  it("is of no process in what others call back, though one ran just before", async () => {
    const timer = gate<unknown>();
    const file = gate<unknown>();
    setTimeout(() => timer.open(current()), 5);
    readFileCallback(HERE, () => file.open(current()));
    const pid = spawn(async () => {
      await nextTurn();
      for (;;) await receive();
    });
    const beat = setInterval(() => send(pid, "beat"), 1);
    expect(await timer.opened).toBeUndefined();
    expect(await file.opened).toBeUndefined();
    clearInterval(beat);
  });

  it("leaves timers with what Node.js gives them", async () => {
    await inProcess(async () => {
      expect(await promisify(setTimeout)(1, "value")).toBe("value");
      const passed = gate<unknown[]>();
      setTimeout((...args: unknown[]) => passed.open(args), 1, "a", "b");
      expect(await passed.opened).toEqual(["a", "b"]);
      expect(setTimeout.name).toBe("setTimeout");
    });
  });
});
