import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { writeSignal } from "../../src/dist/control.js";
import { FLAGS, HEADED_FLAGS, ownFlags } from "../../src/dist/flags.js";
import { FrameParser } from "../../src/dist/frame.js";
import { encodeGreeting } from "../../src/dist/greeting.js";
import { encode, Writer } from "../../src/etf/index.js";
import type { Signal } from "../../src/process/signal.js";
import { atom, ImproperList, internPid, internReference, tuple } from "../../src/term/index.js";
import { Cluster, type TestNode } from "../dist/support/cluster.js";
import { callAsErlang, control, ERL, frame, from, signalFrame } from "../dist/support/erlang-peer.js";

const cluster = new Cluster();
const sockets: Socket[] = [];
let node: TestNode;
let friend: TestNode;

beforeEach(async () => {
  node = await cluster.start("a@localhost", { deadline: 400, connectTimeout: 500 });
  friend = await cluster.start("friend@localhost");
  await friend.connect(node.name);
  await node.until(() => node.isConnected(friend.name));
});
afterEach(async () => {
  await isWell();
  for (const socket of sockets.splice(0)) socket.destroy();
  while (node.listener.open > 1) await nextTurn();
  expect(node.listener.strangers).toBe(0);
  expect(node.events.filter((event) => event.includes(friend.name))).toEqual([`up ${friend.name}`]);
  await cluster.stop();
});

