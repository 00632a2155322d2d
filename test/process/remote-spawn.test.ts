import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import {
  deliver,
  inProcess,
  nodeDown,
  Process,
  plug,
  receive,
  self,
  send,
  setCodeServer,
  spawn,
  spawnOn,
  UndefinedFunctionError,
  whenUnplugged,
} from "../../src/process/index.js";
import type { Spawned } from "../../src/process/remote-spawn.js";
import type { SpawnRequest } from "../../src/process/signal.js";
import { atom, localOrigin, makeRef, type Pid, tuple } from "../../src/term/index.js";
import {
  endOf,
  endProcesses,
  fakeWire,
  flush,
  gate,
  nextTurn,
  OTHER,
  recordReports,
  remotePid,
  unplugWire,
} from "../support/processes.js";

let wire: ReturnType<typeof fakeWire>;
let reports: ReturnType<typeof recordReports>;
beforeEach(() => {
  wire = fakeWire();
  reports = recordReports();
});
afterEach(endProcesses);
afterEach(unplugWire);

const FAR = remotePid();
const NEW = remotePid(8);

function requested(): SpawnRequest {
  const found = wire.take().find((signal) => signal.type === "spawnRequest");
  return found as SpawnRequest;
}

/** The other node makes the process that it was asked for. */
function answer({ ref, from, link, monitor }: SpawnRequest, result: SpawnReplyResult = NEW): void {
  deliver({ type: "spawnReply", ref, to: from, linked: link, monitored: monitor, result });
}
type SpawnReplyResult = Pid | symbol;

