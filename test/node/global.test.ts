import { describe, expect, it } from "@jest/globals";
import { atom, type Pid, tuple } from "iex-ts";
import { compareNames } from "../../src/node/global/conflict.js";
import type { Effect } from "../../src/node/global/effect.js";
import { NameServer, PENDING } from "../../src/node/global/name-server.js";
import { internPid } from "../../src/term/index.js";

const locker = internPid("a@h", 1, 1, 0);
const bLocker = internPid("b@h", 1, 1, 0);
const [onA, onB, onC] = ["a@h", "b@h", "c@h"].map((node) => internPid(node, 1, 50, 0)) as [Pid, Pid, Pid];
const from = tuple(onC, "tag") as never;

/** The name server of a@h, without processes: it writes down what it wants. */
function start(connected: readonly string[] = []) {
  const effects: Effect[] = [];
  const here = {
    node: () => "a@h",
    creation: () => 1,
    isAlive: () => true,
    isConnected: (node: string) => connected.includes(node),
    now: () => 0,
    locker,
  };
  const server = new NameServer(here, (effect) => effects.push(effect));
  const take = () => effects.splice(0);
  return { server, take, wants: (type: Effect["type"]) => take().filter((effect) => effect.type === type) };
}

type Started = ReturnType<typeof start>;

const up = (node: string) => tuple(atom.nodeup, atom(node));
const down = (node: string) => tuple(atom.nodedown, atom(node));
const initConnect = (node: string, tag: number, version = 8, pid = bLocker) =>
  tuple(atom.init_connect, tuple(version, tag), atom(node), tuple(atom.locker, atom.no_longer_a_pid, [], pid));
/** What a@h sends to b@h when that comes up. */
function greeting(tag: number) {
  const me = tuple(atom.locker, atom.no_longer_a_pid, new Map(), locker);
  return { type: "cast", node: "b@h", request: tuple(atom.init_connect, tuple(8, tag), atom("a@h"), me) };
}
const lock = tuple(atom.global, [locker, bLocker]);

/** Brings b@h up, so far that names are exchanged; its tag is 70, the own one 1. */
function meet({ server, take }: Started): void {
  server.info(up("b@h"));
  server.cast(initConnect("b@h", 70));
  server.cast(tuple(atom.lock_is_set, atom("b@h"), 1, lock));
  server.cast(tuple(atom.exchange, atom("b@h"), [], [], 1));
  take();
}

/** Lets b@h, which knows those nodes, become a member. */
function unite(started: Started, known: unknown[] = [], ops: unknown[] = []): void {
  meet(started);
  started.server.cast(tuple(atom.exchange_ops, atom("b@h"), 1, [], []));
  started.server.cast(tuple(atom.resolved, atom("b@h"), ops, known, atom.unused, [], 1));
}