/** Another connection is as it was. */
async function isWell(): Promise<void> {
  const answered = node.signals.length + 1;
  friend.deliver(node.name, { type: "message", from: friend.pid(), to: atom("x"), message: "are you well?" });
  await node.until(() => node.signals.length >= answered);
  expect(node.signals.at(-1)?.signal).toMatchObject({ message: "are you well?" });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** A peer that knows the cookie. */
async function peer(headed = true): Promise<Socket> {
  const socket = await callAsErlang(node, { headed });
  sockets.push(socket);
  await node.until(() => node.isConnected(ERL));
  return socket;
}

const last: Signal = { type: "message", from, to: atom("x"), message: "last" };

/** Sends frames and one that is as it should be; resolves when all were taken. */
async function sendAll(socket: Socket, frames: readonly Uint8Array[]): Promise<void> {
  socket.write(Buffer.concat([...frames, signalFrame(last)]));
  await node.until(() => node.signals.some(({ signal }) => signal.type === "message" && signal.message === "last"));
}

/** What the node sends back, frame by frame, ticks left out. */
function answers(socket: Socket): Uint8Array[] {
  const found: Uint8Array[] = [];
  const parser = new FrameParser(1 << 20);
  socket.on("data", (chunk) => parser.push(chunk, (bytes) => bytes.length > 0 && found.push(bytes)));
  return found;
}

const closedWith = (detail: string) => ({
  level: "error",
  message: expect.stringContaining(`Closed the connection with :${ERL}: ${detail}`),
});

const to = internPid("a@localhost", 1, 1, 0);
const ref = internReference(ERL, 7, [1, 2, 3]);
const mfa = tuple(atom("m"), atom("f"), 1);

/** Every operation with fields as they should be, and its payload if it has one. */
const operations: readonly (readonly [fields: readonly unknown[], payload?: unknown])[] = [
  [[1, from, to]],
  [[2, atom(""), to], "payload"],
  [[3, from, to, "reason"]],
  [[4, from, to]],
  [[6, from, atom(""), atom("x")], "payload"],
  [[7, from, to]],
  [[8, from, to, "reason"]],
  [[12, atom(""), to, "token"], "payload"],
  [[13, from, to, "token", "reason"]],
  [[16, from, atom(""), atom("x"), "token"], "payload"],
  [[18, from, to, "token", "reason"]],
  [[19, from, to, ref]],
  [[20, from, to, ref]],
  [[21, from, to, ref, "reason"]],
  [[22, from, to], "payload"],
  [[23, from, to, "token"], "payload"],
  [[24, from, to], "reason"],
  [[25, from, to, "token"], "reason"],
  [[26, from, to], "reason"],
  [[27, from, to, "token"], "reason"],
  [[28, from, to, ref], "reason"],
  [[29, ref, from, from, mfa, [atom.link]], ["argument"]],
  [[30, ref, from, from, mfa, [], "token"], ["argument"]],
  [[31, ref, to, 0, from]],
  [[32, ref, to, 0, from, "token"]],
  [[33, from, ref], "payload"],
  [[34, from, ref, "token"], "payload"],
  [[35, 1, from, to]],
  [[36, 1, from, to]],
];

const odd: readonly unknown[] = [
  -1,
  0,
  1 << 30,
  1n << 2000n,
  -(1n << 64n),
  0.5,
  atom("odd"),
  "text",
  Uint8Array.of(255),
  [],
  [[atom("link")]],
  new ImproperList([1], 2),
  tuple(),
  tuple(atom("m"), atom("f"), -1),
  tuple(1, 2, 3),
  { a: 1 },
  from,
  to,
  ref,
];

describe("a peer that knows the cookie", () => {
  it("loses the message, with one line, by cutting off a control message anywhere", async () => {
    const socket = await peer();
    const cut = operations.flatMap(([fields, ...payload]) => {
      const whole = control(fields, ...payload).subarray(4);
      return Array.from({ length: whole.length - 1 }, (_, size) => frame(whole.subarray(0, size + 1)));
    });
    await sendAll(socket, cut);
    expect(cut.length).toBeGreaterThan(1000);
    expect(node.signals).toHaveLength(1);
    expect(node.lines).toHaveLength(cut.length);
    for (const { message } of node.lines)
      expect(message).toContain(`Dropped a message from :${ERL} that cannot be read`);
    expect(node.isConnected(ERL)).toBe(true);
  });

  it("gets each operation taken, answered or dropped with one line, whatever its fields are", async () => {
    const socket = await peer();
    const told = answers(socket);
    const frames = operations.flatMap(([fields, ...payload]) =>
      fields.flatMap((_, place) => odd.map((term) => control(fields.with(place, term), ...payload))),
    );
    await sendAll(socket, frames);
    await until(() => node.signals.length - 1 + node.lines.length + told.length === frames.length);
    expect(node.lines.length).toBeGreaterThan(frames.length / 3);
    expect(node.isConnected(ERL)).toBe(true);
  });

  it("gets operations with too few or too many fields, and unknown ones, taken or dropped", async () => {
    const socket = await peer();
    const arity = operations.flatMap(([fields, ...payload]) => [
      ...fields.map((_, size) => control(fields.slice(0, size), ...payload)),
      control([...fields, ...odd], ...payload),
    ]);
    const unknown = [0, 5, 9, 10, 11, 14, 15, 17, 38, 39, 100, 255, 2 ** 31 - 1, "1", atom("a"), [], 1n << 70n, null];
    const frames = [...arity, ...unknown.map((op) => control([op, from, to], "payload"))];
    await sendAll(socket, frames);
    expect(node.signals.length - 1 + node.lines.length).toBe(frames.length);
    expect(node.lines.length).toBeGreaterThanOrEqual(unknown.length);
  });

  it.each<[string, Uint8Array]>([
    ["no tuple", Uint8Array.of(112, 131, 97, 1)],
    ["a tuple of 4 GiB", Uint8Array.of(112, 131, 105, 255, 255, 255, 255)],
    ["an empty tuple", Uint8Array.of(112, 131, 104, 0)],
    ["no term", Uint8Array.of(112)],
    ["another kind", Uint8Array.of(113, 131, 104, 0)],
    ["an empty payload", payload([])],
    ["a binary of 4 GiB", payload([109, 255, 255, 255, 255])],
    ["a list of 4 GiB", payload([108, 255, 255, 255, 255, 106])],
    ["a tuple of 4 GiB", payload([105, 255, 255, 255, 255])],
    ["a map of 4 GiB", payload([116, 255, 255, 255, 255])],
    ["a string that ends too soon", payload([107, 255, 255])],
    ["an integer of 4 GiB", payload([111, 255, 255, 255, 255, 0])],
    ["a function of 4 GiB", payload([112, 255, 255, 255, 255, 0])],
    ["an atom of 65535 bytes", payload([118, 255, 255, ...Buffer.alloc(65535, "a")])],
    ["an atom that is not UTF-8", payload([119, 1, 255])],
    ["an atom of a cache", payload([82, 0])],
    ["a reference of 65535 words", payload([90, 255, 255, 119, 1, 97, 0, 0, 0, 0])],
    ["a compressed bomb", payload([80, 255, 255, 255, 255, 0x78, 0x9c])],
    ["a bit string of 9 bits a byte", payload([77, 0, 0, 0, 1, 9, 0])],
    ["a float of letters", payload([99, ...Buffer.alloc(31, "x")])],
  ])("loses the message, with one line, by sending %s", async (_what, body) => {
    const socket = await peer();
    await sendAll(socket, [frame(body)]);
    expect(node.signals).toHaveLength(1);
    expect(node.lines).toEqual([{ level: "error", message: expect.stringContaining("Dropped a message from") }]);
  });

  it("may send what is deep or huge and yet a term", async () => {
    const socket = await peer();
    const depth = 500_000;
    const deep = Buffer.concat([Buffer.alloc(2 * depth, Uint8Array.of(104, 1)), Uint8Array.of(106)]);
    const lists = Buffer.concat([
      Buffer.alloc(5 * depth, Uint8Array.of(108, 0, 0, 0, 1)),
      Buffer.alloc(1 + depth, 106),
    ]);
    const huge = Buffer.concat([Uint8Array.of(111, 0, 4, 0, 0, 0), Buffer.alloc(0x4_0000, 255)]);
    await sendAll(
      socket,
      [deep, lists, huge].map((bytes) => frame(payload(bytes))),
    );
    expect([node.signals.length, node.lines]).toEqual([4, []]);
    expect(node.isConnected(ERL)).toBe(true);
  });

  it.each<[string, Uint8Array]>([
    ["a frame of 4 GiB", Uint8Array.of(255, 255, 255, 255)],
    ["a frame a byte too long", Uint8Array.of(0x20, 0, 0, 1)],
  ])("is dropped with one line for announcing %s", async (_what, bytes) => {
    const socket = await peer();
    socket.write(bytes);
    await node.until(() => !node.isConnected(ERL));
    expect(node.lines).toEqual([closedWith("Cannot take a frame of ")]);
  });

  it("costs no memory for bytes that it announces and does not send", async () => {
    const before = process.memoryUsage().arrayBuffers;
    const socket = await peer();
    socket.write(Uint8Array.of(0x20, 0, 0, 0, 112, 131, 104));
    await isWell();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20);
    expect([node.lines, node.isConnected(ERL)]).toEqual([[], true]);
  });

  it("is answered one tick at most for what it sends at once, and none while it does not read", async () => {
    const socket = await peer();
    socket.pause();
    socket.write(new Uint8Array(4_000_000));
    await sendAll(socket, []);
    expect([node.lines, node.isConnected(ERL)]).toEqual([[], true]);
  });

  it("gets what is said to others refused when it did not agree on headers", async () => {
    const socket = await peer(false);
    await sendAll(socket, [frame(Uint8Array.of(131, 68, 0)), fragment(1, 2, "x", true), fragment(1, 1, "x")]);
    expect([node.lines.length, node.isConnected(ERL)]).toEqual([3, true]);
  });
});

