import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  deliver,
  inProcess,
  Process,
  plug,
  receive,
  type Signal,
  self,
  send,
  spawn,
  spawnLink,
} from "../../src/process/index.js";
import { atom, localOrigin, makeRef, type Pid, tuple } from "../../src/term/index.js";
import { endProcesses, fakeWire, flush, nextTurn, recordReports, remotePid, unplugWire } from "../support/processes.js";

let wire: ReturnType<typeof fakeWire>;
beforeEach(() => {
  wire = fakeWire();
  recordReports();
});
afterEach(endProcesses);
afterEach(unplugWire);

const FAR = remotePid();
const idle = (): Pid => spawn(() => receive());
const trapping = (): Pid =>
  spawn(async () => {
    Process.flag("trapExit", true);
    await receive(() => new Promise(() => {}));
  });

describe("what leaves for another node", () => {
  it("is a link once, an unlink with an id, and nothing for what is not linked", async () => {
    await inProcess(() => {
      const from = self();
      Process.link(FAR);
      Process.link(FAR);
      expect(wire.take()).toEqual([{ type: "link", from, to: FAR }]);
      expect(Process.info(from, "links")).toEqual([FAR]);
      Process.unlink(FAR);
      expect(wire.take()).toEqual([{ type: "unlink", from, to: FAR, id: expect.any(BigInt) }]);
      expect(Process.info(from, "links")).toEqual([]);
      Process.unlink(FAR);
      expect(wire.take()).toEqual([]);
    });
  });

  it("is a monitor by pid or name, and its end", async () => {
    await inProcess(() => {
      const from = self();
      const byPid = Process.monitor(FAR);
      const byName = Process.monitor(["Shell", FAR.node]);
      expect(wire.take()).toEqual([
        { type: "monitor", from, to: FAR, ref: byPid },
        { type: "monitor", from, to: atom("Elixir.Shell"), ref: byName },
      ]);
      Process.demonitor(byPid);
      Process.demonitor(byName);
      Process.demonitor(byName);
      expect(wire.take()).toEqual([
        { type: "demonitor", from, to: FAR, ref: byPid },
        { type: "demonitor", from, to: atom("Elixir.Shell"), ref: byName },
      ]);
    });
  });

  it("is a request to end", async () => {
    await inProcess(() => {
      expect(Process.exit(FAR, "please")).toBe(true);
      expect(wire.take()).toEqual([{ type: "exit2", from: self(), to: FAR, reason: "please" }]);
    });
  });

  it("is the end of a process, to whom it is linked and who monitors it", async () => {
    await inProcess(async () => {
      const pid = spawn(() => {
        Process.link(FAR);
        return receive();
      });
      Process.register(pid, "known");
      await nextTurn();
      const [byPid, byName] = [makeRef(), makeRef()];
      deliver({ type: "monitor", from: FAR, to: pid, ref: byPid });
      deliver({ type: "monitor", from: FAR, to: atom("known"), ref: byName });
      wire.take();
      Process.exit(pid, "over");
      expect(wire.take()).toEqual([
        { type: "exit", from: pid, to: FAR, reason: "over" },
        { type: "down", from: pid, to: FAR, ref: byPid, reason: "over" },
        { type: "down", from: atom("known"), to: FAR, ref: byName, reason: "over" },
      ]);
    });
  });

  it("is the end of the monitors that a process holds", async () => {
    await inProcess(async () => {
      const pid = spawn(() => {
        Process.monitor(FAR);
        return receive();
      });
      await nextTurn();
      wire.take();
      Process.exit(pid, "over");
      expect(wire.take()).toMatchObject([{ type: "demonitor", from: pid, to: FAR }]);
    });
  });

  it.each([
    ["a function", () => 1, expect.stringContaining("#Function<")],
    [
      "a tuple of atoms with a function",
      tuple(atom.shutdown!, () => 1),
      expect.stringMatching(/^\{:shutdown, #Function</),
    ],
    [
      "an error that holds a function",
      tuple(Object.assign(new RangeError("too far"), { callback: () => 1 }), []),
      tuple(expect.objectContaining({ name: "RangeError", message: "too far" }), []),
    ],
  ])("is a portable reason where the reason is %s, which cannot travel", async (_name, reason, portable) => {
    await inProcess(async () => {
      const pid = spawn(() => {
        Process.link(FAR);
        return receive();
      });
      await nextTurn();
      deliver({ type: "monitor", from: FAR, to: pid, ref: makeRef() });
      wire.take();
      Process.exit(pid, reason);
      expect(wire.take()).toMatchObject([
        { type: "exit", reason: portable },
        { type: "down", reason: portable },
      ]);
    });
  });
});

describe("an end with a reason that cannot travel at all", () => {
  it("is told to everyone as an error", async () => {
    const told: Signal[] = [];
    plug({
      deliver: (_node, signal) => {
        if ("reason" in signal && signal.reason !== atom.error) throw new TypeError("Cannot send it");
        told.push(signal);
      },
    });
    await inProcess(async () => {
      const pid = spawn(() => {
        Process.link(FAR);
        return receive();
      });
      await nextTurn();
      deliver({ type: "monitor", from: FAR, to: pid, ref: makeRef() });
      told.length = 0;
      Process.exit(pid, tuple(new Error("\ud800"), []));
      expect(told).toMatchObject([
        { type: "exit", reason: atom.error },
        { type: "down", reason: atom.error },
      ]);
    });
  });
});

describe("a message from another node", () => {
  it("reaches a pid, a name and an alias", async () => {
    await inProcess(async () => {
      Process.register(self(), "mailbox");
      const ref = Process.alias("reply");
      for (const to of [self(), atom("mailbox"), ref, ref]) deliver({ type: "message", from: FAR, to, message: to });
      expect(await flush()).toEqual([self(), atom("mailbox"), ref]);
    });
  });

  it("to nobody is dropped", async () => {
    const dead = await inProcess(() => self());
    await nextTurn();
    for (const to of [dead, atom("nobody"), makeRef()]) deliver({ type: "message", from: FAR, to, message: "x" });
    expect(wire.take()).toEqual([]);
  });
});

describe("a link from another node", () => {
  it("holds in both directions", async () => {
    await inProcess(async () => {
      const [one, two] = [idle(), idle()];
      deliver({ type: "link", from: FAR, to: one });
      deliver({ type: "link", from: FAR, to: two });
      expect(Process.info(one, "links")).toEqual([FAR]);
      Process.exit(one, "over");
      expect(wire.take()).toEqual([{ type: "exit", from: one, to: FAR, reason: "over" }]);
      deliver({ type: "exit", from: FAR, to: two, reason: "far over" });
      expect(Process.alive(two)).toBe(false);
    });
  });

  it("to a process that has ended is answered with noproc", async () => {
    const dead = await inProcess(() => self());
    await nextTurn();
    deliver({ type: "link", from: FAR, to: dead });
    expect(wire.take()).toEqual([{ type: "exit", from: dead, to: FAR, reason: atom.noproc }]);
  });

  it("is undone by an unlink, which is acknowledged, also twice and by the dead", async () => {
    await inProcess(async () => {
      const pid = idle();
      deliver({ type: "link", from: FAR, to: pid });
      deliver({ type: "unlink", from: FAR, to: pid, id: 5n });
      deliver({ type: "unlink", from: FAR, to: pid, id: 6n });
      expect(Process.info(pid, "links")).toEqual([]);
      Process.exit(pid, "over");
      deliver({ type: "unlink", from: FAR, to: pid, id: 7n });
      expect(wire.take()).toEqual([5n, 6n, 7n].map((id) => ({ type: "unlinkAck", from: pid, to: FAR, id })));
    });
  });
});

describe("an unlink", () => {
  it("that crosses the other's exit keeps that exit away", async () => {
    await inProcess(async () => {
      Process.link(FAR);
      Process.unlink(FAR);
      deliver({ type: "exit", from: FAR, to: self(), reason: "crossed" });
      expect(Process.alive(self())).toBe(true);
    });
  });

  it("that crosses the other's unlink leaves no link on either side", async () => {
    await inProcess(async () => {
      Process.link(FAR);
      Process.unlink(FAR);
      const { id } = wire.take()[1] as { id: bigint };
      deliver({ type: "unlink", from: FAR, to: self(), id: 9n });
      expect(wire.take()).toEqual([{ type: "unlinkAck", from: self(), to: FAR, id: 9n }]);
      deliver({ type: "unlinkAck", from: FAR, to: self(), id });
      expect(Process.info(self(), "links")).toEqual([]);
    });
  });

  it("that was acknowledged can be acknowledged again, and a new link is not touched by it", async () => {
    await inProcess(async () => {
      Process.link(FAR);
      Process.unlink(FAR);
      const { id } = wire.take()[1] as { id: bigint };
      Process.link(FAR);
      expect(wire.take()).toMatchObject([{ type: "link" }]);
      deliver({ type: "unlinkAck", from: FAR, to: self(), id });
      deliver({ type: "unlinkAck", from: FAR, to: self(), id });
      expect(Process.info(self(), "links")).toEqual([FAR]);
    });
  });

  it("that crosses a new link of the other gives way to it", async () => {
    await inProcess(async () => {
      Process.link(FAR);
      Process.unlink(FAR);
      deliver({ type: "link", from: FAR, to: self() });
      expect(Process.info(self(), "links")).toEqual([FAR]);
    });
  });

  it("that was not acknowledged is not told of its process's end", async () => {
    await inProcess(async () => {
      const pid = spawn(() => {
        Process.link(FAR);
        Process.unlink(FAR);
        return receive();
      });
      await nextTurn();
      wire.take();
      Process.exit(pid, "over");
      expect(wire.take()).toEqual([]);
    });
  });
});

describe("an exit from another node", () => {
  it("counts when it comes over a link only", async () => {
    await inProcess(async () => {
      const pid = idle();
      deliver({ type: "exit", from: FAR, to: pid, reason: "no link" });
      expect(Process.alive(pid)).toBe(true);
    });
  });

  it("is a message to a process that traps exits, and is ignored when it is normal and not trapped", async () => {
    await inProcess(async () => {
      const [one, two] = [idle(), trapping()];
      await nextTurn();
      for (const to of [one, two]) {
        deliver({ type: "link", from: FAR, to });
        deliver({ type: "exit", from: FAR, to, reason: atom.normal });
      }
      expect(Process.alive(one)).toBe(true);
      await nextTurn();
      expect(Process.alive(two)).toBe(true);
    });
  });

  it("on request ends a process; with kill also one that traps exits", async () => {
    await inProcess(async () => {
      const [one, two] = [idle(), trapping()];
      await nextTurn();
      const refs = [Process.monitor(one), Process.monitor(two)];
      deliver({ type: "exit2", from: FAR, to: one, reason: "please" });
      deliver({ type: "exit2", from: FAR, to: two, reason: atom.kill });
      deliver({ type: "exit2", from: FAR, to: two, reason: "too late" });
      expect(await flush()).toEqual([
        tuple(atom.DOWN, refs[0], atom.process, one, "please"),
        tuple(atom.DOWN, refs[1], atom.process, two, atom.killed),
      ]);
    });
  });
});

describe("a monitor from another node", () => {
  it("of an unknown name or a process that has ended is answered with noproc", async () => {
    const dead = await inProcess(() => self());
    await nextTurn();
    const [byName, byPid] = [makeRef(), makeRef()];
    deliver({ type: "monitor", from: FAR, to: atom("nobody"), ref: byName });
    deliver({ type: "monitor", from: FAR, to: dead, ref: byPid });
    expect(wire.take()).toEqual([
      { type: "down", from: atom("nobody"), to: FAR, ref: byName, reason: atom.noproc },
      { type: "down", from: dead, to: FAR, ref: byPid, reason: atom.noproc },
    ]);
  });

  it("is undone by its demonitor", async () => {
    await inProcess(async () => {
      const pid = idle();
      const ref = makeRef();
      deliver({ type: "monitor", from: FAR, to: pid, ref });
      expect(Process.info(pid, "monitoredBy")).toEqual([FAR]);
      deliver({ type: "demonitor", from: FAR, to: pid, ref });
      Process.exit(pid, "over");
      expect(wire.take()).toEqual([]);
    });
  });
});

describe("a down from another node", () => {
  it("is a message that names what was monitored, once", async () => {
    await inProcess(async () => {
      const byPid = Process.monitor(FAR);
      const byName = Process.monitor(["shell", FAR.node]);
      for (let i = 0; i < 2; i++) {
        deliver({ type: "down", from: FAR, to: self(), ref: byPid, reason: "over" });
        deliver({ type: "down", from: atom("shell"), to: self(), ref: byName, reason: atom.noproc });
      }
      expect(await flush()).toEqual([
        tuple(atom.DOWN, byPid, atom.process, FAR, "over"),
        tuple(atom.DOWN, byName, atom.process, tuple(atom("shell"), atom(FAR.node)), atom.noproc),
      ]);
    });
  });

  it("to a process that has ended, or for a monitor that was undone, is dropped", async () => {
    const dead = await inProcess(() => self());
    await nextTurn();
    deliver({ type: "down", from: FAR, to: dead, ref: makeRef(), reason: "over" });
    await inProcess(async () => {
      const ref = Process.monitor(FAR);
      Process.demonitor(ref);
      deliver({ type: "down", from: FAR, to: self(), ref, reason: "over" });
      expect(await flush()).toEqual([]);
    });
  });
});

describe("a group leader from another node", () => {
  it("becomes that of the process, when it lives", async () => {
    const pid = idle();
    deliver({ type: "groupLeader", from: FAR, to: pid, leader: FAR });
    expect(Process.info(pid, "groupLeader")).toBe(FAR);
    const dead = await inProcess(() => self());
    await nextTurn();
    deliver({ type: "groupLeader", from: FAR, to: dead, leader: FAR });
  });
});

describe("signals between a process of this node and one of another", () => {
  it("leave in the order in which they were made", async () => {
    await inProcess(async () => {
      const pid = spawn(() => {
        send(FAR, 1);
        Process.link(FAR);
        send(FAR, 2);
        Process.monitor(FAR);
        Process.unlink(FAR);
        Process.link(FAR);
        send(FAR, 3);
      });
      await nextTurn();
      expect(wire.sent.filter((signal) => "from" in signal && signal.from === pid).map(({ type }) => type)).toEqual(
        "message link message monitor unlink link message exit demonitor".split(" "),
      );
    });
  });

  it("follow a link through this node", async () => {
    await inProcess(async () => {
      Process.flag("trapExit", true);
      const child = spawnLink(() => {
        Process.link(FAR);
        return receive();
      });
      await nextTurn();
      deliver({ type: "exit", from: FAR, to: child, reason: "from afar" });
      expect(await flush()).toEqual([tuple(atom.EXIT, child, "from afar")]);
      expect(localOrigin.index).toBe(0);
    });
  });
});