describe("two nodes that connect", () => {
  it("introduce themselves with their lockers and a tag", () => {
    const { server, take } = start();
    server.info(up("b@h"));
    expect(take()).toEqual([greeting(1)]);
  });

  it("confirm the tags, and let the lockers begin", () => {
    const { server, take } = start();
    server.info(up("b@h"));
    take();
    server.cast(initConnect("b@h", 70));
    expect(take()).toEqual([
      { type: "lock", peer: { node: "b@h", locker: bLocker, myTag: 1, hisTag: 70 } },
      { type: "send", node: "b@h", message: tuple(atom.init_connect_ack, atom("a@h"), 70, 1) },
    ]);
  });

  it.each([
    ["the lock comes first", ["lock_is_set", "exchange"]],
    ["the names of the other come first", ["exchange", "lock_is_set"]],
  ])("compare their names when both have locked: %s", (_title, order) => {
    const { server, take, wants } = start();
    server.info(up("b@h"));
    server.cast(initConnect("b@h", 70));
    take();
    const messages = {
      lock_is_set: tuple(atom.lock_is_set, atom("b@h"), 1, lock),
      exchange: tuple(atom.exchange, atom("b@h"), [tuple(atom.boss, onB, atom.m)], [], 1),
    };
    server.cast(messages[order[0] as "exchange"]);
    expect(wants("resolve")).toEqual([]);
    server.cast(messages[order[1] as "exchange"]);
    expect(wants("resolve")).toEqual([
      { type: "resolve", node: "b@h", tag: 1, names: [tuple(atom.boss, onB, atom.m)] },
    ]);
  });

  it.each([
    ["the own comparison is done first", true],
    ["that of the other is", false],
  ])("are one partition when both have compared: %s", (_title, isOwnFirst) => {
    const started = start();
    meet(started);
    const { server, take } = started;
    const own = tuple(atom.exchange_ops, atom("b@h"), 1, [tuple(atom.insert, tuple("x", onB, atom.m))], []);
    const his = tuple(atom.resolved, atom("b@h"), [], [tuple(atom("c@h"), 8)], atom.unused, [], 1);
    for (const message of isOwnFirst ? [own, his] : [his, own]) server.cast(message);
    expect(server.holdings.where("x")).toBe(onB);
    expect([...server.members.known]).toEqual([
      ["b@h", 8],
      ["c@h", 8],
    ]);
    expect(server.call(atom.get_synced, from)).toEqual([atom("b@h")]);
    const effects = take();
    expect(effects).toContainEqual({ type: "join", node: "c@h" });
    expect(effects).toContainEqual({ type: "unlock", node: "b@h", tag: 1, casts: [] });
    expect(effects).not.toContainEqual(expect.objectContaining({ type: "send" }));
  });

  it("tell their own partition before the lock is free", () => {
    const started = start();
    unite(started);
    const { server, wants } = started;
    server.info(up("c@h"));
    server.cast(initConnect("c@h", 80));
    server.cast(tuple(atom.lock_is_set, atom("c@h"), 2, lock));
    server.cast(tuple(atom.exchange, atom("c@h"), [], [], 2));
    server.cast(tuple(atom.exchange_ops, atom("c@h"), 2, [], []));
    wants("join");
    server.cast(tuple(atom.resolved, atom("c@h"), [], [], atom.unused, [], 2));
    const extras = [tuple(atom.vsn, 8), tuple(atom.lock, lock)];
    const request = tuple(atom.new_nodes, atom("a@h"), [], [], [tuple(atom("c@h"), 8)], extras);
    expect(wants("unlock")).toEqual([{ type: "unlock", node: "c@h", tag: 2, casts: [{ node: "b@h", request }] }]);
  });

  it.each<[string, unknown, number]>([
    ["lock_is_set", tuple(atom.lock_is_set, atom("b@h"), 9, lock), 9],
    ["exchange", tuple(atom.exchange, atom("b@h"), [], [], 9), 9],
    ["exchange_ops", tuple(atom.exchange_ops, atom("b@h"), 9, [], []), 9],
    ["resolved", tuple(atom.resolved, atom("b@h"), [], [], atom.unused, [], 9), 9],
  ])("free the lock of an earlier meeting when its %s comes late", (_title, message, tag) => {
    const { server, take } = start();
    server.info(up("b@h"));
    server.cast(initConnect("b@h", 70));
    take();
    server.cast(message);
    expect(take()).toEqual([{ type: "unlock", node: "b@h", tag, casts: [] }]);
  });

  it("begin anew when they do not mean the same meeting", () => {
    const { server, take } = start();
    server.info(up("b@h"));
    server.cast(initConnect("b@h", 70));
    take();
    server.info(tuple(atom.init_connect_ack, atom("b@h"), 5, 70));
    const cancel = { type: "send", node: "b@h", message: tuple(atom.cancel_connect, atom("a@h"), 70) };
    const effects = take();
    expect(effects).toContainEqual(cancel);
    expect(effects).toContainEqual({ type: "unlock", node: "b@h", tag: 1, casts: [] });
    expect(effects.at(-1)).toMatchObject(greeting(2));
    server.info(tuple(atom.cancel_connect, atom("b@h"), 2));
    expect(take().at(-1)).toMatchObject(greeting(3));
    server.info(tuple(atom.cancel_connect, atom("b@h"), 2));
    expect(take()).toEqual([]);
  });

  it("give up when one goes away, whatever they have come to", () => {
    for (const steps of [1, 2, 3, 4]) {
      const { server, take, wants } = start();
      const messages = [
        () => server.info(up("b@h")),
        () => server.cast(initConnect("b@h", 70)),
        () => server.cast(tuple(atom.lock_is_set, atom("b@h"), 1, lock)),
        () => server.cast(tuple(atom.exchange, atom("b@h"), [], [], 1)),
      ];
      for (const step of messages.slice(0, steps)) step();
      take();
      server.info(down("b@h"));
      expect(wants("unlock")).toEqual([{ type: "unlock", node: "b@h", tag: 1, casts: [] }]);
      server.info(up("b@h"));
      expect(take()).toMatchObject([greeting(2)]);
    }
  });

  it("have nothing to do when a third one has connected them already", () => {
    const started = start();
    unite(started, [tuple(atom("c@h"), 8)]);
    const { server, take } = started;
    take();
    server.info(up("c@h"));
    server.cast(initConnect("c@h", 80));
    expect(take()).toEqual([]);
    server.cast(tuple(atom.in_sync, atom("c@h"), true));
    expect(server.call(atom.get_synced, from)).toEqual([atom("b@h"), atom("c@h")]);
  });

  it("pass on what the lockers say, but not of earlier meetings", () => {
    const { server, wants } = start();
    server.info(up("b@h"));
    server.cast(initConnect("b@h", 70));
    const said = (tag: number) => tuple(atom.lock_set, bLocker, true, [], tag);
    server.cast(said(1));
    server.cast(said(9));
    expect(wants("proxy")).toEqual([{ type: "proxy", message: said(1) }]);
  });
});

