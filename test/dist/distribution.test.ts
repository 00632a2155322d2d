import { once } from "node:events";
import { afterEach, describe, expect, it } from "@jest/globals";
import { WebSocket } from "ws";
import { ownFlags } from "../../src/dist/flags.js";
import { encodeGreeting } from "../../src/dist/greeting.js";
import type { Signal } from "../../src/process/signal.js";
import { atom, internReference, tuple } from "../../src/term/index.js";
import { Cluster, type TestNode } from "./support/cluster.js";

const cluster = new Cluster();
afterEach(() => cluster.stop());

function pair(options = {}): Promise<[TestNode, TestNode]> {
  return Promise.all([cluster.start("a@localhost", options), cluster.start("b@localhost", options)]);
}

function message(from: TestNode, to: TestNode, content: unknown): Signal {
  return { type: "message", from: from.pid(), to: to.pid(), message: content };
}

function contents(node: TestNode): unknown[] {
  return node.signals.flatMap(({ signal }) => (signal.type === "message" ? [signal.message] : []));
}

describe("connecting", () => {
  it("lists each node at the other and tells both kernels once", async () => {
    const [a, b] = await pair();
    expect(await a.connect("b@localhost")).toBe(true);
    await b.until(() => b.isConnected("a@localhost"));
    expect([a.list("visible"), b.list("visible")]).toEqual([["b@localhost"], ["a@localhost"]]);
    expect([a.events, b.events]).toEqual([["up b@localhost"], ["up a@localhost"]]);
    expect([a.lines, b.lines]).toEqual([[], []]);
  });

  it("is true for a node that is connected and for the node itself, and makes no second connection", async () => {
    const [a] = await pair();
    expect(await a.connect("b@localhost")).toBe(true);
    expect(await a.connect("b@localhost")).toBe(true);
    expect(await a.connect("a@localhost")).toBe(true);
    expect(a.events).toEqual(["up b@localhost"]);
  });

  it("makes one connection when both call at the same moment", async () => {
    for (let round = 0; round < 5; round++) {
      const [a, b] = await pair();
      expect(await Promise.all([a.connect("b@localhost"), b.connect("a@localhost")])).toEqual([true, true]);
      a.deliver("b@localhost", message(a, b, round));
      b.deliver("a@localhost", message(b, a, round));
      await Promise.all([a.until(() => contents(a).length > 0), b.until(() => contents(b).length > 0)]);
      expect([a.events, b.events]).toEqual([["up b@localhost"], ["up a@localhost"]]);
      await cluster.stop();
    }
  });

  it("keeps hidden nodes out of the visible list on both sides", async () => {
    const h = await cluster.start("h@localhost", { hidden: true });
    const a = await cluster.start("a@localhost");
    await h.connect("a@localhost");
    expect([h.list("visible"), h.list("hidden"), h.list("connected")]).toEqual([[], ["a@localhost"], ["a@localhost"]]);
    expect([a.list("visible"), a.list("hidden")]).toEqual([[], ["h@localhost"]]);
    expect(h.list("known")).toEqual(["h@localhost", "a@localhost"]);
  });
});

