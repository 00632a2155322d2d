import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Task } from "../../src/otp/index.js";
import { inProcess, Process, receive, self, send, skip, spawn } from "../../src/process/index.js";
import { atom, inspect, type Pid, tuple } from "../../src/term/index.js";
import { captureLog } from "../support/log-capture.js";
import { endOf, endProcesses, flush, gate } from "../support/processes.js";
import { exitOf, forever, leave } from "./tasks.js";

beforeEach(captureLog);
afterEach(endProcesses);

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

describe("Task.asyncStream", () => {
  it("gives the values in the order of the input, and leaves nothing in the mailbox", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const results = await all(
        Task.asyncStream([3, 1, 2], async (n) => {
          await Process.sleep(n);
          return n * 2;
        }),
      );
      expect(inspect(results)).toBe("[ok: 6, ok: 2, ok: 4]");
      expect(await flush()).toEqual([]);
    }));

  it("gives them as they come when it is told to", () =>
    inProcess(async () => {
      const { opened, open } = gate();
      const stream = Task.asyncStream(["slow", "quick"], (name) => (name === "slow" ? opened.then(() => name) : name), {
        ordered: false,
      });
      const names: string[] = [];
      for await (const [, name] of stream) {
        names.push(name as string);
        open();
      }
      expect(names).toEqual(["quick", "slow"]);
    }));

  it("reads the input only as far as tasks are free for it", () =>
    inProcess(async () => {
      const read: number[] = [];
      async function* inputs(): AsyncGenerator<number> {
        for (let n = 1; ; n++) {
          read.push(n);
          yield n;
        }
      }
      for await (const [, n] of Task.asyncStream(inputs(), (n) => n, { maxConcurrency: 2 })) if (n === 3) break;
      expect(read.length).toBeGreaterThanOrEqual(3);
      expect(read.length).toBeLessThanOrEqual(5);
    }));

  it("runs nothing before it is iterated, and as many at a time as it may", () =>
    inProcess(async () => {
      let running = 0;
      let most = 0;
      const stream = Task.asyncStream(
        [1, 2, 3, 4, 5],
        async () => {
          most = Math.max(most, ++running);
          await Process.sleep(2);
          running--;
        },
        { maxConcurrency: 2 },
      );
      await Process.sleep(5);
      expect(most).toBe(0);
      await all(stream);
      expect(most).toBe(2);
    }));

  it("ends the tasks that still run when the loop is left", () =>
    inProcess(async () => {
      const me = self();
      for await (const _ of Task.asyncStream([1, 2], (n) => (n === 1 ? n : report(me)))) break;
      const pid = (await receive()) as Pid;
      expect(Process.alive(pid)).toBe(false);
      expect(await flush()).toEqual([]);
    }));

  it("ends the tasks when the process that iterates ends", () =>
    inProcess(async () => {
      const me = self();
      const owner = spawn(() => all(Task.asyncStream([1], () => report(me))));
      const pid = (await receive()) as Pid;
      const ref = Process.monitor(pid);
      Process.exit(owner, atom.enough!);
      expect(await receive()).toEqual(tuple(atom.DOWN, ref, atom.process, pid, atom.enough));
    }));

  it("ends the caller with the task that fails, or tells of it where exits are trapped", () =>
    inProcess(async () => {
      const failing = () => Task.asyncStream([1, 2, 3], (n) => (n === 2 ? leave(atom.boom)() : n));
      expect(await endOf(spawn(() => all(failing())))).toBe(atom.boom);
      Process.flag("trapExit", true);
      expect(inspect(await all(failing()))).toBe("[ok: 1, exit: :boom, ok: 3]");
      expect(await flush()).toEqual([]);
    }));

  it("exits when a task takes too long", () =>
    inProcess(async () => {
      const reason = await exitOf(() => all(Task.asyncStream([1], forever, { timeout: 5 })));
      expect(inspect(reason)).toMatch(/^\{:timeout, \{Task\.Supervised, :stream, \[5\]\}\}$/);
      expect(await flush()).toEqual([]);
    }));

  it.each([
    [false, "[ok: 1, exit: :timeout, ok: 3]"],
    [true, "[ok: 1, exit: {2, :timeout}, ok: 3]"],
  ])("kills a task that takes too long and goes on, with its input: %s", (zipInputOnExit, expected) =>
    inProcess(async () => {
      const options = { timeout: 20, onTimeout: "killTask", zipInputOnExit } as const;
      const stream = Task.asyncStream([1, 2, 3], (n) => (n === 2 ? forever() : n), options);
      expect(inspect(await all(stream))).toBe(expected);
    }),
  );

  it("throws what its input throws, and ends its tasks", () =>
    inProcess(async () => {
      const me = self();
      function* inputs(): Generator<number> {
        yield 1;
        throw new RangeError("no more");
      }
      await expect(all(Task.asyncStream(inputs(), () => report(me)))).rejects.toThrow("no more");
      const told = await receive(
        (pid) => pid,
        0,
        () => skip as unknown,
      );
      if (told !== skip) expect(Process.alive(told as Pid)).toBe(false);
    }));

  it("runs a named function with the element before its arguments", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const [result] = await all(Task.asyncStream([1], "P24Chat.Lab", "add", [2]));
      expect(inspect(result)).toMatch(/^\{:exit,\s+\{:undef, \[\{P24Chat\.Lab, :add, \[1, 2\]/);
    }));

  const refused: [what: string, args: unknown[], message: string][] = [
    ["an input that is none", [3, () => 1], "Cannot stream 3: give a list, or anything that can be iterated"],
    ["no task at a time", [[], () => 1, { maxConcurrency: 0 }], "maxConcurrency must be an integer greater than zero"],
    ["another word", [[], () => 1, { onTimeout: "kill" }], 'onTimeout is "exit" or "killTask", not "kill"'],
    ["no function", [[], 3], "Cannot start a task: give a function"],
  ];
  it.each(refused)("refuses %s at once", (_what, args, message) =>
    inProcess(() => {
      expect(() => Reflect.apply(Task.asyncStream as () => unknown, undefined, args)).toThrow(message);
    }),
  );
});

/** Tells that process its pid, and waits. */
function report(to: Pid): Promise<unknown> {
  send(to, self());
  return forever();
}
