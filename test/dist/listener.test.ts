import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { WebSocket } from "ws";
import { type Caller, type Listener, listen } from "../../src/dist/carriers/listener.js";
import { FLAGS, ownFlags } from "../../src/dist/flags.js";
import { encodeGreeting } from "../../src/dist/greeting.js";
import { Cluster, type TestNode } from "./support/cluster.js";

const cluster = new Cluster();
const sockets: Socket[] = [];
const listeners: Listener[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(listeners.splice(0).map((listener) => listener.close()));
  await cluster.stop();
});

/** A client of the port that says some bytes. */
async function stranger(node: { port: number }, ...bytes: (string | Uint8Array)[]): Promise<Socket> {
  const socket = connect({ port: node.port, host: "127.0.0.1" });
  sockets.push(socket);
  socket.on("error", () => {});
  await once(socket, "connect");
  for (const part of bytes) socket.write(part);
  return socket;
}

async function answer(socket: Socket): Promise<string> {
  let text = "";
  socket.on("data", (chunk) => {
    text += chunk.toString("latin1");
  });
  await new Promise<void>((resolve) => (socket.closed ? resolve() : socket.once("close", () => resolve())));
  return text;
}

async function websocket(node: TestNode, ...frames: Uint8Array[]): Promise<WebSocket> {
  const ws = new WebSocket(`ws://127.0.0.1:${node.port}/iex-ts`, "iex-ts");
  ws.on("error", () => {});
  await once(ws, "open");
  for (const frame of frames) ws.send(frame);
  return ws;
}

