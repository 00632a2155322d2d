import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { attempt, GenServer, Supervisor } from "../../src/otp/index.js";
import { inProcess, Process, receive, self, send, skip, spawnLink } from "../../src/process/index.js";
import { atom, inspect, Pid, tuple } from "../../src/term/index.js";
import { captureLog } from "../support/log-capture.js";
import { endOf, endProcesses } from "../support/processes.js";
import { child, crash, told, worker } from "./supervised.js";

let printed: () => Promise<string>;
beforeEach(async () => {
  printed = await captureLog();
});
afterEach(endProcesses);

const [BOOM, A, B, C] = ["boom", "a", "b", "c"].map((name) => atom(name));

describe("a supervisor whose child ends", () => {
  it("starts a permanent child again, whatever it ended for", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([worker(A), worker(B)], { strategy: "oneForOne" });
      expect(await told(2)).toBe("+:a +:b");
      const before = await child(sup, A);
      crash(before, BOOM);
      expect(await told(2)).toBe("-:a +:a");
      crash(await child(sup, A), atom.normal);
      expect(await told(2)).toBe("-:a +:a");
      expect(await child(sup, A)).not.toBe(before);
    }));

  it("starts a transient child again only after a failure", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([worker(A, { restart: "transient" }), worker(B)], {
        strategy: "oneForOne",
      });
      crash(await child(sup, A), BOOM);
      expect(await told(4)).toBe("+:a +:b -:a +:a");
      for (const reason of [atom.normal, atom.shutdown, tuple(atom.shutdown, 1)]) {
        const pid = await child(sup, A);
        crash(pid, reason);
        await endOf(pid);
        expect(await told(1)).toBe("-:a");
        await expectStopped(sup, A);
        expect(await Supervisor.restartChild(sup, A)).toBe(await child(sup, A));
        expect(await told(1)).toBe("+:a");
      }
    }));

  it("forgets a temporary child", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([worker(A, { restart: "temporary" })], { strategy: "oneForOne" });
      const pid = await child(sup, A);
      crash(pid, BOOM);
      await endOf(pid);
      expect(await Supervisor.whichChildren(sup)).toEqual([]);
      expect(await told(2)).toBe("+:a -:a");
    }));

  it("starts all children again with oneForAll", () =>
    inProcess(async () => {
      const children = [worker(A), worker(B), worker(C)];
      const sup = await Supervisor.startLink(children, { strategy: "oneForAll" });
      expect(await told(3)).toBe("+:a +:b +:c");
      crash(await child(sup, B), BOOM);
      expect(await told(6)).toBe("-:b -:c -:a +:a +:b +:c");
      expect(await Supervisor.countChildren(sup)).toMatchObject({ active: 3, specs: 3 });
    }));

  it("starts those after it again with restForOne, and loses the temporary ones", () =>
    inProcess(async () => {
      const children = [worker(A), worker(B), worker(C), worker("d", { restart: "temporary" })];
      const sup = await Supervisor.startLink(children, { strategy: "restForOne" });
      expect(await told(4)).toBe('+:a +:b +:c +"d"');
      crash(await child(sup, B), BOOM);
      expect(await told(5)).toBe('-:b -"d" -:c +:b +:c');
      expect((await Supervisor.whichChildren(sup)).map(([id]) => id)).toEqual([C, B, A]);
    }));

  it("tries again to start a child that does not start, and counts that too", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      let starts = 0;
      const start = () => (++starts === 1 ? spawnLink(() => receive()) : tuple(atom.error, BOOM));
      const sup = await Supervisor.startLink([worker(A), { id: B, start }], { strategy: "oneForOne", maxRestarts: 7 });
      send(await child(sup, B), "end");
      expect(await endOf(sup)).toBe(atom.shutdown);
      expect(starts).toBe(8);
      expect(await told(2)).toBe("+:a -:a");
    }));

  it("answers while a child does not start again, and can be told to give it up", () =>
    inProcess(async () => {
      let starts = 0;
      const start = () => (++starts === 1 ? spawnLink(() => receive()) : tuple(atom.error, BOOM));
      const sup = await Supervisor.startLink([{ id: A, start }], { strategy: "oneForOne", maxRestarts: 1_000_000 });
      const pid = await child(sup, A);
      send(pid, "end");
      await endOf(pid);
      expect(await child(sup, A)).toBe(atom.restarting);
      expect(await attempt(() => Supervisor.restartChild(sup, A))).toEqual(tuple(atom.error, atom.restarting));
      expect(await attempt(() => Supervisor.deleteChild(sup, A))).toEqual(tuple(atom.error, atom.restarting));
      expect(await Supervisor.terminateChild(sup, A)).toBe(atom.ok);
      await expectStopped(sup, A);
    }));

  it("gives up after too many restarts, which the log tells", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const options = { strategy: "oneForOne", name: "Chat.Supervisor", maxRestarts: 1 } as const;
      const sup = await Supervisor.startLink([worker(B), worker(A, { modules: ["Counter"] })], options);
      Process.exit(await child(sup, A), atom.kill);
      expect(await told(3)).toBe("+:b +:a +:a");
      Process.exit(await child(sup, A), atom.kill);
      expect(await endOf(sup)).toBe(atom.shutdown);
      expect(await told(1)).toBe("-:b");
      const log = await printed();
      expect(log).toContain("[notice] Child :a of Supervisor Chat.Supervisor is restarted: killed\n");
      expect(log).toMatch(
        new RegExp(
          [
            "\\[error\\] Child :a of Supervisor Chat.Supervisor terminated",
            "\\*\\* \\(exit\\) killed",
            "Pid: #PID<0\\.\\d+\\.0>",
            "Start Call: :erlang.apply\\(#Function<.*>, \\[\\]\\)",
            "Restart: :permanent",
            "Shutdown: 5000",
            "Type: :worker",
            "",
            "[0-9:.]+ \\[error\\] Child :a of Supervisor Chat.Supervisor caused shutdown",
            "\\*\\* \\(exit\\) :reached_max_restart_intensity",
            "Start Call: ",
          ].join("\n"),
        ),
      );
      expect(log.match(/\[error\] Child/g)).toHaveLength(2);
    }));

  it("leaves nobody behind when it is killed while it starts a child again", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const witness = self();
      let starts = 0;
      const init = () => {
        send(witness, self());
        return ++starts === 1 ? 0 : receive();
      };
      const sup = await Supervisor.startLink([worker(A), { id: B, start: () => GenServer.startLink({ init }, []) }], {
        strategy: "oneForOne",
      });
      const pids = () => receive((message) => (message instanceof Pid ? message : skip));
      Process.exit(await pids(), atom.kill);
      const slow = await pids();
      Process.exit(sup, atom.kill);
      expect(await told(2)).toBe("+:a -:a");
      expect(Process.alive(slow)).toBe(false);
    }));

  it("ends with a significant child where it is to", () =>
    inProcess(async () => {
      Process.flag("trapExit", true);
      const significant = { restart: "transient", significant: true } as const;
      const any = await Supervisor.startLink([worker(A), worker(B, significant)], {
        strategy: "oneForOne",
        autoShutdown: "anySignificant",
      });
      crash(await child(any, B), atom.normal);
      expect(await endOf(any)).toBe(atom.shutdown);
      expect(await told(4)).toBe("+:a +:b -:b -:a");
      const all = await Supervisor.startLink([worker(A, significant), worker(B, significant)], {
        strategy: "oneForOne",
        autoShutdown: "allSignificant",
      });
      crash(await child(all, A), atom.normal);
      expect(await told(3)).toBe("+:a +:b -:a");
      crash(await child(all, B), atom.normal);
      expect(await endOf(all)).toBe(atom.shutdown);
    }));

  it("refuses significant children that mean nothing", () =>
    inProcess(async () => {
      const sup = await Supervisor.startLink([], { strategy: "oneForOne" });
      const refused = await attempt(() => Supervisor.startChild(sup, worker(A, { significant: true })));
      expect(inspect(refused)).toBe("{:error, {:bad_combination, [auto_shutdown: :never, significant: true]}}");
    }));
});

async function expectStopped(sup: Pid, id: unknown): Promise<void> {
  const found = (await Supervisor.whichChildren(sup)).find(([known]) => known === id);
  expect(found?.[1]).toBeUndefined();
  expect(found).toBeDefined();
}
