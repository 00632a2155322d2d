import { afterEach, describe, expect, it } from "@jest/globals";
import { inProcess, Process, receive, self, send, setCodeServer, skip, spawn } from "../../src/process/index.js";
import { atom } from "../../src/term/index.js";
import { endProcesses, nextTurn, remotePid } from "../support/processes.js";

afterEach(endProcesses);

describe("info", () => {
  it("tells what is known of a process", async () => {
    await inProcess(async () => {
      const other = spawn(() => receive());
      const pid = spawn(async function counter() {
        Process.register(self(), "counted");
        Process.flag("trapExit", true);
        Process.put("key", "value");
        Process.link(other);
        Process.monitor(other);
        Process.monitor("counted");
        Process.alias();
        await receive(() => skip);
      });
      send(pid, "unread");
      await nextTurn();
      expect(Process.info(pid)).toEqual({
        registeredName: atom("counted"),
        initialCall: { module: "", name: "counter", arity: 0 },
        status: atom.waiting,
        messageQueueLen: 1,
        messages: ["unread"],
        links: [other],
        monitors: [other, [atom("counted"), "nonode@nohost"]],
        monitoredBy: [pid],
        aliases: [expect.anything()],
        dictionary: new Map([["key", "value"]]),
        trapExit: true,
        groupLeader: Process.groupLeader(),
        parent: self(),
      });
    });
  });

  it("tells one item, and that a process runs", async () => {
    await inProcess(() => {
      expect(Process.info(self(), "status")).toBe(atom.running);
      expect(Process.info(self(), "registeredName")).toBeNull();
    });
  });

  it("names the module, function and arity that a process was started with", () => {
    setCodeServer({ nameOf: () => undefined, resolve: () => () => receive() });
    const pid = spawn("Remote", "chat", [1, 2]);
    expect(Process.info(pid, "initialCall")).toEqual({ module: "Remote", name: "chat", arity: 2 });
  });

  it("is null for a process that has ended", async () => {
    const pid = await inProcess(() => self());
    await nextTurn();
    expect(Process.info(pid)).toBeNull();
    expect(Process.info(pid, "links")).toBeNull();
  });

  it("is not for pids of other nodes", () => {
    expect(() => Process.info(remotePid())).toThrow("1st argument: not a local pid");
    expect(() => Process.alive(remotePid())).toThrow("1st argument: not a pid");
    expect(() => Process.alive("x" as never)).toThrow(expect.objectContaining({ name: "ArgumentError" }));
  });
});

describe("list and alive", () => {
  it("know the processes that live", async () => {
    await inProcess(async () => {
      const pid = spawn(() => receive());
      expect(Process.list()).toEqual(expect.arrayContaining([self(), pid]));
      expect(Process.alive(pid)).toBe(true);
      Process.exit(pid, "over");
      expect(Process.list()).not.toContain(pid);
      expect(Process.alive(pid)).toBe(false);
    });
  });
});

describe("flag", () => {
  it("gives back what it was", async () => {
    await inProcess(() => {
      expect(Process.flag("trapExit", true)).toBe(false);
      expect(Process.flag("trapExit", false)).toBe(true);
    });
  });

  it("refuses what is no flag, or no value of one", async () => {
    await inProcess(() => {
      expect(() => Process.flag("priority" as never, true)).toThrow("1st argument: not a process flag");
      expect(() => Process.flag("trapExit", 1 as never)).toThrow("2nd argument: not a boolean");
    });
  });
});
