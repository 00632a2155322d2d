import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Task } from "../../src/otp/index.js";
import { ArgumentError, inProcess, Process, receive, self, send, spawn } from "../../src/process/index.js";
import { formatExit } from "../../src/term/exception.js";
import { atom, inspect, type Tuple, tuple } from "../../src/term/index.js";
import { captureLog } from "../support/log-capture.js";
import { endOf, endProcesses, flush, gate, nextTurn } from "../support/processes.js";
import { exitOf, forever, leave, line } from "./tasks.js";

let printed: () => Promise<string>;
beforeEach(async () => {
  printed = await captureLog();
});
afterEach(endProcesses);

describe("Task.async", () => {
  it("gives the value of its function to whoever awaits it", () =>
    inProcess(async () => {
      const task = Task.async(async () => tuple(atom.ok, self()));
      expect(await Task.await(task)).toEqual(tuple(atom.ok, task.pid));
      expect(await flush()).toEqual([]);
    }));

  it("is known by its function, owner, pid and reference, and prints as in Elixir", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const { mfa, owner, pid, ref, ...rest } = Task.async("Nobody", "hears", [1, 2]);
      expect(inspect({ mfa, owner, pid, ref, ...rest })).toBe(
        `%Task{\n  mfa: {Nobody, :hears, 2},\n  owner: ${self()},\n  pid: ${pid},\n  ref: ${ref}\n}`,
      );
      expect(inspect(Task.async(() => 1).mfa)).toBe("{:erlang, :apply, 2}");
    }));

  it("leaves what nobody awaits in the mailbox: the value, then the end", () =>
    inProcess(async () => {
      const task = Task.async(() => 7);
      expect(await receive()).toEqual(tuple(task.ref, 7));
      expect(await receive()).toEqual(tuple(atom.DOWN, task.ref, atom.process, task.pid, atom.normal));
    }));

  it("awaits a value that has come to the mailbox before, past other messages", () =>
    inProcess(async () => {
      send(self(), "before");
      const task = Task.async(() => 7);
      await endOf(task.pid!);
      send(self(), "after");
      expect(await Task.await(task)).toBe(7);
      expect(await flush()).toEqual(["before", "after"]);
    }));

  it("knows on whose behalf it works, and its ancestors", () =>
    inProcess(async () => {
      const me = self();
      const inner = (): unknown => [Process.get(atom.$callers), Process.get(atom.$ancestors)];
      const outer = Task.async(() => Task.await(Task.async(inner)));
      expect(await Task.await(outer)).toEqual([
        [outer.pid, me],
        [outer.pid, me],
      ]);
    }));

  it("ends the caller when it fails", () =>
    inProcess(async () => {
      const pid = spawn(() => Task.await(Task.async(leave(atom.boom))));
      expect(await endOf(pid)).toBe(atom.boom);
    }));

  it("makes await exit where the caller traps exits, which is told of the exit too", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const task = Task.async(leave(atom.boom));
      const reason = await exitOf(() => Task.await(task));
      expect(formatExit(reason)).toBe(`exited in: Task.await(${line(task)}, 5000)\n    ** (EXIT) :boom`);
      expect(await flush()).toEqual([tuple(atom.EXIT, task.pid, atom.boom)]);
    }));

  it.each([
    ["no function", [3], "give a function, or a module, a function name and a list of arguments"],
    ["no arguments", ["A", "b", 3], "a list of arguments"],
    ["a module that nobody has loaded", [{}, "b", []], "Cannot find the module"],
  ])("refuses %s", (_what, call, message) =>
    inProcess(() => {
      expect(() => Reflect.apply(Task.async, undefined, call)).toThrow(message);
    }),
  );
});

