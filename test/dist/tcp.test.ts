import type { Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { meshSignal } from "../../src/dist/mesh.js";
import { encode } from "../../src/etf/index.js";
import { atom, internReference, tupleFrom } from "../../src/term/index.js";
import { Cluster, type TestNode } from "./support/cluster.js";
import { callAsErlang, control, ERL, frame, from, nextFrame, signalFrame } from "./support/erlang-peer.js";

const cluster = new Cluster();
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await cluster.stop();
});

/** A node of Erlang that has connected. */
async function erlangCalls(node: TestNode): Promise<Socket> {
  const socket = await callAsErlang(node);
  sockets.push(socket);
  await node.until(() => node.isConnected(ERL));
  return socket;
}

async function pair(options = {}): Promise<[TestNode, TestNode]> {
  return Promise.all([cluster.start("a@localhost", options), cluster.start("b@localhost", options)]);
}

describe("nodes of ours that call each other on TCP", () => {
  it("are as visible to each other as on websockets, and form a mesh with those", async () => {
    const [a, b] = await pair({ carrier: "tcp" });
    const c = await cluster.start("c@localhost");
    expect(await a.connect("b@localhost")).toBe(true);
    expect(await c.connect("a@localhost")).toBe(true);
    for (const node of [a, b, c]) await node.until(() => node.list("visible").length === 2);
    expect([...a.lines, ...b.lines, ...c.lines]).toEqual([]);
    const message = ["x".repeat(100_000), "small"];
    a.deliver("b@localhost", { type: "message", from: a.pid(), to: b.pid(), message });
    await b.until(() => b.signals.length > 0);
    expect(b.signals[0]).toMatchObject({ from: "a@localhost", signal: { message } });
  });

  it("stay out of it when hidden, and learn of a wrong cookie", async () => {
    const a = await cluster.start("a@localhost", { carrier: "tcp", hidden: true });
    const b = await cluster.start("b@localhost");
    await cluster.start("c@localhost", { cookie: "other" });
    expect(await a.connect("b@localhost")).toBe(true);
    expect([a.list("hidden"), b.list("visible")]).toEqual([["b@localhost"], []]);
    expect(await a.connect("c@localhost")).toBe(false);
    expect(a.lines[0]?.message).toContain("the cookies differ");
  });

  it("make one connection when both call at the same moment", async () => {
    for (let round = 0; round < 10; round++) {
      const [a, b] = await pair({ carrier: "tcp" });
      expect(await Promise.all([a.connect("b@localhost"), b.connect("a@localhost")])).toEqual([true, true]);
      expect([a.events, b.events]).toEqual([["up b@localhost"], ["up a@localhost"]]);
      await cluster.stop();
    }
  });

  it("are told nothing at a port where nobody listens any more", async () => {
    const [a, b] = await pair({ carrier: "tcp" });
    const gone = cluster.registered.get("b@localhost")!;
    await b.stop();
    cluster.registered.set("b@localhost", gone);
    expect(await a.connect("b@localhost")).toBe(false);
    expect(a.lines[0]?.message).toContain("nothing answers at the port registered");
  });
});

describe("a node of Erlang that has connected", () => {
  it("is hidden, hears nothing of the mesh, and cannot send us into one", async () => {
    const [a, b] = await pair();
    await a.connect("b@localhost");
    const socket = await erlangCalls(a);
    expect([a.list("visible"), a.list("hidden")]).toEqual([["b@localhost"], [ERL]]);
    socket.write(signalFrame(meshSignal({ node: ERL, creation: 7 }, ["nobody@localhost"])));
    socket.write(signalFrame({ type: "message", from, to: atom("x"), message: 1 }));
    await a.until(() => a.signals.length === 1);
    a.deliver(ERL, { type: "message", from: a.pid(), to: from, message: "first" });
    expect((await nextFrame(socket)).includes("first")).toBe(true);
    await b.connect("a@localhost");
    expect(a.events).toEqual(["up b@localhost", `up ${ERL}`]);
    expect(a.lines).toEqual([]);
  });

  it("has its ticks answered, which those of ours are not", async () => {
    const a = await cluster.start("a@localhost");
    const socket = await erlangCalls(a);
    socket.write(new Uint8Array(4));
    expect(await nextFrame(socket)).toHaveLength(0);
  });

  it.each<[string, Uint8Array]>([
    ["a distribution header with nothing behind it", frame(Uint8Array.of(131, 68, 0))],
    ["an operation that does not exist", control([99, 1])],
    ["bytes that are no term", frame(Uint8Array.of(112, 131, 104, 3, 255))],
    ["a term that stops in the middle", frame(Uint8Array.of(112), encode(tupleFrom([6, from])).subarray(0, -3))],
    ["a name where a process belongs", control([1, from, atom("x")])],
  ])("loses no more than the message by sending %s", async (_what, bytes) => {
    const a = await cluster.start("a@localhost");
    const socket = await erlangCalls(a);
    socket.write(Buffer.concat([bytes, signalFrame({ type: "message", from, to: atom("x"), message: 1 })]));
    await a.until(() => a.signals.length === 1);
    expect(a.lines).toEqual([{ level: "error", message: expect.stringContaining(`Dropped a message from :${ERL}`) }]);
    expect(a.isConnected(ERL)).toBe(true);
  });

  it("is dropped with one line for a length that nobody should believe", async () => {
    const a = await cluster.start("a@localhost");
    const socket = await erlangCalls(a);
    const valid = signalFrame({ type: "message", from, to: atom("x"), message: 1 });
    socket.write(Buffer.concat([valid, Uint8Array.of(255, 255, 255, 255, 112, 131), valid]));
    await a.until(() => !a.isConnected(ERL));
    expect(a.signals).toHaveLength(1);
    expect(a.lines).toEqual([
      { level: "error", message: `Closed the connection with :${ERL}: Cannot take a frame of 4294967295 bytes` },
    ]);
  });

  it("is gone when it closes in the middle of a message", async () => {
    const a = await cluster.start("a@localhost");
    const socket = await erlangCalls(a);
    socket.end(Uint8Array.of(0, 0, 1, 0, 112, 131, 104));
    await a.until(() => !a.isConnected(ERL));
    expect(a.events).toEqual([`up ${ERL}`, `down ${ERL} connection_closed`]);
    expect(a.lines).toEqual([]);
  });

  it("is told that a process cannot be started with options that no node has", async () => {
    const a = await cluster.start("a@localhost");
    const socket = await erlangCalls(a);
    const ref = internReference(ERL, 7, [1, 2, 3]);
    const mfa = tupleFrom([atom("erlang"), atom("self"), 0]);
    socket.write(control([29, ref, from, from, mfa, [atom("unheard_of")]], []));
    expect((await nextFrame(socket)).includes("badopt")).toBe(true);
    expect([a.signals, a.lines]).toEqual([[], []]);
  });

  it("replaces its connection when it comes again, after it says that it wants to", async () => {
    const a = await cluster.start("a@localhost");
    await erlangCalls(a);
    await erlangCalls(a);
    await a.until(() => a.events.length === 3);
    expect(a.events).toEqual([`up ${ERL}`, `down ${ERL} connection_closed`, `up ${ERL}`]);
  });
});
