import { performance } from "node:perf_hooks";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { inProcess, Process, receive, self, spawn } from "../../src/process/index.js";
import { atom, makeRef } from "../../src/term/index.js";
import {
  endProcesses,
  fakeWire,
  flush,
  gate,
  nextTurn,
  recordReports,
  remotePid,
  unplugWire,
} from "../support/processes.js";

let reports: ReturnType<typeof recordReports>;
beforeEach(() => {
  reports = recordReports();
});
afterEach(unplugWire);
afterEach(endProcesses);

const LONG = 20_000;

describe("sleep", () => {
  it("waits its time and gives ok", async () => {
    await inProcess(async () => {
      const began = performance.now();
      expect(await Process.sleep(10)).toBe(atom.ok);
      expect(performance.now() - began).toBeGreaterThan(8);
    });
  });

  it.each([LONG, Number.POSITIVE_INFINITY])("of %p ms ends at once when its process is told to end", async (time) => {
    const thrown = gate<unknown>();
    await inProcess(async () => {
      const pid = spawn(() => Process.sleep(time).catch((error) => thrown.open(error)));
      await nextTurn();
      Process.exit(pid, "wake up");
    });
    expect(await thrown.opened).toMatchObject({ name: "Exit", reason: "wake up" });
  });

  it.each([Number.POSITIVE_INFINITY, Symbol.for("infinity")])("waits without end for %p", async (forever) => {
    const woken = await inProcess(async () => {
      const sleeper = spawn(() => Process.sleep(forever));
      Process.sendAfter(self(), "still asleep", 5);
      await receive();
      return Process.alive(sleeper);
    });
    expect(woken).toBe(true);
  });

  it.each([-1, Number.NaN, 2 ** 31, "5", Symbol.for("later")])("refuses to wait %p ms", async (time) => {
    await expect(inProcess(() => Process.sleep(time as number))).rejects.toThrow(
      `Cannot wait ${String(time)} ms: 0 to 2147483647, or Infinity`,
    );
  });
});

describe("sendAfter", () => {
  it("sends the message when its time has come", async () => {
    await inProcess(async () => {
      const began = performance.now();
      Process.sendAfter(self(), "due", 10);
      expect(await receive()).toBe("due");
      expect(performance.now() - began).toBeGreaterThan(8);
    });
  });

  it("sends also when the process that asked has ended", async () => {
    await inProcess(async () => {
      const me = self();
      spawn(() => Process.sendAfter(me, "from the dead", 5));
      expect(await receive()).toBe("from the dead");
    });
    expect(reports.warnings).toEqual([]);
  });

  it("can be cancelled, which tells what was left", async () => {
    await inProcess(async () => {
      const ref = Process.sendAfter(self(), "never", LONG);
      const read = Process.readTimer(ref);
      expect(read).toBeGreaterThan(LONG / 2);
      expect(read).toBeLessThanOrEqual(LONG);
      const left = Process.cancelTimer(ref);
      expect(left).toBeGreaterThan(LONG / 2);
      expect(Process.readTimer(ref)).toBe(false);
      expect(Process.cancelTimer(ref)).toBe(false);
      expect(await flush()).toEqual([]);
    });
  });

  it("is over when it has sent, and knows no timer that is not one", async () => {
    await inProcess(async () => {
      const ref = Process.sendAfter(self(), "x", 0);
      await receive();
      expect(Process.readTimer(ref)).toBe(false);
      expect(Process.cancelTimer(ref)).toBe(false);
      expect(Process.cancelTimer(makeRef())).toBe(false);
    });
  });

  it("to a name that nobody has by then does nothing", async () => {
    await inProcess(async () => {
      Process.sendAfter("nobody", "x", 0);
      Process.sendAfter(self(), "after it", 1);
      await receive();
    });
    expect(reports.warnings).toEqual([]);
  });

  it("warns of a message that cannot travel", async () => {
    fakeWire();
    await inProcess(async () => {
      Process.sendAfter(remotePid(), () => 1, 0);
      Process.sendAfter(self(), "after it", 2);
      await receive();
    });
    expect(reports.warnings).toEqual(["TypeError: Cannot send a function"]);
  });

  it.each([-1, Number.POSITIVE_INFINITY, 2 ** 31])("refuses a time of %p ms", async (time) => {
    await expect(inProcess(() => Process.sendAfter(self(), "x", time))).rejects.toThrow(
      `Cannot wait ${time} ms: 0 to 2147483647`,
    );
  });
});

describe("signal", () => {
  it("aborts when the process ends, with its exit", async () => {
    const given = gate<AbortSignal>();
    await inProcess(async () => {
      const pid = spawn(async () => {
        expect(Process.signal()).toBe(Process.signal());
        given.open(Process.signal());
        await receive();
      });
      const signal = await given.opened;
      expect(signal.aborted).toBe(false);
      Process.exit(pid, "stop fetching");
      expect(signal.aborted).toBe(true);
      expect(signal.reason).toMatchObject({ name: "Exit", reason: "stop fetching" });
    });
  });

  it("aborts also at a normal end", async () => {
    const signal = await inProcess(() => Process.signal());
    await nextTurn();
    expect(signal.aborted).toBe(true);
  });
});
