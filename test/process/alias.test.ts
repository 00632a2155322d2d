import { afterEach, describe, expect, it } from "@jest/globals";
import { inProcess, Process, receive, self, send, spawn } from "../../src/process/index.js";
import { atom, makeRef, type Pid, tuple } from "../../src/term/index.js";
import { endProcesses, flush, nextTurn } from "../support/processes.js";

afterEach(endProcesses);

const idle = (): Pid => spawn(() => receive());

describe("alias", () => {
  it("is an address of its process until it is given up", async () => {
    await inProcess(async () => {
      const ref = Process.alias();
      expect(Process.info(self(), "aliases")).toEqual([ref]);
      send(ref, 1);
      send(ref, 2);
      expect(Process.unalias(ref)).toBe(true);
      send(ref, "late");
      expect(await flush()).toEqual([1, 2]);
      expect(Process.unalias(ref)).toBe(false);
    });
  });

  it("for a reply takes one message", async () => {
    await inProcess(async () => {
      const ref = Process.alias("reply");
      send(ref, 1);
      send(ref, 2);
      expect(await flush()).toEqual([1]);
      expect(Process.unalias(ref)).toBe(false);
    });
  });

  it("can be given up by its own process only", async () => {
    await inProcess(async () => {
      const ref = Process.alias();
      const me = self();
      spawn(() => send(me, Process.unalias(ref)));
      expect(await receive()).toBe(false);
      expect(Process.unalias(makeRef())).toBe(false);
    });
  });

  it("is gone with its process", async () => {
    await inProcess(async () => {
      const me = self();
      spawn(() => send(me, Process.alias()));
      const ref = await receive();
      await nextTurn();
      expect(send(ref as never, "nobody hears")).toBe("nobody hears");
    });
  });
});

describe("the alias of a monitor", () => {
  it("stays after the monitor when it is explicit", async () => {
    await inProcess(async () => {
      const pid = idle();
      const ref = Process.monitor(pid, { alias: "explicit_unalias" });
      Process.exit(pid, "over");
      send(ref, "still heard");
      expect((await flush())[1]).toBe("still heard");
      const second = Process.monitor(idle(), { alias: "explicit_unalias" });
      Process.demonitor(second);
      send(second, "also heard");
      expect(await flush()).toEqual(["also heard"]);
    });
  });

  it("ends with the monitor in mode demonitor", async () => {
    await inProcess(async () => {
      const pid = idle();
      const [told, undone] = [
        Process.monitor(pid, { alias: "demonitor" }),
        Process.monitor(idle(), { alias: "demonitor" }),
      ];
      send(told, 1);
      send(told, 2);
      Process.demonitor(undone);
      Process.exit(pid, "over");
      send(told, "late");
      send(undone, "late");
      expect(await flush()).toEqual([1, 2, tuple(atom.DOWN, told, atom.process, pid, "over")]);
    });
  });

  it("ends, and the monitor with it, at the first reply in mode reply_demonitor", async () => {
    await inProcess(async () => {
      const pid = idle();
      const ref = Process.monitor(pid, { alias: "reply_demonitor" });
      send(ref, "reply");
      send(ref, "late");
      expect(Process.info(pid, "monitoredBy")).toEqual([]);
      Process.exit(pid, "over");
      expect(await flush()).toEqual(["reply"]);
    });
  });
});