describe("a connection that cannot be made", () => {
  it("is refused for a wrong cookie: the one called logs it, the caller learns why", async () => {
    const a = await cluster.start("a@localhost", { cookie: "one" });
    const b = await cluster.start("b@localhost", { cookie: "other" });
    expect(await a.connect("b@localhost")).toBe(false);
    await b.until(() => b.lines.length > 0);
    expect(b.lines).toEqual([
      {
        level: "error",
        message: "** Connection attempt from node :a@localhost rejected. Invalid challenge reply. **",
      },
    ]);
    expect(a.lines[0]?.level).toBe("notice");
    expect(a.lines[0]?.message).toContain("the cookies differ");
    expect([a.events, b.events]).toEqual([[], []]);
  });

  it("goes well once the cookie for that node is set, which holds for calls in both directions", async () => {
    const a = await cluster.start("a@localhost", { cookie: "one" });
    const b = await cluster.start("b@localhost", { cookie: "other" });
    a.setCookie("b@localhost", "other");
    expect([a.getCookie(), a.getCookie("b@localhost")]).toEqual(["one", "other"]);
    expect(await b.connect("a@localhost")).toBe(true);
    expect(b.disconnect("a@localhost")).toBe(true);
    await a.until(() => !a.isConnected("b@localhost"));
    expect(await a.connect("b@localhost")).toBe(true);
  });

  it("refuses an empty cookie", async () => {
    const a = await cluster.start("a@localhost");
    expect(() => a.setCookie(undefined, "")).toThrow(RangeError);
  });

  it.each([
    ["nobody@localhost", "no node of the name :nobody is registered at localhost"],
    ["gone@localhost", "nothing answers at the port registered for :gone@localhost"],
    ["erl@localhost", "the node that answers has another name"],
    ["c@localhost", "the node that answers has another name"],
  ])("to %s says why", async (node, why) => {
    const [a, b] = await pair();
    const closed = await cluster.start("closed@localhost");
    await closed.stop();
    cluster.registered.set("gone@localhost", cluster.registered.get("closed@localhost")!);
    cluster.registered.set("erl@localhost", { port: b.port, extra: "" });
    cluster.registered.set("c@localhost", cluster.registered.get("b@localhost")!);
    expect(await a.connect(node)).toBe(false);
    expect(a.lines).toEqual([{ level: "notice", message: expect.stringContaining(why) }]);
  });

  it("says that a host cannot be reached when its port mapper cannot", async () => {
    const lookup = () => Promise.reject(new Error("connect EHOSTUNREACH"));
    const a = await cluster.start("a@localhost", { lookup });
    expect(await a.connect("b@far")).toBe(false);
    expect(a.lines[0]?.message).toContain("the port mapper (epmd) of far cannot be reached");
  });

  it("says so when no host can have that name", async () => {
    const a = await cluster.start("a@localhost", { lookup: async () => ({ port: 1, extra: "iex-ts/1" }) });
    expect(await a.connect("b@ho st")).toBe(false);
    expect(a.lines[0]?.message).toContain("cannot be reached");
  });

  it("is given up after a time when the other side does not answer", async () => {
    const a = await cluster.start("a@localhost", { connectTimeout: 50, lookup: () => new Promise(() => {}) });
    expect(await a.connect("b@localhost")).toBe(false);
    expect(a.lines[0]?.message).toContain("it does not answer in time");
  });

  it("refuses names of the other kind and names without a host in Erlang's words", async () => {
    const a = await cluster.start("a@localhost");
    expect(await a.connect("long@127.0.0.1")).toBe(false);
    expect(await a.connect("nonexistent")).toBe(false);
    expect(a.lines).toEqual([
      {
        level: "error",
        message: "** System NOT running to use fully qualified hostnames **\n** Hostname 127.0.0.1 is illegal **\n",
      },
      { level: "error", message: "\n** Cannot get connection id for node :nonexistent\n" },
    ]);
  });

  it("does not let a node with names of the other kind in", async () => {
    const a = await cluster.start("a@localhost");
    const long = await cluster.start("long@127.0.0.1", { mode: "long" });
    const sneaky = await cluster.start("sneaky@127.0.0.1", { mode: "short" });
    expect(await long.connect("a@localhost")).toBe(false);
    expect(await sneaky.connect("a@localhost")).toBe(false);
    expect(a.list("connected")).toEqual([]);
  });
});

describe("a stranger who gives the name of a node", () => {
  async function impostor(of: TestNode, node: string): Promise<WebSocket> {
    const ws = new WebSocket(`ws://127.0.0.1:${of.port}/iex-ts`, "iex-ts");
    await once(ws, "open");
    const body = encodeGreeting({ type: "name", node, creation: 9, flags: ownFlags(false), version: 1 });
    ws.send(Buffer.concat([Uint8Array.of(body.length >> 8, body.length & 255), body]));
    await once(ws, "message");
    return ws;
  }

  it("does not touch the connection with that node", async () => {
    const [a, b] = await pair();
    await a.connect("b@localhost");
    const ws = await impostor(a, "b@localhost");
    ws.send(Buffer.from("\0\x05strue"));
    await once(ws, "message");
    ws.send(Buffer.concat([Uint8Array.of(0, 65, 114), new Uint8Array(64)]));
    await once(ws, "close");
    expect(a.lines.map(({ level }) => level)).toEqual(["error"]);
    a.deliver("b@localhost", message(a, b, "still here"));
    await b.until(() => contents(b).length === 1);
    expect(a.events).toEqual(["up b@localhost"]);
  });

  it("does not keep this node from calling it", async () => {
    const [a] = await pair();
    const ws = await impostor(a, "b@localhost");
    expect(await a.connect("b@localhost")).toBe(true);
    ws.terminate();
  });
});

