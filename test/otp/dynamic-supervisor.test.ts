import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { attempt, DynamicSupervisor, GenServer, Supervisor } from "../../src/otp/index.js";
import { inProcess, Process, receive, self, send, spawn, spawnLink } from "../../src/process/index.js";
import { atom, inspect, type Pid, tuple } from "../../src/term/index.js";
import { captureLog } from "../support/log-capture.js";
import { endOf, endProcesses } from "../support/processes.js";
import { ignoring, told, worker } from "./supervised.js";

let printed: () => Promise<string>;
beforeEach(async () => {
  printed = await captureLog();
});
afterEach(endProcesses);

const [BOOM, A, B] = ["boom", "a", "b"].map((name) => atom(name));

const idle = { id: A, start: () => spawnLink(() => receive()) };

describe("a dynamic supervisor", () => {
  it("starts children one by one and stops them by pid", () =>
    inProcess(async () => {
      const sup = await DynamicSupervisor.startLink({ name: "Rooms" });
      const pid = (await DynamicSupervisor.startChild("Rooms", worker(A))) as Pid;
      await DynamicSupervisor.startChild(sup, worker(A));
      expect(await told(2)).toBe("+:a +:a");
      expect(inspect((await DynamicSupervisor.whichChildren(sup))[0])).toBe(
        `{undefined, ${inspect(pid)}, :worker, :dynamic}`,
      );
      expect(await DynamicSupervisor.countChildren(sup)).toEqual({ active: 2, specs: 2, supervisors: 0, workers: 2 });
      expect(await DynamicSupervisor.terminateChild(sup, pid)).toBe(atom.ok);
      expect(Process.alive(pid)).toBe(false);
      expect(await told(1)).toBe("-:a");
      expect(await attempt(() => DynamicSupervisor.terminateChild(sup, pid))).toEqual(
        tuple(atom.error, atom.not_found),
      );
      expect(await DynamicSupervisor.countChildren(sup)).toMatchObject({ active: 1 });
    }));

  it("takes no more children than it may have", () =>
    inProcess(async () => {
      const sup = await DynamicSupervisor.startLink({ maxChildren: 1 });
      const pid = (await DynamicSupervisor.startChild(sup, idle)) as Pid;
      expect(await attempt(() => DynamicSupervisor.startChild(sup, idle))).toEqual(
        tuple(atom.error, atom.max_children),
      );
      await DynamicSupervisor.terminateChild(sup, pid);
      expect(await DynamicSupervisor.startChild(sup, idle)).not.toBe(pid);
    }));

  it("puts the extra arguments before those of each start", () =>
    inProcess(async () => {
      const witness = self();
      const start = (...args: unknown[]) => void send(witness, args);
      const module = { begin: start };
      const sup = await DynamicSupervisor.startLink({ extraArguments: [1, 2] });
      expect(await DynamicSupervisor.startChild(sup, { id: A, start })).toBe(atom.ignore);
      expect(await receive()).toEqual([1, 2]);
      await DynamicSupervisor.startChild(sup, { id: A, start: [module, "begin", [3]] });
      expect(await receive()).toEqual([1, 2, 3]);
    }));

  it("says why a child did not start", () =>
    inProcess(async () => {
      const sup = await DynamicSupervisor.startLink();
      const failures: [() => unknown, string][] = [
        [() => tuple(atom.error, BOOM), "{:error, :boom}"],
        [() => 3, "{:error, {:bad_return_value, 3}}"],
        [() => GenServer.startLink({ init: () => GenServer.stopWith(BOOM) }, []), "{:error, :boom}"],
        [() => Promise.reject(new TypeError("oops")), "{:error, {[TypeError: oops],"],
      ];
      for (const [start, text] of failures) {
        const failed = inspect(await attempt(() => DynamicSupervisor.startChild(sup, { id: A, start })));
        expect(failed.replace(/\s+/g, " ")).toContain(text);
      }
      expect(await DynamicSupervisor.countChildren(sup)).toMatchObject({ specs: 0 });
    }));

  it("starts a child again as its restart says", () =>
    inProcess(async () => {
      const sup = await DynamicSupervisor.startLink({ maxRestarts: 10 });
      const pids = [];
      for (const restart of ["permanent", "transient", "temporary"] as const)
        pids.push((await DynamicSupervisor.startChild(sup, worker(restart, { restart }))) as Pid);
      await told(3);
      for (const pid of pids) GenServer.cast(pid, BOOM);
      expect((await told(5)).split(" ").sort()).toEqual(
        ['+"permanent"', '+"transient"', '-"permanent"', '-"temporary"', '-"transient"'].sort(),
      );
      for (const [, pid] of await DynamicSupervisor.whichChildren(sup)) GenServer.cast(pid as Pid, atom.normal);
      expect((await told(3)).split(" ").sort()).toEqual(['+"permanent"', '-"permanent"', '-"transient"'].sort());
      expect(await DynamicSupervisor.countChildren(sup)).toMatchObject({ active: 1 });
    }));

  it("tries again to start a child that does not start, and gives up at last", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      let starts = 0;
      const start = () => (++starts === 1 ? spawnLink(() => receive()) : tuple(atom.error, BOOM));
      const sup = await DynamicSupervisor.startLink();
      const other = (await DynamicSupervisor.startChild(sup, worker(B))) as Pid;
      send((await DynamicSupervisor.startChild(sup, { id: A, start })) as Pid, "end");
      expect(await endOf(sup)).toBe(atom.shutdown);
      expect(Process.alive(other)).toBe(false);
      expect(starts).toBe(4);
      const log = await printed();
      expect(log).toContain(`Child undefined of Supervisor ${inspect(sup)} (Supervisor.Default) failed to start`);
      expect(log).toContain("** (exit) :boom");
      expect(log).toContain("caused shutdown\n** (exit) :reached_max_restart_intensity");
    }));

  it("ends with its parent, and its children with it", () =>
    inProcess(async () => {
      const witness = self();
      const child = worker(A);
      const parent = spawn(async () => {
        const sup = await DynamicSupervisor.startLink();
        await DynamicSupervisor.startChild(sup, child);
        send(witness, sup);
        await receive();
      });
      expect(await told(1)).toBe("+:a");
      const sup = (await receive()) as Pid;
      Process.exit(parent, atom.kill);
      expect(await endOf(sup)).toBe(atom.killed);
      expect(await told(1)).toBe("-:a");
    }));

  it("kills children that take too long to end, all at the same time", () =>
    inProcess(async () => {
      const sup = await DynamicSupervisor.startLink();
      for (let i = 0; i < 20; i++) await DynamicSupervisor.startChild(sup, { id: A, start: ignoring, shutdown: 1_000 });
      const before = performance.now();
      await DynamicSupervisor.stop(sup);
      expect(performance.now() - before).toBeLessThan(15_000);
    }));

  it("takes what a module's init says", () =>
    inProcess(async () => {
      const Rooms = { init: (maxChildren: number) => DynamicSupervisor.init({ maxChildren }) };
      const sup = await DynamicSupervisor.startLink(Rooms, 0, { name: "Rooms" });
      expect(Process.whereis("Rooms")).toBe(sup);
      expect(await attempt(() => DynamicSupervisor.startChild("Rooms", idle))).toEqual(
        tuple(atom.error, atom.max_children),
      );
    }));

  it("can be a child itself, and answers the requests of any supervisor", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([[DynamicSupervisor, { name: "Rooms" }]], { strategy: "oneForOne" });
      await DynamicSupervisor.startChild("Rooms", idle);
      expect(await Supervisor.countChildren("Rooms")).toMatchObject({ active: 1 });
      expect(await Supervisor.countChildren(sup)).toMatchObject({ supervisors: 1 });
      const request = tuple(
        tuple(atom.erlang, atom.apply, [
          () =>
            tuple(
              atom.ok,
              spawnLink(() => receive()),
            ),
          [],
        ]),
      );
      const [start] = request;
      const raw = tuple(atom.start_child, tuple(start, atom.temporary, atom.brutal_kill, atom.worker, atom.dynamic));
      expect(inspect(await GenServer.call("Rooms", raw))).toMatch(/^\{:ok, #PID<0\.\d+\.0>\}$/);
      const bad = tuple(atom.start_child, tuple(5, atom.temporary, 0, atom.worker, []));
      expect(inspect(await GenServer.call("Rooms", bad))).toBe("{:error, {:invalid_mfa, 5}}");
      expect(inspect(await GenServer.call("Rooms", atom.hello))).toBe("{:error, {:bad_call, :hello}}");
    }));

  it.each([
    [{ strategy: "oneForAll" }, 'invalid supervisor option strategy: "oneForAll". It must be "oneForOne"'],
    [{ maxChildren: -1 }, "invalid supervisor option maxChildren: -1"],
    [{ extraArguments: 5 }, "invalid supervisor option extraArguments: 5"],
    [{ maxRestarts: 0.5 }, "invalid supervisor option maxRestarts: 0.5"],
    [[idle], "a dynamic supervisor takes options"],
  ])("refuses the options %j", (options, text) =>
    inProcess(async () => {
      await expect(DynamicSupervisor.startLink(options as never)).rejects.toThrow(text);
    }),
  );

  it(
    "starts and stops ten thousand children",
    () =>
      inProcess(async () => {
        const sup = await DynamicSupervisor.startLink();
        const start = () => DynamicSupervisor.startChild(sup, idle);
        const pids = (await Promise.all(Array.from({ length: 10_000 }, start))) as Pid[];
        await Promise.all(pids.slice(5_000).map((pid) => DynamicSupervisor.terminateChild(sup, pid)));
        expect(await DynamicSupervisor.countChildren(sup)).toMatchObject({ active: 5_000 });
        await DynamicSupervisor.stop(sup);
        expect(pids.some((pid) => Process.alive(pid))).toBe(false);
      }),
    60_000,
  );
});
