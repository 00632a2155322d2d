import { afterEach, describe, expect, it } from "@jest/globals";
import { inProcess, Process, receive, self, send, setDefaultGroupLeader, spawn } from "../../src/process/index.js";
import type { Pid } from "../../src/term/index.js";
import { endProcesses, fakeWire, nextTurn, remotePid, unplugWire } from "../support/processes.js";

afterEach(unplugWire);
afterEach(endProcesses);

describe("the group leader", () => {
  it("is inherited by the processes that a process starts, and by theirs", async () => {
    await inProcess(async () => {
      const me = self();
      Process.groupLeader(self(), remotePid());
      spawn(() => spawn(() => send(me, Process.groupLeader())));
      expect(await receive()).toBe(remotePid());
    });
  });

  it("can be changed, for the caller and for others, also to a remote process", async () => {
    await inProcess(async () => {
      const pid = spawn(() => receive());
      const before = Process.groupLeader();
      expect(Process.groupLeader(pid, self())).toBe(true);
      expect(Process.info(pid, "groupLeader")).toBe(self());
      expect(Process.groupLeader()).toBe(before);
    });
  });

  it("of a remote process is changed over the wire", async () => {
    const { sent } = fakeWire();
    const me = await inProcess(() => {
      Process.groupLeader(remotePid(), self());
      return self();
    });
    expect(sent).toEqual([{ type: "groupLeader", from: me, to: remotePid(), leader: me }]);
  });

  it("of a process that has ended cannot be changed, and must be a pid", async () => {
    await inProcess(async () => {
      const dead = spawn(() => {});
      await nextTurn();
      expect(() => Process.groupLeader(dead, self())).toThrow("1st argument: not the pid of a living process");
      expect(() => Process.groupLeader(self(), "leader" as unknown as Pid)).toThrow("2nd argument: not a pid");
    });
  });

  it("is the process itself where nobody leads, and the default one once there is one", async () => {
    const leader = spawn(() => receive());
    expect(Process.info(leader, "groupLeader")).toBe(leader);
    setDefaultGroupLeader(leader);
    expect(await inProcess(() => Process.groupLeader())).toBe(leader);
  });
});
