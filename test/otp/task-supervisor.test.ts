import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { DynamicSupervisor, GenServer, Supervisor, Task } from "../../src/otp/index.js";
import { inProcess, Process, receive, self, send, spawn } from "../../src/process/index.js";
import { atom, inspect, type Pid, tuple } from "../../src/term/index.js";
import { captureLog } from "../support/log-capture.js";
import { endOf, endProcesses, flush, nextTurn } from "../support/processes.js";
import { exitOf, forever, leave } from "./tasks.js";

beforeEach(captureLog);
afterEach(endProcesses);

const NAME = "P24Chat.TaskSupervisor";

describe("Task.Supervisor.async", () => {
  it("runs a task below the supervisor, on behalf of the caller", () =>
    inProcess(async () => {
      const sup = await Task.Supervisor.startLink({ name: NAME });
      const task = await Task.Supervisor.async(NAME, () => [Process.get(atom.$callers), Process.get(atom.$ancestors)]);
      const [callers, ancestors] = await Task.await(task);
      await endOf(task.pid!);
      expect(callers).toEqual([self()]);
      expect((ancestors as unknown[])[0]).toBe(atom(`Elixir.${NAME}`));
      expect(await Task.Supervisor.children(sup)).toEqual([]);
      expect(await flush()).toEqual([]);
    }));

  it("links the task with the caller; asyncNolink does not", () =>
    inProcess(async () => {
      const sup = await Task.Supervisor.startLink();
      const owner = spawn(async () => Task.await(await Task.Supervisor.async(sup, leave(atom.boom))));
      expect(await endOf(owner)).toBe(atom.boom);
      const task = await Task.Supervisor.asyncNolink(sup, leave(atom.boom));
      expect(await receive()).toEqual(tuple(atom.DOWN, task.ref, atom.process, task.pid, atom.boom));
    }));

  it("exits with the call when there is no such supervisor", () =>
    inProcess(async () => {
      const reason = await exitOf(() => Task.Supervisor.async("Nobody", "M", "f", []));
      expect(inspect(reason, { width: Number.POSITIVE_INFINITY })).toBe(
        `{:noproc, {GenServer, :call, [Nobody, {:start_task, [{:nonode@nohost, ${self()}, ${self()}}, :monitor], :temporary, null}, :infinity]}}`,
      );
    }));

  it("ends with the owner while it waits for what to do", () =>
    inProcess(async () => {
      const sup = await Task.Supervisor.startLink();
      const owner = spawn(() => receive());
      const term = tuple(atom("nonode@nohost"), owner, owner);
      const request = tuple(atom.start_task, [term, atom.monitor], atom.temporary, null);
      const [, pid] = (await GenServer.call(sup, request)) as unknown as [unknown, Pid];
      await nextTurn();
      Process.exit(owner, atom.gone!);
      expect(await endOf(pid)).toEqual(tuple(atom.shutdown, atom.gone));
    }));

  it("says when there are as many tasks as there may be", () =>
    inProcess(async () => {
      const sup = await Task.Supervisor.startLink({ maxChildren: 1 });
      await Task.Supervisor.startChild(sup, forever);
      expect(await exitOf(() => Task.Supervisor.startChild(sup, forever))).toBe(atom.max_children);
      await expect(Task.Supervisor.async(sup, forever)).rejects.toThrow("reached the maximum number of tasks");
      const stream = Task.Supervisor.asyncStream(sup, [1], (n) => n);
      await expect(stream[Symbol.asyncIterator]().next()).rejects.toThrow("configure maxConcurrency to be lower");
    }));
});

describe("a supervisor of tasks", () => {
  it("starts tasks that nobody awaits, again if they are to be", () =>
    inProcess(async () => {
      const me = self();
      const sup = await Task.Supervisor.startLink();
      const work = (): void => {
        send(me, self());
        leave(atom.boom)();
      };
      const first = await Task.Supervisor.startChild(sup, work);
      expect(await receive()).toBe(first);
      await endOf(first);
      expect(await flush()).toEqual([]);
      await Task.Supervisor.startChild(sup, work, { restart: "transient" });
      expect(await receive()).not.toBe(await receive());
    }));

  it("is a dynamic supervisor to whoever asks", () =>
    inProcess(async () => {
      const sup = await Task.Supervisor.startLink();
      const pid = await Task.Supervisor.startChild(sup, forever);
      expect(inspect(await DynamicSupervisor.whichChildren(sup))).toBe(
        `[{undefined, ${pid}, :worker, [Task.Supervised]}]`,
      );
      expect(await Supervisor.countChildren(sup)).toEqual({ active: 1, specs: 1, supervisors: 0, workers: 1 });
      expect(await Task.Supervisor.children(sup)).toEqual([pid]);
      expect(await Task.Supervisor.terminateChild(sup, pid)).toBe(atom.ok);
      expect(Process.alive(pid)).toBe(false);
      expect(await exitOf(() => Task.Supervisor.terminateChild(sup, pid))).toBe(atom.not_found);
    }));

  it("ends its tasks when it ends", () =>
    inProcess(async () => {
      const sup = await Task.Supervisor.startLink();
      const task = await Task.Supervisor.asyncNolink(sup, forever);
      const patient = await Task.Supervisor.startChild(sup, trapping, { shutdown: "brutalKill" });
      await nextTurn();
      await Task.Supervisor.stop(sup);
      expect(await Task.yield(task)).toEqual(tuple(atom.exit, atom.shutdown));
      expect(Process.alive(patient)).toBe(false);
    }));

  it("is the child of a supervisor under its name", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([[Task.Supervisor, { name: NAME }]], { strategy: "oneForOne" });
      expect(inspect(await Supervisor.whichChildren(sup), { width: 200 })).toBe(
        `[{${NAME}, ${Process.whereis(NAME)}, :supervisor, [Task.Supervisor]}]`,
      );
      Process.exit(Process.whereis(NAME)!, atom.kill);
      await nextTurn();
      expect(await Task.await(Task.Supervisor.async(NAME, () => 1))).toBe(1);
      await Supervisor.stop(sup);
    }));

  it("runs the tasks of a stream, linked or not", () =>
    inProcess(async () => {
      const sup = await Task.Supervisor.startLink();
      const results: unknown[] = [];
      const half = (n: number): unknown => (n === 2 ? leave(atom.boom)() : [n, self()]);
      for await (const result of Task.Supervisor.asyncStreamNolink(sup, [1, 2], half)) results.push(result);
      expect(inspect(results)).toMatch(/^\[ok: \[1, #PID<0\.\d+\.0>\], exit: :boom\]$/);
      const owner = spawn(async () => {
        for await (const _ of Task.Supervisor.asyncStream(sup, [1, 2], half)) void _;
      });
      expect(await endOf(owner)).toBe(atom.boom);
    }));
});

function trapping(): Promise<unknown> {
  Process.flag("trapExit", true);
  return forever();
}
