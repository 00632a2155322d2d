import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { exit, inProcess, Process, receive, self, send, spawn, spawnLink } from "../../src/process/index.js";
import { atom, type Pid, tuple } from "../../src/term/index.js";
import { endOf, endProcesses, flush, nextTurn, recordReports } from "../support/processes.js";

beforeEach(() => {
  recordReports();
});
afterEach(endProcesses);

/** A process that only waits. */
const idle = (): Pid => spawn(() => receive());

/** A process that is linked to others and only waits. */
const linkedTo = (...pids: Pid[]): Pid =>
  spawn(() => {
    for (const pid of pids) Process.link(pid);
    return receive();
  });

describe("link", () => {
  it("ends a process with the reason of the one that it is linked to, in both directions", async () => {
    await inProcess(async () => {
      for (const first of [0, 1]) {
        const one = idle();
        const pair = [one, linkedTo(one)];
        await nextTurn();
        const ended = endOf(pair[1 - first]!);
        Process.exit(pair[first]!, "together");
        expect(await ended).toBe("together");
      }
    });
  });

  it("does not end a process when the other one ends normally", async () => {
    await inProcess(async () => {
      const one = idle();
      const two = linkedTo(one);
      await nextTurn();
      send(one, "end");
      await nextTurn();
      expect(Process.alive(one)).toBe(false);
      expect(Process.alive(two)).toBe(true);
      expect(Process.info(two, "links")).toEqual([]);
    });
  });

  it("ends the other one with the error that ended the first", async () => {
    await inProcess(async () => {
      const error = new Error("boom");
      const parent = spawn(async () => {
        spawnLink(() => {
          throw error;
        });
        await receive();
      });
      expect(await endOf(parent)).toMatchObject([error, expect.anything()]);
    });
  });

  it("brings a message to a process that traps exits, also for a normal end", async () => {
    await inProcess(async () => {
      Process.flag("trapExit", true);
      const normal = spawnLink(() => "done");
      expect(await receive()).toEqual(tuple(atom.EXIT, normal, atom.normal));
      const killed = spawnLink(() => receive());
      Process.exit(killed, atom.kill);
      expect(await receive()).toEqual(tuple(atom.EXIT, killed, atom.killed));
    });
  });

  it("passes a kill on as killed, which can be trapped", async () => {
    await inProcess(async () => {
      const one = idle();
      const two = linkedTo(one);
      await nextTurn();
      const ended = endOf(two);
      Process.exit(one, atom.kill);
      expect(await ended).toBe(atom.killed);
    });
  });

  it("passes the reason kill of a process's own exit on as it is", async () => {
    await inProcess(async () => {
      const parent = spawn(async () => {
        spawnLink(() => exit(atom.kill));
        await receive();
      });
      expect(await endOf(parent)).toBe(atom.kill);
      Process.flag("trapExit", true);
      const child = spawnLink(() => exit(atom.kill));
      expect(await receive()).toEqual(tuple(atom.EXIT, child, atom.kill));
    });
  });

  it("is one link, however often it is made", async () => {
    await inProcess(async () => {
      Process.flag("trapExit", true);
      const pid = idle();
      expect(Process.link(pid)).toBe(true);
      Process.link(pid);
      expect(Process.info(self(), "links")).toEqual([pid]);
      expect(Process.info(pid, "links")).toEqual([self()]);
      Process.exit(pid, "once");
      expect(await flush()).toEqual([tuple(atom.EXIT, pid, "once")]);
    });
  });

  it("to oneself does nothing", async () => {
    await inProcess(() => {
      expect(Process.link(self())).toBe(true);
      expect(Process.info(self(), "links")).toEqual([]);
    });
  });

  it("to a process that has ended brings noproc", async () => {
    await inProcess(async () => {
      const dead = spawn(() => {});
      await nextTurn();
      expect(await endOf(linkedTo(dead))).toBe(atom.noproc);
      Process.flag("trapExit", true);
      Process.link(dead);
      expect(await flush()).toEqual([tuple(atom.EXIT, dead, atom.noproc)]);
    });
  });

  it("ends a long chain of processes", async () => {
    await inProcess(async () => {
      const LENGTH = 20_000;
      const chain = [idle()];
      for (let i = 1; i < LENGTH; i++) chain.push(linkedTo(chain[i - 1]!));
      await nextTurn();
      const ended = endOf(chain[LENGTH - 1]!);
      Process.exit(chain[0]!, "all of you");
      expect(await ended).toBe("all of you");
      expect(chain.some((pid) => Process.alive(pid))).toBe(false);
    });
  });

  it("ends a cycle of processes", async () => {
    await inProcess(async () => {
      const one = idle();
      const two = linkedTo(one);
      const three = linkedTo(one, two);
      await nextTurn();
      Process.exit(two, "round");
      for (const pid of [one, two, three]) expect(Process.alive(pid)).toBe(false);
    });
  });

  it("stops at a process that traps exits", async () => {
    await inProcess(async () => {
      const end = idle();
      const trapping = spawn(async () => {
        Process.flag("trapExit", true);
        Process.link(end);
        await receive();
        await receive();
      });
      const behind = linkedTo(trapping);
      await nextTurn();
      Process.exit(end, "stop here");
      await nextTurn();
      expect(Process.alive(trapping)).toBe(true);
      expect(Process.alive(behind)).toBe(true);
    });
  });
});

describe("unlink", () => {
  it("keeps a process from the other one's end, in both directions", async () => {
    await inProcess(async () => {
      const pid = spawnLink(() => receive());
      expect(Process.unlink(pid)).toBe(true);
      expect(Process.info(pid, "links")).toEqual([]);
      Process.exit(pid, "alone");
      expect(Process.alive(pid)).toBe(false);
      expect(Process.alive(self())).toBe(true);
    });
  });

  it("of a process that is not linked does nothing", async () => {
    await inProcess(() => {
      expect(Process.unlink(self())).toBe(true);
      expect(Process.unlink(idle())).toBe(true);
    });
  });
});
