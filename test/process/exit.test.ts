import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { Exit, exit, inProcess, Process, receive, self, send, skip, spawn } from "../../src/process/index.js";
import { atom, type Pid, tuple } from "../../src/term/index.js";
import { endOf, endProcesses, flush, gate, nextTurn, recordReports } from "../support/processes.js";

let reports: ReturnType<typeof recordReports>;
beforeEach(() => {
  reports = recordReports();
});
afterEach(endProcesses);

const idle = (): Pid => spawn(() => receive());

const trapping = (): Pid =>
  spawn(async () => {
    Process.flag("trapExit", true);
    for (;;) await receive(() => skip);
  });

describe("exit", () => {
  it("throws the reason, so that finally blocks run", async () => {
    const steps: string[] = [];
    await inProcess(async () => {
      const pid = spawn(() => {
        try {
          exit("leaving");
        } finally {
          steps.push("finally");
        }
      });
      expect(await endOf(pid)).toBe("leaving");
    });
    expect(steps).toEqual(["finally"]);
  });

  it("can be caught", async () => {
    await inProcess(async () => {
      const pid = spawn(() => {
        try {
          exit("never mind");
        } catch {}
      });
      expect(await endOf(pid)).toBe(atom.normal);
    });
  });
});

describe("Process.exit", () => {
  it("ends another process with the reason", async () => {
    await inProcess(async () => {
      const pid = idle();
      const ended = endOf(pid);
      expect(Process.exit(pid, "told to")).toBe(true);
      expect(Process.alive(pid)).toBe(false);
      expect(await ended).toBe("told to");
    });
    expect(reports.crashes).toEqual([]);
  });

  it("with normal is ignored by another process", async () => {
    await inProcess(async () => {
      const pid = idle();
      Process.exit(pid, atom.normal);
      await nextTurn();
      expect(Process.alive(pid)).toBe(true);
    });
  });

  it("brings a message to a process that traps exits, also with normal", async () => {
    await inProcess(async () => {
      const pid = trapping();
      await nextTurn();
      Process.exit(pid, "one");
      Process.exit(pid, atom.normal);
      expect(Process.info(pid, "messages")).toEqual([
        tuple(atom.EXIT, self(), "one"),
        tuple(atom.EXIT, self(), atom.normal),
      ]);
    });
  });

  it("with kill ends a process that traps exits, as killed", async () => {
    await inProcess(async () => {
      const pid = trapping();
      await nextTurn();
      const ended = endOf(pid);
      Process.exit(pid, atom.kill);
      expect(await ended).toBe(atom.killed);
    });
  });

  it("has ended the caller when it returns", async () => {
    await inProcess(async () => {
      const after: string[] = [];
      const pid = spawn(() => {
        Process.exit(self(), "myself");
        after.push("not reached");
      });
      expect(await endOf(pid)).toBe("myself");
      expect(after).toEqual([]);
    });
  });

  it("with normal ends the caller, but is a message to a caller that traps exits", async () => {
    await inProcess(async () => {
      const pid = spawn(async () => {
        Process.exit(self(), atom.normal);
        await receive();
      });
      expect(await endOf(pid)).toBe(atom.normal);
      Process.flag("trapExit", true);
      Process.exit(self(), atom.normal);
      expect(await flush()).toEqual([tuple(atom.EXIT, self(), atom.normal)]);
    });
  });

  it("of a process that has ended succeeds and does nothing", async () => {
    await inProcess(async () => {
      const pid = spawn(() => {});
      await nextTurn();
      expect(Process.exit(pid, "again")).toBe(true);
      expect(Process.exit(pid, atom.kill)).toBe(true);
    });
  });

  it("counts once: the first reason stays", async () => {
    await inProcess(async () => {
      const pid = idle();
      const ended = endOf(pid);
      Process.exit(pid, "first");
      Process.exit(pid, "second");
      expect(await ended).toBe("first");
    });
  });
});

describe("a process that has ended", () => {
  it("cannot act any more: its next call of the kernel throws, and finally blocks run", async () => {
    const CALLS: (() => unknown)[] = [
      () => self(),
      () => receive(),
      () => receive(undefined, 0),
      () => send(self(), "x"),
      () => spawn(() => {}),
      () => Process.sleep(1),
      () => Process.get("x"),
      () => Process.signal(),
      () => Process.groupLeader(),
    ];
    for (const call of CALLS) {
      const [unblock, thrown] = [gate(), gate<unknown>()];
      let finallyRan = false;
      await inProcess(async () => {
        const pid = spawn(async () => {
          await unblock.opened;
          try {
            await call();
            thrown.open("nothing was thrown");
          } catch (error) {
            thrown.open(error);
          } finally {
            finallyRan = true;
          }
        });
        await nextTurn();
        Process.exit(pid, "dead");
      });
      unblock.open();
      expect(await thrown.opened).toMatchObject({ name: "Exit", reason: "dead" });
      expect(finallyRan).toBe(true);
    }
  });

  it("is not reported for the exit that its end made", async () => {
    await inProcess(async () => {
      const pid = spawn(() => receive());
      await nextTurn();
      Process.exit(pid, new Error("as a reason"));
      await nextTurn();
    });
    expect(reports.crashes).toEqual([]);
  });

  it("is left by sleep and by replies with an exit", async () => {
    const thrown = gate<unknown>();
    await inProcess(async () => {
      const pid = spawn(() => Process.sleep(Number.POSITIVE_INFINITY).catch((error) => thrown.open(error)));
      await nextTurn();
      Process.exit(pid, "wake up");
    });
    const exited = await thrown.opened;
    expect(exited).toBeInstanceOf(Exit);
    expect((exited as Exit).reason).toBe("wake up");
  });

  it("has left the tables: names, aliases, monitors and links are free", async () => {
    await inProcess(async () => {
      const other = idle();
      const pid = spawn(async () => {
        Process.register(self(), "leaving");
        Process.monitor(other);
        Process.link(other);
        Process.unlink(other);
        await receive();
      });
      await nextTurn();
      expect(Process.info(other, "monitoredBy")).toEqual([pid]);
      Process.exit(pid, "gone");
      expect(Process.whereis("leaving")).toBeNull();
      expect(Process.info(other, "monitoredBy")).toEqual([]);
      expect(Process.info(other, "links")).toEqual([]);
      expect(Process.list()).not.toContain(pid);
    });
  });
});

describe("Process.exit and Process.link", () => {
  it.each(["nobody", atom.shell, undefined, {}])("refuse %p, which is no pid", async (value) => {
    await inProcess(() => {
      expect(() => Process.exit(value as never, "bye")).toThrow("not a pid");
      expect(() => Process.link(value as never)).toThrow("not a pid");
      expect(Process.info(self(), "links")).toEqual([]);
    });
  });
});

describe("a process that has ended and does not heed it", () => {
  const waits: Record<string, () => Promise<unknown>> = {
    receive: () => receive(),
    "receive with a clause and a time limit": () => receive(() => skip, 1000),
    sleep: () => Process.sleep(1000),
  };
  it.each(Object.keys(waits))("leaves the thread to others when it goes on with %s", async (name) => {
    let refused = 0;
    const pid = spawn(async () => {
      // Bounded, so that this test fails instead of hanging.
      while (refused < 100_000) await waits[name]!().catch(() => void refused++);
    });
    await nextTurn();
    await inProcess(() => Process.exit(pid, atom.kill));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(1000);
  });
});
