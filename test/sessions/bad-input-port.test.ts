import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster, type TestNode } from "iex-ts/testing";
import { names } from "../support/names.js";

const cluster = createCluster();
const sockets = new Set<Socket>();
let me: TestNode;
let port = 0;
let epmdPort = 0;

beforeAll(async () => {
  me = await cluster.start("me");
  await cluster.start("you");
  epmdPort = Number(await me.type("Number(process.env.ERL_EPMD_PORT)"));
  port = (await names(epmdPort))?.me ?? 0;
  await me.type('await Node.connect("you@localhost"); Node.disconnect("you@localhost")');
  await collectGarbage();
});
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
});
afterAll(() => cluster.stopAll());

/** Calls a port, that of the node, and says something. */
function call(text: string | Buffer = "", at = port): Socket {
  const socket = connect(at, "127.0.0.1", () => socket.write(text));
  sockets.add(socket);
  return socket.on("error", () => {});
}

/** What is answered before it hangs up. */
function answerTo(text: string | Buffer, at = port): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    call(text, at)
      .on("data", (chunk) => {
        answer += chunk.toString("latin1");
      })
      .on("close", () => resolve(answer));
  });
}

function upgrade(protocol = "iex-ts"): string {
  return [
    "GET /iex-ts HTTP/1.1",
    "Host: localhost",
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
    `Sec-WebSocket-Protocol: ${protocol}`,
    "\r\n",
  ].join("\r\n");
}

/** A binary websocket frame with a mask of zeros; its length may be a lie. */
function frame(bytes: Buffer, length = bytes.length): Buffer {
  const head = Buffer.alloc(14);
  head.set([0x82, 0xff]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, bytes]);
}

/** A message of the handshake: its length in two bytes. */
function message(bytes: Buffer | string, length = Buffer.byteLength(bytes)): Buffer {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(length);
  return Buffer.concat([head, Buffer.from(bytes)]);
}

function openFiles(): number {
  return readdirSync(`/proc/${me.pid}/fd`).length;
}

