import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { inProcess, Process, receive, self, send, spawn } from "../../src/process/index.js";
import { atom, localOrigin, makeRef, type Pid, tuple } from "../../src/term/index.js";
import { endProcesses, flush, nextTurn, recordReports } from "../support/processes.js";

beforeEach(() => {
  recordReports();
});
afterEach(endProcesses);

const idle = (name?: string): Pid => {
  const pid = spawn(() => receive());
  if (name) Process.register(pid, name);
  return pid;
};

async function dead(): Promise<Pid> {
  const pid = spawn(() => {});
  await nextTurn();
  return pid;
}

describe("monitor", () => {
  it("tells of a process's end with the pid and the reason", async () => {
    await inProcess(async () => {
      const pid = idle();
      const ref = Process.monitor(pid);
      Process.exit(pid, "over");
      expect(await flush()).toEqual([tuple(atom.DOWN, ref, atom.process, pid, "over")]);
    });
  });

  it("tells of a normal end, too", async () => {
    await inProcess(async () => {
      const pid = spawn(() => {});
      const ref = Process.monitor(pid);
      expect(await receive()).toEqual(tuple(atom.DOWN, ref, atom.process, pid, atom.normal));
    });
  });

  it("by name tells the name and the node", async () => {
    await inProcess(async () => {
      for (const target of ["watched", ["watched", localOrigin.node] as const, atom("watched")]) {
        const pid = idle("watched");
        const ref = Process.monitor(target);
        Process.exit(pid, "over");
        const object = tuple(atom("watched"), atom(localOrigin.node));
        expect(await flush()).toEqual([tuple(atom.DOWN, ref, atom.process, object, "over")]);
      }
    });
  });

  it("by name follows the process, not the name", async () => {
    await inProcess(async () => {
      const pid = idle("moving");
      Process.monitor("moving");
      Process.unregister("moving");
      idle("moving");
      Process.exit(pid, "over");
      expect(await flush()).toMatchObject([[atom.DOWN, expect.anything(), atom.process, expect.anything(), "over"]]);
    });
  });

  it("of nobody tells noproc", async () => {
    await inProcess(async () => {
      const pid = await dead();
      const refs = [Process.monitor(pid), Process.monitor("nobody")];
      expect(await flush()).toEqual([
        tuple(atom.DOWN, refs[0], atom.process, pid, atom.noproc),
        tuple(atom.DOWN, refs[1], atom.process, tuple(atom("nobody"), atom(localOrigin.node)), atom.noproc),
      ]);
    });
  });

  it("is one of its own each time", async () => {
    await inProcess(async () => {
      const pid = idle();
      const refs = [Process.monitor(pid), Process.monitor(pid)];
      expect(refs[0]).not.toBe(refs[1]);
      expect(Process.info(pid, "monitoredBy")).toEqual([self(), self()]);
      expect(Process.info(self(), "monitors")).toEqual([pid, pid]);
      Process.exit(pid, "over");
      expect((await flush()).map((message) => (message as unknown[])[1])).toEqual(refs);
      expect(Process.info(self(), "monitors")).toEqual([]);
    });
  });

  it.each([[42], [["x"]], [{}], [makeRef()]])("refuses %p", async (target) => {
    await expect(inProcess(() => Process.monitor(target as never))).rejects.toMatchObject({ name: "ArgumentError" });
  });
});

describe("demonitor", () => {
  it("keeps the message from coming", async () => {
    await inProcess(async () => {
      const pid = idle();
      const ref = Process.monitor(pid);
      expect(Process.demonitor(ref)).toBe(true);
      expect(Process.info(pid, "monitoredBy")).toEqual([]);
      Process.exit(pid, "over");
      expect(await flush()).toEqual([]);
    });
  });

  it("leaves a message that has come, or takes it with flush", async () => {
    await inProcess(async () => {
      const pid = await dead();
      const [kept, flushed] = [Process.monitor(pid), Process.monitor(pid)];
      send(self(), "other");
      Process.demonitor(kept);
      Process.demonitor(flushed, { flush: true });
      expect(await flush()).toEqual([tuple(atom.DOWN, kept, atom.process, pid, atom.noproc), "other"]);
    });
  });

  it("says with info whether there was a monitor", async () => {
    await inProcess(async () => {
      const ref = Process.monitor(idle());
      expect(Process.demonitor(ref, { info: true })).toBe(true);
      expect(Process.demonitor(ref, { info: true })).toBe(false);
      expect(Process.demonitor(ref)).toBe(true);
      const late = Process.monitor(await dead());
      expect(Process.demonitor(late, { info: true, flush: true })).toBe(false);
      expect(await flush()).toEqual([]);
    });
  });
});
