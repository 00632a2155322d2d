import { connect, createServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { askAddress, epmdPort, isLocal, listenAddresses } from "../../src/dist/epmd/address.js";
import { lookup, names, register } from "../../src/dist/epmd/client.js";
import { decodeAliveReply, encodeRequest, MARKER, type Registration } from "../../src/dist/epmd/protocol.js";
import { type ServeOptions, serveEpmd } from "../../src/dist/epmd/server.js";
import { BOUND } from "../support/bound.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function serve(options: Partial<ServeOptions> = {}): Promise<number> {
  const server = await serveEpmd({ port: 0, addresses: ["127.0.0.1"], ...options });
  cleanups.push(() => server.close());
  return server.port;
}

const node = { name: "a", port: 5000, hidden: false, extra: MARKER };

async function hold(epmd: number, options = node) {
  const held = await register(options, { epmd });
  cleanups.push(() => held.close());
  return held;
}

/** A connection that speaks bytes; `closed` resolves with all that it received. */
function raw(port: number, bytes?: Buffer): { socket: Socket; closed: Promise<Buffer> } {
  const socket = connect(port, "127.0.0.1");
  cleanups.push(() => socket.destroy());
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => chunks.push(chunk)).on("error", () => undefined);
  if (bytes) socket.write(bytes);
  return { socket, closed: new Promise((done) => socket.on("close", () => done(Buffer.concat(chunks)))) };
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + BOUND;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error("It does not happen");
    await new Promise(setImmediate);
  }
}

describe("A registered node", () => {
  it("is found by name, with all that it told about itself", async () => {
    const epmd = await serve();
    await hold(epmd);
    await hold(epmd, { ...node, name: "h", port: 5001, hidden: true });
    expect(await lookup("localhost", "a", { epmd })).toEqual({
      name: "a",
      port: 5000,
      nodeType: 77,
      protocol: 0,
      highest: 6,
      lowest: 6,
      extra: MARKER,
    });
    expect(await lookup("localhost", "h", { epmd })).toMatchObject({ nodeType: 72, port: 5001 });
    expect(await names("localhost", { epmd })).toMatchObject({
      port: epmd,
      nodes: [
        { name: "a", port: 5000 },
        { name: "h", port: 5001 },
      ],
    });
  });

  it("keeps its name from others, who are told in Erlang's words", async () => {
    const epmd = await serve();
    await hold(epmd);
    await expect(register({ ...node, node: "a@localhost" }, { epmd })).rejects.toMatchObject({
      name: "NameInUse",
      message: "Protocol 'inet_tcp': the name a@localhost seems to be in use by another Erlang node",
    });
  });

  it("frees its name when it closes, and its next life has another creation", async () => {
    const epmd = await serve();
    const first = await hold(epmd);
    first.onLost(() => {
      throw new Error("A node that closes itself has lost nothing");
    });
    first.close();
    await until(async () => (await lookup("localhost", "a", { epmd })) === undefined);
    const second = await hold(epmd);
    expect(first.creation).toBeGreaterThan(3);
    expect(second.creation).toBeGreaterThan(3);
    expect(second.creation).not.toBe(first.creation);
  });

  it("is told when the name server goes", async () => {
    const server = await serveEpmd({ port: 0, addresses: ["127.0.0.1"] });
    const held = await hold(server.port);
    const lost = new Promise<void>((done) => held.onLost(done));
    await server.close();
    await lost;
    await new Promise<void>((done) => held.onLost(done));
    await expect(lookup("localhost", "a", { epmd: server.port })).rejects.toMatchObject({ code: "refused" });
  });

  it("of an old kind gets a creation that fits into 16 bits", async () => {
    const epmd = await serve();
    const old: Registration = { name: "old", port: 1, nodeType: 72, protocol: 0, highest: 5, lowest: 5, extra: "" };
    const { socket } = raw(epmd, encodeRequest({ type: "alive", node: old }));
    const [reply] = await new Promise<Buffer[]>((done) => socket.once("data", (...got) => done(got as Buffer[])));
    expect(reply).toHaveLength(4);
    expect([1, 2, 3]).toContain(decodeAliveReply(reply!)?.creation);
  });
});

