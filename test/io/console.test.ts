import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { bindConsole, IO, startGroupLeader, stringDevice } from "../../src/io/index.js";
import { inProcess, Process, self, spawn } from "../../src/process/index.js";
import { endProcesses, gate, nextTurn } from "../support/processes.js";

const METHODS = ["log", "info", "debug", "warn", "error"] as const;
const originals = METHODS.map((name) => console[name]);
let outside: unknown[][];
beforeEach(() => {
  outside = [];
  for (const name of METHODS) console[name] = (...args) => void outside.push([name, ...args]);
});
afterEach(() => {
  METHODS.forEach((name, i) => {
    console[name] = originals[i]!;
  });
});
afterEach(endProcesses);

describe("console in a process", () => {
  it("prints to the group leader and to standard error, in the order of calls", async () => {
    const [out, err] = [stringDevice(), stringDevice()];
    const unbind = bindConsole();
    await inProcess(async () => {
      Process.register(startGroupLeader(err), "standard_error");
      Process.groupLeader(self(), startGroupLeader(out));
      console.log("log %d", 1, { a: [1] });
      console.info("info");
      console.debug("debug");
      console.warn("warn");
      console.error("error");
      await nextTurn();
    });
    unbind();
    expect(out.contents()).toBe("log 1 { a: [ 1 ] }\ninfo\ndebug\n");
    expect(err.contents()).toBe("warn\nerror\n");
    expect(outside).toEqual([]);
  });

  it("prints at once, in order, where a program prints a lot in one turn and the device can", async () => {
    const unbind = bindConsole();
    const written: string[] = [];
    let left = 0;
    const device = {
      write: (text: string) => void written.push(text),
      writeAtOnce: (text: string) => written.push(text) > 0,
      readLine: () => Promise.resolve(null),
      geometry: () => undefined,
      close: () => {},
    };
    await inProcess(async () => {
      Process.groupLeader(self(), startGroupLeader(device));
      await IO.puts("begun");
      console.log("first");
      void IO.write("second\n");
      for (let n = 0; n < 5000; n++) console.log(`${n} ${"x".repeat(1000)}`);
      left = 5003 - written.length;
      await IO.puts("last");
    });
    unbind();
    // Some million characters wait at most.
    expect(left).toBeLessThan(1100);
    expect(written.length).toBe(5004);
    const order = Array.from({ length: 5000 }, (_, n) => String(n));
    expect(written.map((text) => text.trim().split(" ")[0])).toEqual(["begun", "first", "second", ...order, "last"]);
  });

  it("does not fail when the device has gone", async () => {
    const unbind = bindConsole();
    await inProcess(async () => {
      const dead = spawn(() => {});
      await nextTurn();
      Process.groupLeader(self(), dead);
      console.log("nobody sees this");
      console.error("nor this");
      await nextTurn();
    });
    unbind();
  });

  it("ends a function that runs on when its process has been ended", async () => {
    const unbind = bindConsole();
    const [unblock, ended] = [gate(), gate()];
    const out = stringDevice();
    await inProcess(async () => {
      Process.groupLeader(self(), startGroupLeader(out));
      const pid = spawn(async () => {
        try {
          await unblock.opened;
          for (;;) console.log("from the dead");
        } finally {
          ended.open();
        }
      });
      await nextTurn();
      Process.exit(pid, "over");
    });
    unblock.open();
    await ended.opened;
    unbind();
    expect(out.contents()).toBe("");
    expect(outside).toEqual([]);
  });

  it("prints as the process did what that has left behind", async () => {
    const unbind = bindConsole();
    const [unblock, logged] = [gate(), gate()];
    const out = stringDevice();
    await inProcess(async () => {
      Process.groupLeader(self(), startGroupLeader(out));
      spawn(() => {
        void unblock.opened.then(() => {
          console.log("left behind");
          logged.open();
        });
      });
      await nextTurn();
    });
    await nextTurn();
    unblock.open();
    await logged.opened;
    await nextTurn();
    unbind();
    expect(out.contents()).toBe("left behind\n");
    expect(outside).toEqual([]);
  });
});

describe("console outside of processes", () => {
  it("stays what it was, also beside processes", async () => {
    const unbind = bindConsole();
    await inProcess(() => self());
    console.log("a", 1);
    console.error("b");
    unbind();
    expect(outside).toEqual([
      ["log", "a", 1],
      ["error", "b"],
    ]);
  });

  it("is restored by what bindConsole returns", () => {
    const before = METHODS.map((name) => console[name]);
    const unbind = bindConsole();
    expect(console.log).not.toBe(before[0]);
    unbind();
    expect(METHODS.map((name) => console[name])).toEqual(before);
  });
});