describe("a node of a partition", () => {
  it("connects with those that another one has met", () => {
    const started = start();
    unite(started);
    const { server, wants } = started;
    wants("join");
    const news = (node: string) => tuple(atom.new_nodes, atom("b@h"), [], [], [tuple(atom(node), 8)], []);
    server.cast(news("c@h"));
    server.cast(news("c@h"));
    server.cast(news("a@h"));
    expect(wants("join")).toEqual([{ type: "join", node: "c@h" }]);
    expect(server.call(atom.get_known, from)).toEqual([atom("b@h"), atom("c@h")]);
  });

  it("tells the others of one that it has lost, and they leave that one, too", () => {
    const started = start();
    unite(started, [tuple(atom("c@h"), 8)]);
    const { server, wants } = started;
    wants("send");
    server.info(down("b@h"));
    const [report, ...more] = wants("send") as [Effect & { type: "send" }];
    expect(more).toEqual([]);
    expect(report).toMatchObject({ node: "c@h", message: [atom.lost_connection, atom("a@h"), {}, {}, atom("b@h")] });
  });

  it("leaves one that another one has lost, passes that on once, and does not call it a loss of its own", () => {
    const started = start(["b@h", "c@h", "d@h"]);
    unite(started, [tuple(atom("c@h"), 8), tuple(atom("d@h"), 8)]);
    const { server, take, wants } = started;
    take();
    const report = tuple(atom.lost_connection, atom("b@h"), 77n, 5, atom("c@h"));
    server.info(report);
    const passedOn = tuple(atom.lost_connection, atom("b@h"), 77n, 5n, atom("c@h"));
    expect(take()).toEqual([
      { type: "send", node: "c@h", message: passedOn },
      { type: "send", node: "d@h", message: passedOn },
      { type: "leave", node: "c@h" },
    ]);
    server.info(report);
    expect(take()).toEqual([]);
    server.leave("c@h");
    const text = "'global' at node a@h requested disconnect from node c@h in order to prevent overlapping partitions";
    expect(take()).toEqual([
      { type: "send", node: "c@h", message: tuple(atom.remove_connection, atom("a@h")) },
      { type: "log", level: "warning", text },
    ]);
    server.info(down("c@h"));
    expect(wants("send")).toEqual([]);
    expect(server.call(atom.get_known, from)).toEqual([atom("b@h"), atom("d@h")]);
  });

  it("says nothing of leaving one that is gone anyway", () => {
    const started = start([]);
    unite(started);
    started.take();
    started.server.leave("b@h");
    expect(started.wants("log")).toEqual([]);
  });

  it("disconnects from one that asks for it, and from none that it does not know", () => {
    const started = start(["b@h"]);
    unite(started);
    const { server, take } = started;
    take();
    server.info(tuple(atom.remove_connection, atom("z@h")));
    expect(take()).toEqual([]);
    server.info(tuple(atom.remove_connection, atom("b@h")));
    expect(take()).toMatchObject([{ type: "disconnect", node: "b@h" }, { type: "log" }]);
  });

  it("waits with sync until it has the names of all, or those are gone", () => {
    const { server, wants } = start();
    server.info(up("b@h"));
    server.info(up("c@h"));
    const ask = tuple(atom.sync, [atom("b@h"), atom("c@h"), atom("nobody@h")]);
    expect(server.call(ask, from)).toBe(PENDING);
    server.cast(tuple(atom.in_sync, atom("b@h"), true));
    expect(wants("reply")).toEqual([]);
    server.info(down("c@h"));
    expect(wants("reply")).toEqual([{ type: "reply", to: from, value: atom.ok }]);
    expect(server.call(ask, from)).toBe(atom.ok);
  });
});