/** A message with these bytes for its payload. */
function payload(bytes: Iterable<number> | Uint8Array): Uint8Array {
  const head = encode(tuple(6, from, atom(""), atom("x")));
  return Buffer.concat([Uint8Array.of(112), head, Uint8Array.of(131), Buffer.from(Uint8Array.from(bytes))]);
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await nextTurn();
}

/** A frame with a piece of a message. */
function fragment(sequence: number, number: number, piece: string | Uint8Array, first = false): Uint8Array {
  const head = Buffer.alloc(18);
  head.set([131, first ? 69 : 70]);
  head.writeBigUInt64BE(BigInt(sequence), 2);
  head.writeBigUInt64BE(BigInt(number), 10);
  return frame(head, first ? Uint8Array.of(0) : new Uint8Array(), Buffer.from(piece));
}

function headless(signal: Signal): Uint8Array {
  const writer = new Writer();
  writeSignal(writer, signal, true);
  return writer.take();
}

describe("a peer that agreed on headers", () => {
  it("may send plain messages too, and messages in pieces of any size", async () => {
    const socket = await peer();
    const bytes = [...headless({ ...last, message: "in pieces" })];
    const pieces = bytes.map((byte, i) => fragment(7, bytes.length - i, Uint8Array.of(byte), i === 0));
    await sendAll(socket, pieces);
    expect(node.signals.map(({ signal }) => signal.type === "message" && signal.message)).toEqual([
      "in pieces",
      "last",
    ]);
    expect(node.lines).toEqual([]);
  });

  it.each<[string, Uint8Array[], string]>([
    ["a piece of nothing", [fragment(1, 1, "x")], "Cannot go on with sequence 1"],
    ["a piece too early", [fragment(1, 3, "x", true), fragment(1, 1, "x")], "Cannot take fragment 1"],
    ["a piece twice", [fragment(1, 3, "x", true), fragment(1, 2, "x"), fragment(1, 2, "x")], "Cannot take fragment 2"],
    ["a beginning twice", [fragment(1, 3, "x", true), fragment(1, 3, "x", true)], "Cannot begin sequence 1 again"],
    ["a piece 0", [fragment(1, 0, "x", true)], "Cannot read a distribution header"],
    ["half a header", [frame(Uint8Array.of(131, 68, 9, 0))], "Cannot read a distribution header"],
    ["nothing of a header", [frame(Uint8Array.of(131))], "Cannot read a distribution header"],
    ["a header of another kind", [frame(Uint8Array.of(131, 71, 0))], "Cannot read a distribution header"],
    ["an entry that nobody filled", [frame(Uint8Array.of(131, 68, 1, 0, 9))], "Cannot read a distribution header"],
  ])("is dropped with one line for %s", async (_what, frames, detail) => {
    const socket = await peer();
    socket.write(Buffer.concat([...frames, signalFrame(last)]));
    await node.until(() => !node.isConnected(ERL));
    expect(node.lines).toEqual([closedWith(detail)]);
    expect(node.signals).toEqual([]);
    await peer();
    expect(node.isConnected(ERL)).toBe(true);
  });

  it("is dropped with one line for messages without end that it never completes", async () => {
    const socket = await peer();
    const begun = Array.from({ length: 4097 }, (_, i) => fragment(i, 1000, "x", true));
    socket.write(Buffer.concat(begun));
    await node.until(() => !node.isConnected(ERL));
    expect(node.lines).toEqual([closedWith("Cannot hold more than 4096 messages that are not complete")]);
  });

  it("loses a message with one line when its terms are none, and the connection goes on", async () => {
    const socket = await peer();
    await sendAll(socket, [
      frame(Uint8Array.of(131, 68, 0, 104, 3, 255)),
      fragment(1, 2, Uint8Array.of(104, 3), true),
      fragment(1, 1, "x"),
      frame(Uint8Array.of(131, 68, 0, 104, 2, 97, 1, 82, 0)),
    ]);
    expect([node.lines.length, node.isConnected(ERL)]).toEqual([3, true]);
  });
});