describe("the report of a task", () => {
  it("says who started it, what it ran and why it ended", async () => {
    const pids = await inProcess(async () => {
      const pid = Task.start(function failing() {
        throw new RangeError("too far");
      });
      await endOf(pid);
      return [pid, self()];
    });
    const text = await printed();
    expect(text).toContain(`[error] Task ${pids[0]} started from ${pids[1]} terminating\n** (RangeError) too far\n`);
    expect(text).toMatch(/\nFunction: #Function<failing\/0>\n {4}Args: \[\]\n$/);
    expect(text).not.toContain("Process");
  });

  it.each([
    ["an exit", leave(atom.boom), "** (stop) :boom"],
    ["an exit with a call", leave(tuple(atom.noproc, tuple(atom.m, atom.f, [1]))), "** (stop) exited in: :m.f(1)"],
    ["a throw", throwing(atom.ball), "** (stop) {:nocatch, :ball}"],
    ["an error", throwing(new TypeError("no")), "** (TypeError) no"],
  ])("has %s in Elixir's words", async (_what, fun, banner) => {
    await inProcess(() => endOf(Task.start(fun)));
    expect(await printed()).toContain(` terminating\n${banner}\n`);
  });

  it("shows a named function with its arguments", async () => {
    await inProcess(() => endOf(Task.start("P24Chat.Lab", "crash", [tuple(atom.a, 1)])));
    expect(await printed()).toMatch(
      /\*\* \(UndefinedFunctionError\) function P24Chat\.Lab\.crash\/1 is undefined .*\n(.*\n)*Function: &P24Chat\.Lab\.crash\/1\n {4}Args: \[a: 1\]\n/,
    );
  });

  it.each([
    ["normal", atom.normal],
    ["shutdown", atom.shutdown],
    ["shutdown for a reason", tuple(atom.shutdown, 1)],
  ])("is left out for the exit %s", async (_what, reason) => {
    await inProcess(() => endOf(Task.start(leave(reason))));
    expect(await printed()).toBe("");
  });

  it("is left out for a task that somebody ends", async () => {
    await inProcess(async () => {
      const pid = Task.start(forever);
      await nextTurn();
      Process.exit(pid, atom.enough!);
      await endOf(pid);
    });
    expect(await printed()).toBe("");
  });
});

function throwing(value: unknown): () => never {
  return () => {
    throw value;
  };
}

describe("Task.await", () => {
  it("gives up after its time: the task goes on, its value is dropped", () =>
    inProcess(async () => {
      const { opened, open } = gate();
      const task = Task.async(() => opened);
      const reason = await exitOf(() => Task.await(task, 5));
      expect(formatExit(reason)).toBe(`exited in: Task.await(${line(task)}, 5)\n    ** (EXIT) time out`);
      open();
      await endOf(task.pid!);
      expect(await flush()).toEqual([]);
    }));

  it("is for the owner only", () =>
    inProcess(async () => {
      const me = self();
      const task = Task.async(() => 1);
      const error = await Task.await(Task.async(() => Task.await(task).catch((thrown: unknown) => thrown)));
      expect(error).toBeInstanceOf(ArgumentError);
      expect(String(error)).toMatch(`task ${line(task)} must be queried from the owner but was queried from #PID<`);
      expect(self()).toBe(me);
      expect(await Task.await(task)).toBe(1);
    }));

  it("refuses what is no task and what is no time", () =>
    inProcess(async () => {
      await expect(Task.await(3 as never)).rejects.toThrow("Cannot wait for 3: give a task, such as Task.async()");
      await expect(Task.await(Task.completed(1), -1)).rejects.toThrow("Cannot wait for -1: give milliseconds");
    }));

  it("takes a task that is still being started", () =>
    inProcess(async () => {
      expect(await Task.await(Promise.resolve(Task.completed(3)))).toBe(3);
    }));
});

describe("Task.awaitMany", () => {
  it("gives the values in the order of the tasks, whichever comes first", () =>
    inProcess(async () => {
      const { opened, open } = gate<number>();
      const first = Task.async(() => opened);
      const second = Task.async(() => {
        open(1);
        return "two";
      });
      const values: [number, string, number] = await Task.awaitMany([first, second, first]);
      expect(values).toEqual([1, "two", 1]);
      expect(await flush()).toEqual([]);
    }));

  it("ends with the first that fails, and leaves nothing behind", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const slow = Task.async(forever);
      const bad = Task.async(leave(atom.boom));
      const reason = (await exitOf(() => Task.awaitMany([slow, bad], Number.POSITIVE_INFINITY))) as Tuple;
      expect(inspect(reason)).toMatch(/^\{:boom,\s+\{Task, :await_many,/);
      Process.unlink(slow.pid!);
      Process.exit(slow.pid!, atom.kill);
      await endOf(slow.pid!);
      expect(await flush()).toEqual([tuple(atom.EXIT, bad.pid, atom.boom)]);
    }));

  it("gives up after its time for all of them", () =>
    inProcess(async () => {
      const tasks = [Task.async(() => 1), Task.async(forever)];
      const reason = await exitOf(() => Task.awaitMany(tasks, 5));
      expect(reason).toEqual(tuple(atom.timeout, tuple(atom("Elixir.Task"), atom.await_many, [tasks, 5])));
    }));
});

describe("Task.yield", () => {
  it("gives nothing while the task runs, and its value later", () =>
    inProcess(async () => {
      const { opened, open } = gate<string>();
      const task = Task.async(() => opened);
      expect(await Task.yield(task, 0)).toBe(null);
      expect(await Task.yield(task, 5)).toBe(null);
      open("late");
      expect(await Task.yield(task)).toEqual(tuple(atom.ok, "late"));
      expect(await flush()).toEqual([]);
    }));

  it("says why a task failed", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      expect(await Task.yield(Task.async(leave(atom.boom)))).toEqual(tuple(atom.exit, atom.boom));
    }));

  it("waits for many, and tells of each", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const tasks = [Task.async(forever), Task.async(() => 1), Task.async(leave(atom.boom))];
      const outcomes = (await Task.yieldMany(tasks, 20)).map(([, outcome]) => outcome);
      expect(outcomes).toEqual([null, tuple(atom.ok, 1), tuple(atom.exit, atom.boom)]);
    }));
});