/** Resident memory in MiB. */
function resident(): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${me.pid}/status`, "utf8"))?.[1]) / 1024;
}

/** What is left on the heap when all garbage has gone, in MiB. */
async function collectGarbage(): Promise<number> {
  await me.type(
    '(await import("node:v8")).setFlagsFromString("--expose-gc"); (await import("node:vm")).runInNewContext("gc")(); atom.ok',
  );
  return Number(await me.type("process.memoryUsage().heapUsed / 2 ** 20"));
}

/** The node sees the end of a connection a moment after its caller: it prompts in the meantime. */
async function openFilesReturnTo(before: number): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (openFiles() > before && Date.now() < deadline) await me.type("1 + 1");
  expect(openFiles()).toBeLessThanOrEqual(before);
}

async function goesOn(): Promise<void> {
  const lines = (await me.type("1 + 1")).split("\n");
  expect(lines.at(-1)).toBe("2");
  const you = cluster.node("you");
  expect(await you.type('tuple(await Node.connect("me@localhost"), Node.disconnect("me@localhost"))')).toBe(
    "{true, true}",
  );
}

describe("what is no node at a node's port", () => {
  it.each([
    ["random bytes", () => Buffer.concat([Buffer.from([0]), randomBytes(2_000)])],
    ["random bytes that begin as HTTP does", () => Buffer.concat([Buffer.from("GET "), randomBytes(2_000)])],
    ["Erlang's handshake", () => Buffer.from([0, 15, 78, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0])],
    ["a length of four gigabytes", () => Buffer.from([0xff, 0xff, 0xff, 0xff, 110])],
    ["a websocket for somebody else", () => Buffer.from(upgrade("chat"))],
    ["random bytes in a websocket", () => Buffer.concat([Buffer.from(upgrade()), frame(randomBytes(3_000))])],
    [
      "a frame of four gigabytes",
      () => Buffer.concat([Buffer.from(upgrade()), frame(Buffer.from("x"), 0x1_0000_0000)]),
    ],
    ["a handshake too long", () => Buffer.concat([Buffer.from(upgrade()), frame(message("N", 0xffff))])],
    ["a handshake without a name", () => Buffer.concat([Buffer.from(upgrade()), frame(message("N"))])],
    ["heads of HTTP without an end", () => Buffer.from(`GET / HTTP/1.1\r\n${"X-A: b\r\n".repeat(5_000)}`)],
  ])("is hung up on: %s", async (_what, text) => {
    const before = openFiles();
    await answerTo(text());
    await goesOn();
    await openFilesReturnTo(before);
  });

  it.each(["GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0\r\n\r\n", "POST /iex-ts HTTP/1.0\r\n\r\n"])(
    "is told what this is, if it is a browser: %j",
    async (request) => {
      const answer = await answerTo(request);
      expect(answer).toMatch(/^HTTP\/1\.1 426 Upgrade Required\r\n/);
      expect(answer).toContain("This is a node of iex-ts. It talks to other nodes, not to browsers.\n");
      expect(answer).toContain('start a node of your own and call Node.connect("name@host")');
      await goesOn();
    },
  );

  it("is logged in one line, if it speaks a protocol that nobody here speaks", async () => {
    await me.type("");
    await answerTo(Buffer.from([22, 3, 1]));
    await me.expect(
      /\[notice\] Closed a connection from 127\.0\.0\.1:\d+: it speaks [^\n]*protocol of this node[^\n]*\n/,
    );
    await goesOn();
  });

  it("is hung up on when it stops in the middle of the handshake", async () => {
    const before = openFiles();
    const closed = Array.from({ length: 50 }, () => answerTo(upgrade()));
    const half = Array.from({ length: 50 }, () => answerTo("GET /iex-ts HT"));
    await goesOn();
    await Promise.all([...closed, ...half]);
    await openFilesReturnTo(before);
  });
});

describe("what is no node at the port of the name server, which this node serves", () => {
  it.each([
    ["random bytes", () => Buffer.concat([Buffer.from([0xff]), randomBytes(1_000)])],
    ["a request of HTTP", () => Buffer.from("GET / HTTP/1.1\r\n\r\n")],
    ["an empty request", () => Buffer.from([0, 0])],
    ["a request that nobody knows", () => Buffer.from([0, 1, 99])],
    ["a request to end", () => Buffer.from([0, 1, 107])],
  ])("is hung up on, and the names stay: %s", async (_what, text) => {
    const before = openFiles();
    expect(await answerTo(text(), epmdPort)).toMatch(/^(NO)?$/);
    expect(await names(epmdPort)).toEqual({ me: port, you: expect.any(Number) });
    await goesOn();
    await openFilesReturnTo(before);
  });
});

describe("ten thousand idle connections", () => {
  const many = Math.min(10_000, Math.floor(openFilesAllowed() * 0.8));

  it("leave room for other nodes, and neither memory nor sockets behind", async () => {
    const before = { files: openFiles(), heap: await collectGarbage(), resident: resident() };
    for (let round = 0; round < 2; round++) {
      await openIdle(many);
      expect(openFiles()).toBeLessThan(before.files + 2_000);
      await goesOn();
      for (const socket of sockets) socket.destroy();
      sockets.clear();
      await openFilesReturnTo(before.files);
    }
    expect(await collectGarbage()).toBeLessThan(before.heap + 4);
    expect(resident()).toBeLessThan(before.resident + 120);
  });

  /** Two hundred at a time, as many as the queue of a listening port holds. */
  async function openIdle(count: number): Promise<void> {
    let left = count;
    const open = async (): Promise<void> => {
      while (left-- > 0) {
        const socket = call();
        await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
      }
    };
    await Promise.all(Array.from({ length: 200 }, open));
  }
});

function openFilesAllowed(): number {
  return Number(/^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1] ?? 1024);
}