function greetingFrame(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Uint8Array.of(bytes.length >> 8, bytes.length & 255), bytes]);
}

function nameOf(name: string): Uint8Array {
  return encodeGreeting({ type: "name", node: name, creation: 7, flags: ownFlags(false), version: undefined });
}

async function stranger(...parts: Uint8Array[]): Promise<Socket> {
  const socket = connect(node.port, "127.0.0.1").on("error", () => {});
  sockets.push(socket.resume());
  await once(socket, "connect");
  for (const part of parts) socket.write(part);
  return socket;
}

function closed(socket: Socket): Promise<unknown> {
  return socket.closed ? Promise.resolve() : new Promise((resolve) => socket.once("close", resolve));
}

const reply = encodeGreeting({ type: "reply", challenge: new Uint8Array(4), digest: new Uint8Array(16) });

describe("a caller that proves nothing", () => {
  it("may leave after any byte of the handshake", async () => {
    const whole = Buffer.concat([greetingFrame(nameOf(ERL)), greetingFrame(reply)]);
    const gone = Array.from({ length: whole.length }, async (_, size) => {
      const socket = await stranger(whole.subarray(0, size));
      socket.end();
      await closed(socket);
    });
    await Promise.all(gone);
    expect([node.lines, node.events]).toEqual([[], [`up ${friend.name}`]]);
    expect(node.list("known")).not.toContain(ERL);
  });

  it("may not stay after any byte of the handshake", async () => {
    const whole = Buffer.concat([greetingFrame(nameOf(ERL)), greetingFrame(reply)]);
    await Promise.all(
      Array.from({ length: whole.length }, async (_, size) => closed(await stranger(whole.subarray(0, size)))),
    );
    expect([node.lines, node.events]).toEqual([[], [`up ${friend.name}`]]);
  });

  it("may not take its time over each byte either", async () => {
    const socket = await stranger();
    const bytes = [...greetingFrame(nameOf(ERL))];
    const timer = setInterval(() => socket.write(Uint8Array.of(bytes.shift() ?? 0)), 30);
    await closed(socket);
    clearInterval(timer);
    expect(node.list("connected")).toEqual([friend.name]);
  });

  it.each<[string, Uint8Array[], string | undefined]>([
    ["a wrong digest", [nameOf(ERL), reply], "Invalid challenge reply"],
    ["a digest too short", [nameOf(ERL), reply.subarray(0, 20)], "no reply"],
    ["a digest too long", [nameOf(ERL), Buffer.concat([reply, reply])], "no reply"],
    ["a name twice", [nameOf(ERL), nameOf(ERL)], "no reply"],
    ["a reply first", [reply], "no name"],
    ["an empty greeting", [new Uint8Array()], "no name"],
    ["a name longer than its message", [nameOf(ERL).subarray(0, -1)], "no name"],
    ["a name that is none", [nameOf("erl")], "no node name"],
    ["a name of 1000 letters", [nameOf(`${"e".repeat(1000)}@localhost`)], "not_allowed"],
    ["a greeting too long", [Buffer.concat([nameOf(ERL), new Uint8Array(2048)])], "a greeting of"],
  ])("is dropped with one line for %s", async (_what, greetings, detail) => {
    await closed(await stranger(...greetings.map(greetingFrame)));
    expect(node.lines).toEqual([{ level: expect.any(String), message: expect.stringContaining(detail!) }]);
    expect(node.list("known")).toEqual([node.name, friend.name]);
  });

  it("may say more behind its name, which is for later versions", async () => {
    const socket = await stranger(greetingFrame(Buffer.concat([nameOf(ERL), Buffer.from("whatever comes")])));
    const [chunk] = await once(socket, "data");
    expect(chunk.subarray(0, 5).toString("latin1")).toBe("\0\x03sok");
    socket.destroy();
    await closed(socket);
    expect(node.lines).toEqual([]);
  });

  it.each(["ok", "alive", "nok", "maybe", "", "true!"])("is dropped for the answer %p to alive", async (status) => {
    await peer();
    const socket = await stranger(greetingFrame(nameOf(ERL)), greetingFrame(Buffer.from(`s${status}`)));
    await closed(socket);
    expect(node.lines).toHaveLength(1);
    expect(node.isConnected(ERL)).toBe(true);
  });

  it("is forgotten, with thousands of others that began under other names", async () => {
    for (let i = 0; i < 20; i++)
      await Promise.all(
        Array.from({ length: 100 }, (_, j) => stranger(greetingFrame(nameOf(`n${100 * i + j}@localhost`)))),
      );
    expect(node.listener.strangers).toBeLessThanOrEqual(512);
    await Promise.all(sockets.map(closed));
    expect(node.list("known")).toEqual([node.name, friend.name]);
    expect(node.lines).toEqual([]);
  });
});