describe("a process asked of another node", () => {
  it("is a request with the caller, its group leader and what to call", async () => {
    await inProcess(async () => {
      Process.groupLeader(self(), FAR);
      const spawned = spawnOn(OTHER, ["Remote", "chat", ["hi"]], { link: true });
      const request = requested();
      expect(request).toEqual({
        type: "spawnRequest",
        ref: expect.anything(),
        from: self(),
        groupLeader: FAR,
        module: atom("Elixir.Remote"),
        name: atom("chat"),
        args: ["hi"],
        link: true,
        monitor: false,
      });
      answer(request);
      expect(await spawned).toEqual({ pid: NEW, ref: request.ref });
    });
  });

  it("is linked and monitored from its beginning, when that was asked for", async () => {
    await inProcess(async () => {
      Process.flag("trapExit", true);
      const spawned = spawnOn(OTHER, ["Remote", "chat", []], { link: true, monitor: true });
      const request = requested();
      answer(request);
      // Before the caller has even seen the pid.
      deliver({ type: "exit", from: NEW, to: self(), reason: "over" });
      deliver({ type: "down", from: NEW, to: self(), ref: request.ref, reason: "over" });
      const { pid, ref } = await spawned;
      expect(await flush()).toEqual([tuple(atom.EXIT, pid, "over"), tuple(atom.DOWN, ref, atom.process, pid, "over")]);
    });
  });

  it("is not tied to its caller otherwise", async () => {
    await inProcess(async () => {
      const spawned = spawnOn(OTHER, ["Remote", "chat", []]);
      answer(requested());
      await spawned;
      expect(Process.info(self(), "links")).toEqual([]);
      expect(Process.info(self(), "monitors")).toEqual([]);
    });
  });

  it("can be asked for outside of a process, without ties", async () => {
    const spawned = spawnOn(OTHER, ["Remote", "chat", []]);
    answer(requested());
    expect((await spawned).pid).toBe(NEW);
    expect(() => spawnOn(OTHER, ["Remote", "chat", []], { link: true })).toThrow("No process runs here");
  });

  it("sends a function as a call of it", async () => {
    const fun = (): number => 1;
    const spawned = spawnOn(OTHER, [fun]);
    const request = requested();
    expect([request.module, request.name, request.args]).toEqual([atom.erlang, atom.apply, [fun, []]]);
    answer(request);
    await spawned;
  });

  it("fails at once when the wire says that it cannot travel, and leaves nothing behind", async () => {
    plug({
      deliver: () => {
        throw new TypeError("Cannot send a closure");
      },
    });
    await inProcess(async () => {
      await expect(spawnOn(OTHER, ["Remote", "chat", []], { monitor: true })).rejects.toThrow("Cannot send a closure");
      expect(Process.info(self(), "monitors")).toEqual([]);
    });
  });

  it("refuses a module without a function and arguments", () => {
    expect(() => spawnOn(OTHER, ["Remote"] as never)).toThrow("Cannot spawn without a function");
  });

  it("whose caller has died meanwhile is told so when it is linked", async () => {
    let spawned: Promise<Spawned> | undefined;
    await inProcess(async () => {
      const parent = spawn(() => {
        spawned = spawnOn(OTHER, ["Remote", "chat", []], { link: true });
        return receive();
      });
      await nextTurn();
      Process.exit(parent, "too soon");
      const request = requested();
      answer(request);
      expect(wire.take()).toEqual([{ type: "exit", from: parent, to: NEW, reason: atom.noproc }]);
      expect((await spawned!).pid).toBe(NEW);
    });
  });

  it("whose caller has died meanwhile is not watched for it any more", async () => {
    await inProcess(async () => {
      const parent = spawn(() => {
        void spawnOn(OTHER, ["Remote", "chat", []], { monitor: true });
        return receive();
      });
      await nextTurn();
      Process.exit(parent, "too soon");
      const request = requested();
      wire.take();
      answer(request);
      expect(wire.take()).toEqual([{ type: "demonitor", from: parent, to: NEW, ref: request.ref }]);
    });
  });

  it("that nobody has asked for is ignored", () => {
    deliver({ type: "spawnReply", ref: makeRef(), to: FAR, linked: true, monitored: true, result: NEW });
    expect(wire.take()).toEqual([]);
  });

  it("that the node refuses is a dead pid, a warning, and the reason for link and monitor", async () => {
    await inProcess(async () => {
      Process.flag("trapExit", true);
      const spawned = spawnOn(OTHER, ["Remote", "chat", [1]], { link: true, monitor: true });
      answer(requested(), atom("system_limit"));
      const { pid, ref } = await spawned;
      expect(pid.isLocal).toBe(true);
      expect(Process.alive(pid)).toBe(false);
      expect(await flush()).toEqual([
        tuple(atom.DOWN, ref, atom.process, pid, atom("system_limit")),
        tuple(atom.EXIT, pid, atom("system_limit")),
      ]);
      expect(reports.warnings).toEqual([expect.stringContaining("Can not start")]);
    });
  });

  it("of a node that is lost is a dead pid, a warning in Erlang's words, and noconnection", async () => {
    await inProcess(async () => {
      Process.flag("trapExit", true);
      const [plain, tied] = [
        spawnOn(OTHER, ["Remote", "chat", [1]]),
        spawnOn(OTHER, ["Remote", "chat", [1]], { link: true, monitor: true }),
      ];
      nodeDown("unrelated@host", true, false);
      nodeDown(OTHER, false, false);
      const [{ pid: dead }, { pid, ref }] = await Promise.all([plain, tied]);
      expect(Process.alive(dead)).toBe(false);
      expect(reports.warnings).toEqual([
        `** Can not start Elixir.Remote:chat/1 on :${OTHER} **\n`,
        `** Can not start Elixir.Remote:chat/1 ([:link, :monitor]) on :${OTHER} **\n`,
      ]);
      expect(new Set(await flush())).toEqual(
        new Set([
          tuple(atom.DOWN, ref, atom.process, pid, atom.noconnection),
          tuple(atom.EXIT, pid, atom.noconnection),
        ]),
      );
    });
  });

  it("without a network fails as for a node that cannot be reached", async () => {
    plug(undefined);
    whenUnplugged((node) => queueMicrotask(() => nodeDown(node, false, false)));
    await inProcess(async () => {
      const { pid } = await spawnOn(OTHER, ["Remote", "chat", []]);
      expect(Process.alive(pid)).toBe(false);
      Process.flag("trapExit", true);
      Process.link(FAR);
      const ref = Process.monitor(FAR);
      await nextTurn();
      expect(new Set(await flush())).toEqual(
        new Set([
          tuple(atom.DOWN, ref, atom.process, FAR, atom.noconnection),
          tuple(atom.EXIT, FAR, atom.noconnection),
        ]),
      );
    });
  });
});