describe("Task.shutdown", () => {
  it("ends a task that runs", () =>
    inProcess(async () => {
      const task = Task.async(forever);
      expect(await Task.shutdown(task)).toBe(null);
      expect(Process.alive(task.pid!)).toBe(false);
      expect(await flush()).toEqual([]);
    }));

  it("gives the value of one that was through", () =>
    inProcess(async () => {
      const task = Task.async(() => 7);
      await endOf(task.pid!);
      expect(await Task.shutdown(task)).toEqual(tuple(atom.ok, 7));
      expect(await flush()).toEqual([]);
    }));

  it.each([
    ["has failed before", leave(atom.boom), 5000, "{:exit, :boom}"],
    ["has shut down itself", leave(atom.shutdown), 5000, "null"],
    ["is killed at once", forever, "brutalKill" as const, "null"],
    ["was done before it is killed", () => 1, "brutalKill" as const, "{:ok, 1}"],
  ])("of a task that %s", (_what, fun, how, expected) =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const task = Task.async(fun as () => unknown);
      await nextTurn();
      expect(inspect(await Task.shutdown(task, how))).toBe(expected);
    }),
  );

  it("kills a task that takes too long", () =>
    inProcess(async () => {
      const task = Task.async(() => {
        Process.flag("trapExit", true);
        return forever();
      });
      await nextTurn();
      expect(await Task.shutdown(task, 5)).toEqual(tuple(atom.exit, atom.killed));
    }));

  it("refuses a task without a process", () =>
    inProcess(async () => {
      const task = Task.completed(3);
      await expect(Task.shutdown(task)).rejects.toThrow(`task ${line(task)} does not have an associated task process`);
    }));
});

describe("Task.ignore", () => {
  it("lets a task go on alone", () =>
    inProcess(async () => {
      const { opened, open } = gate();
      const task = Task.async(() => opened.then(leave(atom.boom)));
      expect(await Task.ignore(task)).toBe(null);
      open();
      expect(await endOf(task.pid!)).toBe(atom.boom);
      expect(await flush()).toEqual([]);
    }));

  it("gives what came before", () =>
    inProcess(async () => {
      expect(await Task.ignore(Task.completed(3))).toEqual(tuple(atom.ok, 3));
    }));
});

describe("Task.startLink", () => {
  it("starts a task that nobody awaits, linked to the caller", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const pid = Task.startLink(leave(atom.boom));
      expect(await receive()).toEqual(tuple(atom.EXIT, pid, atom.boom));
    }));

  it("is how a supervisor starts a task, which it does not restart", () =>
    inProcess(async () => {
      const { id, start, restart } = Task.childSpec(() => 1);
      expect([inspect(id), restart]).toEqual(["Task", "temporary"]);
      expect(await endOf(start())).toBe(atom.normal);
    }));
});