describe("The name server", () => {
  it("closes connections that talk garbage and goes on serving the others", async () => {
    const epmd = await serve();
    await hold(epmd);
    for (const garbage of ["GET / HTTP/1.1\r\n\r\n", "\0\0", "\0\u0001\u0001", "\0\u0001nn", "\0\u0003x12"])
      expect(await raw(epmd, Buffer.from(garbage, "latin1")).closed).toHaveLength(0);
    expect(await lookup("localhost", "a", { epmd })).toBeDefined();
  });

  it("refuses to be killed or to drop a node by request, as epmd does", async () => {
    const epmd = await serve();
    await hold(epmd);
    expect((await raw(epmd, encodeRequest({ type: "kill" })).closed).toString()).toBe("NO");
    expect(await raw(epmd, encodeRequest({ type: "stop", name: "a" })).closed).toHaveLength(0);
    expect(await lookup("localhost", "a", { epmd })).toBeDefined();
  });

  it("accepts a request that arrives byte by byte", async () => {
    const epmd = await serve();
    await hold(epmd);
    const { socket, closed } = raw(epmd);
    socket.setNoDelay(true);
    for (const byte of encodeRequest({ type: "port", name: "a" }))
      await new Promise((sent) => socket.write(Buffer.of(byte), sent));
    expect((await closed)[0]).toBe(119);
  });

  it("closes connections that say nothing when their time is over, but not registrations", async () => {
    const epmd = await serve({ deadline: 50 });
    const held = await hold(epmd);
    let lost = false;
    held.onLost(() => (lost = true));
    await raw(epmd).closed;
    await raw(epmd, Buffer.of(0)).closed;
    expect(lost).toBe(false);
    expect(await lookup("localhost", "a", { epmd })).toBeDefined();
  });

  it("lets only so many connections wait: the oldest makes room", async () => {
    const epmd = await serve({ maxPending: 2, deadline: 60_000 });
    const oldest = raw(epmd);
    await new Promise((done) => oldest.socket.once("connect", done));
    raw(epmd);
    raw(epmd);
    await oldest.closed;
    expect((await names("localhost", { epmd })).nodes).toEqual([]);
  });

  it("registers only so many nodes", async () => {
    const epmd = await serve({ maxNodes: 1 });
    await hold(epmd);
    await expect(register({ ...node, name: "b" }, { epmd })).rejects.toMatchObject({ name: "NameInUse" });
  });

  it("is one: a second on the same port is refused", async () => {
    const port = await serve();
    await expect(serveEpmd({ port, addresses: ["127.0.0.1"] })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await expect(serveEpmd({ port, addresses: ["::"] })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("serves on every interface where it is told to", async () => {
    const epmd = await serve({ addresses: ["::"] });
    expect((await names("127.0.0.1", { epmd })).port).toBe(epmd);
  });
});

describe("A client", () => {
  it("says what is wrong when nobody listens, nobody answers, or the wrong one does", async () => {
    const silent = createServer((socket) => socket.resume()).listen(0, "127.0.0.1");
    const wrong = createServer((socket) => socket.on("error", () => undefined).end("SSH-2.0-x\r\n")).listen(
      0,
      "127.0.0.1",
    );
    const rude = createServer((socket) => socket.resume().end()).listen(0, "127.0.0.1");
    for (const server of [silent, wrong, rude]) {
      cleanups.push(() => server.close());
      if (!server.listening) await new Promise((done) => server.once("listening", done));
    }
    const at = (server: typeof silent) => (server.address() as { port: number }).port;
    await expect(lookup("localhost", "a", { epmd: at(silent), timeout: 50 })).rejects.toMatchObject({
      code: "timeout",
    });
    await expect(lookup("localhost", "a", { epmd: at(wrong) })).rejects.toMatchObject({ code: "garbage" });
    await expect(lookup("localhost", "a", { epmd: at(rude) })).rejects.toMatchObject({ code: "closed" });
    await expect(lookup("255.255.255.255", "a", { epmd: 1 })).rejects.toMatchObject({ code: "unreachable" });
    await expect(lookup("localhost", "a", { epmd: 1 })).rejects.toThrow(/port 1: nobody listens there.*ERL_EPMD_PORT/);
  });

  it("stops asking when it is told to", async () => {
    const epmd = await serve({ deadline: 60_000 });
    const abort = new AbortController();
    const asked = register(node, { epmd, signal: abort.signal });
    abort.abort();
    await expect(asked).rejects.toMatchObject({ code: "closed" });
    await expect(register(node, { epmd, signal: abort.signal })).rejects.toMatchObject({ code: "closed" });
  });
});

describe("Addresses", () => {
  it("come from the environment, as Erlang's do", () => {
    expect(epmdPort({})).toBe(4369);
    expect(epmdPort({ ERL_EPMD_PORT: "4400" })).toBe(4400);
    expect(() => epmdPort({ ERL_EPMD_PORT: "many" })).toThrow(/ERL_EPMD_PORT "many".*1 to 65535/);
    expect(listenAddresses("vm", { ERL_EPMD_ADDRESS: "10.0.0.1,10.0.0.2" })).toEqual([
      "127.0.0.1",
      "10.0.0.1",
      "10.0.0.2",
    ]);
  });

  it("of a node on localhost are the loopback's, of any other all", () => {
    expect(listenAddresses("localhost", {})).toEqual(["127.0.0.1", "::1"]);
    expect(listenAddresses("vm", {})).toEqual(["::"]);
  });

  it("of this machine are asked over the loopback, under each of its names", () => {
    expect(["localhost", "vm", "vm.example.org"].map((host) => askAddress(host, "vm.example.org"))).toEqual(
      Array(3).fill("127.0.0.1"),
    );
    expect(askAddress("other", "vm.example.org")).toBe("other");
  });

  it("tell this machine from others", () => {
    expect(isLocal("127.0.0.2", "127.0.0.1")).toBe(true);
    expect(isLocal("::ffff:127.0.0.1", "::ffff:127.0.0.1")).toBe(true);
    expect(isLocal("10.0.0.1", "10.0.0.1")).toBe(true);
    expect(isLocal("10.0.0.2", "10.0.0.1")).toBe(false);
    expect(isLocal(undefined, undefined)).toBe(false);
  });
});