describe("a node that answers our call", () => {
  let server: Server | undefined;
  afterEach(() => void server?.close());

  /** Listens under the name of a node of Erlang, and says that much. */
  async function answering(...greetings: Uint8Array[]): Promise<void> {
    server = createServer((socket) => {
      sockets.push(socket.on("error", () => {}).resume());
      for (const greeting of greetings) socket.write(greetingFrame(greeting));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    cluster.registered.set(ERL, { port, extra: "" });
  }

  const status = (text: string) => Buffer.from(`s${text}`);
  const challenge = encodeGreeting({
    type: "challenge",
    challenge: Uint8Array.of(1, 2, 3, 4),
    node: ERL,
    creation: 7,
    flags: ownFlags(false) | HEADED_FLAGS,
    version: undefined,
  });
  const ack = encodeGreeting({ type: "ack", digest: new Uint8Array(16) });

  it.each<[string, Uint8Array[], string]>([
    ["a status that does not exist", [status("perhaps")], "does not follow the protocol"],
    ["an answer in place of a status", [status("true")], "does not follow the protocol"],
    ["a name that we did not ask for", [status("named:")], "does not follow the protocol"],
    ["no status", [challenge], "does not follow the protocol"],
    ["an empty status", [status("")], "does not follow the protocol"],
    ["a challenge cut off", [status("ok"), challenge.subarray(0, 20)], "does not follow the protocol"],
    ["two statuses", [status("ok"), status("ok")], "does not follow the protocol"],
    ["a wrong digest", [status("ok"), challenge, ack], "the cookies differ"],
    ["half a digest", [status("ok"), challenge, ack.subarray(0, 9)], "does not follow the protocol"],
    ["nothing more", [status("ok")], "does not answer in time"],
    ["nothing", [], "does not answer in time"],
    ["that it refuses", [status("not_allowed")], "it refuses connections"],
  ])("is given up with one line when it says %s", async (_what, greetings, detail) => {
    await answering(...greetings);
    expect(await node.connect(ERL)).toBe(false);
    expect(node.lines).toEqual([{ level: "notice", message: expect.stringContaining(detail) }]);
    expect(node.list("known")).toEqual([node.name, friend.name]);
  });

  it("is given up when it lacks what every node has", async () => {
    const lacking = Uint8Array.from(challenge);
    new DataView(lacking.buffer).setBigUint64(1, ownFlags(false) & ~FLAGS.SPAWN);
    await answering(status("ok"), lacking);
    expect(await node.connect(ERL)).toBe(false);
    expect(node.lines[0]?.message).toContain("it lacks SPAWN");
  });
});