describe("a process asked of this node by itself", () => {
  it("is started at once, with its ties", async () => {
    await inProcess(async () => {
      Process.flag("trapExit", true);
      const { pid, ref } = await spawnOn(localOrigin.node, [() => receive()], { link: true, monitor: true });
      expect(wire.take()).toEqual([]);
      Process.exit(pid, "over");
      expect(new Set(await flush())).toEqual(
        new Set([tuple(atom.EXIT, pid, "over"), tuple(atom.DOWN, ref, atom.process, pid, "over")]),
      );
    });
  });
});

describe("a process that another node asks for", () => {
  const request = (more: Partial<SpawnRequest>): SpawnRequest => ({
    type: "spawnRequest",
    ref: makeRef(),
    from: FAR,
    groupLeader: remotePid(9),
    module: atom("Elixir.Remote"),
    name: atom("run"),
    args: [],
    link: false,
    monitor: false,
    ...more,
  });

  const serving = (run: () => unknown): void => setCodeServer({ nameOf: () => undefined, resolve: () => run });

  it("has the caller's group leader, and the caller as parent", async () => {
    serving(() => receive());
    deliver(request({}));
    const [reply] = wire.take() as unknown as [{ result: Pid }];
    expect(Process.info(reply.result, "groupLeader")).toBe(remotePid(9));
    expect(Process.info(reply.result, "parent")).toBe(FAR);
  });

  it("is answered before anything that it sends itself", async () => {
    serving(() => {
      send(FAR, "first words");
      throw new Error("and last");
    });
    const asked = request({ link: true, monitor: true });
    deliver(asked);
    await nextTurn();
    expect(wire.take().map(({ type }) => type)).toEqual(["spawnReply", "message", "exit", "down"]);
  });

  it("is linked and monitored as asked, and says so", async () => {
    serving(() => receive());
    await inProcess(async () => {
      const asked = request({ link: true, monitor: true });
      deliver(asked);
      const [reply] = wire.take() as unknown as [{ result: Pid }];
      expect(reply).toEqual({
        type: "spawnReply",
        ref: asked.ref,
        to: FAR,
        linked: true,
        monitored: true,
        result: expect.anything(),
      });
      Process.exit(reply.result, "over");
      expect(wire.take()).toEqual([
        { type: "exit", from: reply.result, to: FAR, reason: "over" },
        { type: "down", from: reply.result, to: FAR, ref: asked.ref, reason: "over" },
      ]);
    });
  });

  it("of an unknown module gets its pid first, then ends with undef", async () => {
    setCodeServer({
      nameOf: () => undefined,
      resolve: (module, name, args) => {
        throw new UndefinedFunctionError(module, name, args.length);
      },
    });
    await inProcess(async () => {
      deliver(request({ monitor: true }));
      const [reply] = wire.take() as unknown as [{ result: Pid }];
      expect(await endOf(reply.result)).toEqual(tuple(atom.undef, [tuple(atom("Elixir.Remote"), atom("run"), 0, [])]));
      expect(wire.take()).toMatchObject([{ type: "down", reason: [atom.undef, expect.anything()] }]);
    });
    expect(reports.crashes).toHaveLength(1);
  });

  it("belongs to no process of this node, whichever runs when the request comes", async () => {
    serving(() => receive());
    const done = gate();
    spawn(async () => {
      await nextTurn();
      setImmediate(() => done.open());
    });
    await done.opened;
    deliver(request({}));
    const [reply] = wire.take() as unknown as [{ result: Pid }];
    expect(Process.info(reply.result, "parent")).toBe(FAR);
  });
});