describe("names", () => {
  const register = (name: unknown, pid: Pid) => tuple(atom.register, name, pid, atom.m);
  const setLock = (requester: unknown) => tuple(atom.set_lock, tuple(atom.global, requester));

  it("belong to one process, and go when it ends", () => {
    const { server, take } = start();
    server.call(register("x", onB), from);
    server.call(register("x", onC), from);
    expect(server.holdings.where("x")).toBe(onC);
    expect(take()).toEqual([
      { type: "watch", pid: onB },
      { type: "watch", pid: onC },
      { type: "unwatch", pid: onB },
    ]);
    server.info(tuple(atom.DOWN, "ref", atom.process, onC, atom.noconnection));
    expect(server.holdings.names.names()).toEqual([]);
  });

  it("are set by who holds the lock, and by nobody else while it is held", () => {
    const { server } = start();
    expect(server.call(setLock(1), from)).toBe(true);
    expect(server.call(register("mine", onB), from)).toBe(atom.yes);
    server.call(register("other", onB), tuple(onB, "tag") as never);
    expect(server.holdings.names.names()).toEqual(["mine"]);
  });

  it("are not set in the name of a lock that was lost with its holder", () => {
    const { server } = start();
    server.call(setLock(1), from);
    server.info(tuple(atom.DOWN, "ref", atom.process, onC, atom.noconnection));
    server.call(register("late", onB), from);
    expect(server.holdings.names.names()).toEqual([]);
  });

  it("of two nodes that connected are set while their lock is held", () => {
    const { server } = start();
    server.call(tuple(atom.set_lock, lock), from);
    const ops = [tuple(atom.insert, tuple("x", onB, atom.m)), tuple(atom.delete, "gone"), atom.nonsense];
    const news = (extras: unknown[]) => tuple(atom.new_nodes, atom("b@h"), ops, [], [], extras);
    server.cast(news([tuple(atom.lock, tuple(atom.global, [bLocker]))]));
    expect(server.holdings.where("x")).toBeUndefined();
    server.cast(news([tuple(atom.vsn, 8), tuple(atom.lock, lock)]));
    expect(server.holdings.where("x")).toBe(onB);
  });

  it("of processes on nodes without global are told with the node that registered them", () => {
    const { server } = start();
    server.call(tuple(atom.register_ext, "c", onC, atom.m, atom("b@h")), from);
    expect(server.call(atom.get_names_ext, from)).toEqual([tuple("c", onC, atom("b@h"))]);
    server.call(tuple(atom.unregister, "c"), from);
    expect(server.call(atom.get_names_ext, from)).toEqual([]);
  });

  it("are told to nodes without global, once no change goes on", () => {
    const { server, take } = start();
    server.call(register("x", onB), from);
    take();
    const question = tuple(atom.whereis, "x", from);
    server.info(question);
    server.call(setLock(1), from);
    server.info(question);
    expect(take()).toEqual([
      { type: "reply", to: from, value: onB },
      { type: "watch", pid: onC },
      { type: "again", message: question },
    ]);
  });
});

describe("names that two partitions compare", () => {
  const mine = new Map([["same", ["same", onA, atom.m] as const]]);
  const theirs = [tuple("same", onB, atom.m), tuple("new", onC, atom.m), "nonsense"];
  const compare = (self: string, winner: unknown) =>
    compareNames(
      { self, node: "m@h", theirs },
      (name) => mine.get(name as string),
      async () => winner,
    );
  const fresh = tuple(atom.insert, tuple("new", onC, atom.m));
  const gone = tuple(atom.delete, "same");

  it.each<[string, unknown, unknown[], unknown[]]>([
    ["theirs stays", onB, [tuple(atom.insert, tuple("same", onB, atom.m)), fresh], []],
    ["ours stays", onA, [fresh], [tuple(atom.insert, tuple("same", onA, atom.m))]],
    ["neither stays", atom.none, [gone, fresh], [gone]],
    ["the function gives nonsense", 7, [gone, fresh], [gone]],
  ])("are decided by the smaller node: %s", async (_title, winner, ops, resolved) => {
    expect(await compare("a@h", winner)).toEqual(tuple(ops, resolved));
  });

  it("are left to the other node by the greater one", async () => {
    expect(await compare("z@h", onB)).toEqual(tuple([fresh], []));
  });
});

describe("anything that other nodes may send", () => {
  it.each<unknown>([
    1,
    atom.init_connect,
    tuple(atom.init_connect, 8, atom("b@h"), 1),
    tuple(atom.init_connect, tuple(8), atom("b@h"), tuple(atom.locker)),
    tuple(atom.resolved, atom("b@h")),
    tuple(atom.new_nodes, 1, 2, 3, [4, tuple(5, 6)], 7),
    tuple(atom.new_nodes, 1, [tuple(atom.insert, 2)], 3, 4),
    tuple(atom.lock_set, 1),
  ])("changes nothing: %p", (request) => {
    const { server } = start();
    server.cast(request);
    expect(server.holdings.names.names()).toEqual([]);
    expect([...server.members.known]).toEqual([]);
  });
});