describe("signals", () => {
  it("connect on their own, wait in order, and go to the kernel with the sender's node", async () => {
    const [a, b] = await pair();
    for (let i = 0; i < 100; i++) a.deliver("b@localhost", message(a, b, i));
    await b.until(() => contents(b).length === 100);
    expect(contents(b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(b.signals[0]).toMatchObject({ from: "a@localhost", signal: { from: a.pid(), to: b.pid() } });
  });

  it("are what they were when they were sent, whatever happens to the value then", async () => {
    const [a, b] = await pair();
    const list = [1];
    a.deliver("b@localhost", message(a, b, list));
    list.push(2);
    await b.until(() => contents(b).length === 1);
    expect(contents(b)).toEqual([[1]]);
  });

  it("that cannot travel are refused at once, and the others go on", async () => {
    const [a, b] = await pair();
    a.deliver("b@localhost", message(a, b, 1));
    expect(() => a.deliver("b@localhost", message(a, b, [new WeakMap()]))).toThrow(TypeError);
    a.deliver("b@localhost", message(a, b, 2));
    await b.until(() => contents(b).length === 2);
    expect(() => a.deliver("b@localhost", message(a, b, Promise.resolve()))).toThrow(TypeError);
    a.deliver("b@localhost", message(a, b, 3));
    await b.until(() => contents(b).length === 3);
    expect(contents(b)).toEqual([1, 2, 3]);
  });

  it("keep their order when large ones are among them", async () => {
    const [a, b] = await pair();
    const large = "x".repeat(1_000_000);
    const sent = [1, large, 2, "y".repeat(40_000), 3];
    for (const content of sent) a.deliver("b@localhost", message(a, b, content));
    await b.until(() => contents(b).length === sent.length);
    expect(contents(b)).toEqual(sent);
  });

  it("to a node that cannot be reached end in noconnection, which the kernel is told once", async () => {
    const a = await cluster.start("a@localhost");
    const ref = internReference("a@localhost", 1, [1, 2, 3]);
    const request = { from: a.pid(), groupLeader: a.pid(2), module: atom("Elixir.IO"), name: atom("puts") };
    const options = { args: ["x"], link: true, monitor: false };
    a.deliver("nobody@localhost", { type: "spawnRequest", ref, ...request, ...options });
    await a.until(() => a.events.length > 0);
    expect(a.events).toEqual(["down nobody@localhost noconnection"]);
    expect(a.signals).toEqual([]);
    expect(a.lines).toEqual([]);
  });
});

describe("too many signals for a node that does not answer", () => {
  it("are given up as if it could not be reached", async () => {
    const a = await cluster.start("a@localhost", { lookup: () => new Promise(() => {}), longestBacklog: 10_000 });
    const large: Signal = { type: "message", from: a.pid(), to: atom("x") as symbol, message: "x".repeat(6_000) };
    a.deliver("b@localhost", large);
    expect(a.events).toEqual([]);
    a.deliver("b@localhost", large);
    expect(a.events).toEqual(["down b@localhost noconnection"]);
  });
});

describe("losing a node", () => {
  it("is told once at both ends when one disconnects, and disconnecting again is false", async () => {
    const [a, b] = await pair();
    await a.connect("b@localhost");
    expect(a.disconnect("b@localhost")).toBe(true);
    expect(a.disconnect("b@localhost")).toBe(false);
    await b.until(() => b.events.length === 2);
    expect(a.events).toEqual(["up b@localhost", "down b@localhost disconnect"]);
    expect(b.events).toEqual(["up a@localhost", "down a@localhost connection_closed"]);
  });

  it("is told where the node still owed an answer, which nobody makes up", async () => {
    const [a, b] = await pair();
    await a.connect("b@localhost");
    const ref = internReference("a@localhost", 1, [7, 7, 7]);
    const request = { from: a.pid(), groupLeader: a.pid(2), module: atom("Elixir.IO"), name: atom("puts") };
    a.deliver("b@localhost", { type: "spawnRequest", ref, ...request, args: [], link: false, monitor: true });
    await b.until(() => b.signals.length === 1);
    await b.stop();
    await a.until(() => a.events.length === 2);
    expect(a.events[1]).toBe("down b@localhost connection_closed");
    expect(a.signals).toEqual([]);
  });

  it("lets a new life of the node in only after the old one has gone down", async () => {
    const a = await cluster.start("a@localhost");
    const b = await cluster.start("b@localhost");
    await b.connect("a@localhost");
    const again = await cluster.start("b@localhost");
    expect(await again.connect("a@localhost")).toBe(true);
    expect(a.events).toEqual(["up b@localhost", "down b@localhost connection_closed", "up b@localhost"]);
    a.deliver("b@localhost", message(a, again, "hello"));
    await again.until(() => contents(again).length === 1);
    expect(contents(b)).toEqual([]);
  });

  it("delivers what was sent in the turn in which the node stops", async () => {
    const [a, b] = await pair();
    await a.connect("b@localhost");
    a.deliver("b@localhost", message(a, b, tuple(atom.last, "words")));
    await a.stop();
    await b.until(() => b.events.length === 2);
    expect(contents(b)).toEqual([tuple(atom.last, "words")]);
    expect(a.events).toEqual(["up b@localhost", "down b@localhost net_kernel_terminated"]);
  });
});

describe("the mesh", () => {
  it("connects a node that joins anywhere with every visible node", async () => {
    const names = ["a", "b", "c", "d", "e", "f"].map((name) => `${name}@localhost`);
    const nodes: TestNode[] = [];
    for (const name of names) nodes.push(await cluster.start(name));
    for (let i = 1; i < nodes.length; i++) await nodes[i]!.connect(names[i - 1]!);
    for (const node of nodes) await node.until(() => node.list("visible").length === names.length - 1);
    for (const node of nodes) {
      expect(node.list("visible").toSorted()).toEqual(names.filter((name) => name !== node.name));
      expect(node.events.filter((event) => event.startsWith("down"))).toEqual([]);
      expect(node.signals).toEqual([]);
    }
  });

  it("leaves hidden nodes where they are", async () => {
    const [a, b] = await pair();
    const h = await cluster.start("h@localhost", { hidden: true });
    await a.connect("b@localhost");
    await h.connect("a@localhost");
    a.deliver("h@localhost", message(a, h, "last"));
    await h.until(() => contents(h).length === 1);
    expect(h.list("connected")).toEqual(["a@localhost"]);
    expect(b.list("connected")).toEqual(["a@localhost"]);
  });
});