/** The node still answers others, and holds no socket of those that are gone. */
async function isWell(node: TestNode): Promise<void> {
  const friend = await cluster.start("friend@localhost");
  expect(await friend.connect(node.name)).toBe(true);
  await friend.stop();
  await node.until(() => !node.isConnected(friend.name));
  for (const socket of sockets.splice(0)) socket.destroy();
  while (node.listener.open > 0) await nextTurn();
  expect(node.listener.strangers).toBe(0);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function greeting(node: string, flags = 0n): Uint8Array {
  const body = encodeGreeting({ type: "name", node, creation: 1, flags, version: 1 });
  return Buffer.concat([Uint8Array.of(body.length >> 8, body.length & 255), body]);
}

describe("the port of a node", () => {
  it("tells a browser what it is", async () => {
    const node = await cluster.start("a@localhost");
    const text = await answer(await stranger(node, "GET / HTTP/1.1\r\nhost: a\r\n\r\n"));
    expect(text).toMatch(/^HTTP\/1.1 426 /);
    expect(text).toContain("This is a node of iex-ts");
    await isWell(node);
  });

  it("takes a request that comes byte by byte", async () => {
    const node = await cluster.start("a@localhost");
    const socket = await stranger(node);
    const answered = answer(socket);
    for (const byte of "GET / HTTP/1.1\r\nhost: a\r\n\r\n") {
      socket.write(byte);
      await nextTurn();
    }
    expect(await answered).toContain("Node.connect");
    await isWell(node);
  });

  it.each<[string, string | Uint8Array]>([
    [
      "a websocket of another kind",
      "GET /chat HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n",
    ],
    ["a request that is none", "HELLO\r\n\r\n"],
    ["a head without end", `GET / HTTP/1.1\r\nx: ${"y".repeat(100_000)}`],
    ["a greeting of TLS", Uint8Array.of(22, 3, 1, 2, 0)],
    ["the greeting of an Erlang node", greeting("erl@localhost")],
    ["a greeting of 64 KiB", Uint8Array.of(1, 0, ...Buffer.from("n".repeat(70_000)))],
    ["a length of four gigabytes", Uint8Array.of(255, 255, 255, 255)],
    ["random bytes", Buffer.from("5f3a99c01b7e22d4880091fe", "hex")],
  ])("closes for %s", async (_what, bytes) => {
    const node = await cluster.start("a@localhost");
    await answer(await stranger(node, bytes));
    await isWell(node);
  });

  it("writes one line for a stranger that speaks no protocol of ours", async () => {
    const node = await cluster.start("a@localhost");
    await answer(await stranger(node, Uint8Array.of(22, 3, 1, 2, 0)));
    expect(node.lines).toEqual([
      {
        level: "notice",
        message: expect.stringMatching(/^Closed a connection from 127.0.0.1:\d+: it speaks no protocol of this node$/),
      },
    ]);
  });

  it("writes one line for an Erlang node that lacks something, with the names of what it lacks", async () => {
    const node = await cluster.start("a@localhost");
    expect(await answer(await stranger(node, greeting("erl@localhost", ownFlags(true) & ~FLAGS.ALIAS)))).toBe(
      "\0\x0csnot_allowed",
    );
    expect(node.lines).toEqual([
      {
        level: "notice",
        message: "** Connection attempt from node :erl@localhost rejected: it lacks ALIAS **",
      },
    ]);
  });

  it.each<[string, Uint8Array[]]>([
    ["random bytes", [Buffer.from("00057fffffffff", "hex")]],
    ["a long frame", [new Uint8Array(100_000)]],
    ["many frames", Array.from({ length: 100 }, () => new Uint8Array(1000))],
    ["a name without flags", [greeting("x@localhost")]],
    ["a name of another kind", [greeting("x@127.0.0.1")]],
    ["its own name", [greeting("a@localhost")]],
  ])("closes websockets that say %s", async (_what, frames) => {
    const node = await cluster.start("a@localhost");
    const ws = await websocket(node, ...frames);
    if (ws.readyState !== ws.CLOSED) await once(ws, "close");
    expect(node.events).toEqual([]);
    await isWell(node);
  });

  it("does not wait for ever for one that says nothing, or stops in the middle", async () => {
    const node = await cluster.start("a@localhost", { deadline: 200 });
    const silent = await stranger(node);
    const slow = await stranger(node, "GET / HT");
    const half = await websocket(node, greeting("x@localhost").subarray(0, 9));
    const erlang = await stranger(node, greeting("erl@localhost").subarray(0, 9));
    const proofless = await stranger(node, greeting("erl@localhost", ownFlags(true)));
    await Promise.all([answer(silent), answer(slow), answer(erlang), answer(proofless), once(half, "close")]);
    await isWell(node);
  });

  it("drops those that have waited longest when too many say nothing", async () => {
    const node = await cluster.start("a@localhost", { halfOpen: 64 });
    for (let i = 0; i < 20; i++) await Promise.all(Array.from({ length: 100 }, () => stranger(node)));
    expect(node.listener.strangers).toBeLessThanOrEqual(64);
    await isWell(node);
  });

  it("keeps nodes that are connected, whoever calls", async () => {
    const node = await cluster.start("a@localhost", { halfOpen: 4, deadline: 100 });
    const other = await cluster.start("b@localhost");
    await other.connect("a@localhost");
    const last = await Promise.all(Array.from({ length: 20 }, () => stranger(node)));
    await Promise.all(last.map(answer));
    while (node.listener.strangers > 0) await nextTurn();
    expect(node.list("visible")).toEqual(["b@localhost"]);
  });
});

describe("listen", () => {
  it("answers calls that came before it served", async () => {
    const listener = await listen({ host: "localhost" });
    listeners.push(listener);
    const socket = await stranger(listener, "GET / HTTP/1.1\r\nhost: a\r\n\r\n");
    listener.serve({ call: () => {}, log: () => {} });
    expect(await answer(socket)).toContain("426");
  });

  it("takes sockets that begin as Erlang's handshake does for plain carriers, with all of their bytes", async () => {
    const listener = await listen({ host: "localhost" });
    listeners.push(listener);
    const heard = new Promise<string>((resolve) => {
      const call = ({ carrier, kind }: Caller) => {
        carrier.onData = (chunk) => resolve(kind === "tcp" ? Buffer.from(chunk).toString() : kind);
      };
      listener.serve({ call, log: () => {} });
    });
    await stranger(listener, "\0\x05Nhello");
    expect(await heard).toBe("\0\x05Nhello");
  });

  it("says what to do when the port is taken", async () => {
    const listener = await listen({ host: "localhost" });
    listeners.push(listener);
    await expect(listen({ host: "localhost", port: listener.port })).rejects.toThrow(
      `Cannot listen on port ${listener.port}: another program uses it, give another one with --port or leave it out`,
    );
  });

  it("listens on the loopback address only for a node at localhost", async () => {
    const listener = await listen({ host: "localhost" });
    listeners.push(listener);
    const socket = await stranger(listener);
    expect(socket.remoteAddress).toBe("127.0.0.1");
    const elsewhere = connect({ port: listener.port, host: "127.0.0.2" });
    const [error] = await once(elsewhere, "error");
    expect(error).toHaveProperty("code", "ECONNREFUSED");
  });
});
