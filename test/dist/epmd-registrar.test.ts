import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { lookup, names } from "../../src/dist/epmd/client.js";
import { encodeAliveReply, MARKER } from "../../src/dist/epmd/protocol.js";
import { type Registrar, startRegistrar } from "../../src/dist/epmd/registrar.js";
import { freePort } from "../../src/testing/port.js";
import { BOUND } from "../support/bound.js";
import { bundle } from "./fixtures/bundle.js";

const room = mkdtempSync(join(tmpdir(), "iex-ts-epmd-"));
let script = "";
beforeAll(() => {
  script = bundle("registrar.ts", room);
});
afterAll(() => rmSync(room, { recursive: true, force: true }));

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

interface Line {
  event?: "up" | "status" | "closed" | "failed";
  log?: string;
  creation?: number;
  serving?: boolean;
  name?: string;
  message?: string;
}

/** A node in a process of its own. */
class Node {
  readonly #lines: Line[] = [];
  readonly #waiting: ((line: Line) => void)[] = [];
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;

  constructor(
    readonly name: string,
    epmd: number,
  ) {
    this.child = spawn(process.execPath, [script, name, "localhost", String(epmd)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.exited = new Promise((done) => this.child.once("exit", done));
    createInterface({ input: this.child.stdout! }).on("line", (text) => this.#hear(JSON.parse(text)));
    cleanups.push(() => this.kill());
  }

  next(): Promise<Line> {
    const line = this.#lines.shift();
    return line ? Promise.resolve(line) : new Promise((done) => this.#waiting.push(done));
  }

  ask(what: "status" | "close"): Promise<Line> {
    this.child.stdin!.write(`${what}\n`);
    return this.next();
  }

  async kill(): Promise<void> {
    if (this.child.exitCode === null) this.child.kill("SIGKILL");
    await this.exited;
  }

  #hear(line: Line): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(line);
    else this.#lines.push(line);
  }
}

function end(child: ChildProcess, exited: Promise<unknown>): Promise<unknown> {
  child.kill("SIGKILL");
  return exited;
}

async function registered(epmd: number): Promise<string[]> {
  const reply = await names("localhost", { epmd, timeout: 2_000 }).catch(() => ({ nodes: [] }));
  return reply.nodes.map(({ name }) => name).sort();
}

async function untilRegistered(epmd: number, expected: string[]): Promise<void> {
  const deadline = Date.now() + BOUND;
  let seen: string[] = [];
  while (Date.now() < deadline) {
    seen = await registered(epmd);
    if (seen.join() === expected.join()) return;
    await new Promise(setImmediate);
  }
  throw new Error(`Registered are ${seen.join()} and not ${expected.join()} after 20 s`);
}

async function start(name: string, epmd: number, log = (_line: string) => {}): Promise<Registrar> {
  const registrar = await startRegistrar({
    name,
    host: "localhost",
    port: 5000,
    hidden: false,
    extra: MARKER,
    epmd,
    log,
  });
  cleanups.push(() => registrar.close());
  return registrar;
}

describe("Nodes without an epmd", () => {
  it("find a new name server among them when the one that serves is killed, and keep their creations", async () => {
    const epmd = await freePort();
    const a = new Node("a", epmd);
    expect(await a.next()).toMatchObject({ event: "up", serving: true });
    const b = new Node("b", epmd);
    const c = new Node("c", epmd);
    const ups = [await b.next(), await c.next()];
    expect(ups).toMatchObject([{ serving: false }, { serving: false }]);
    expect(await registered(epmd)).toEqual(["a", "b", "c"]);

    await a.kill();
    await untilRegistered(epmd, ["b", "c"]);
    const after = [await b.ask("status"), await c.ask("status")];
    expect(after.map(({ creation }) => creation)).toEqual(ups.map(({ creation }) => creation));
    expect(after.filter(({ serving }) => serving)).toHaveLength(1);

    const d = new Node("a", epmd);
    expect(await d.next()).toMatchObject({ event: "up", serving: false });
    expect(await registered(epmd)).toEqual(["a", "b", "c"]);
    expect(await lookup("localhost", "a", { epmd })).toMatchObject({ port: 1000 + d.child.pid!, extra: MARKER });
  });

  it("make one of them the name server when five start at once", async () => {
    const epmd = await freePort();
    const nodes = ["a", "b", "c", "d", "e"].map((name) => new Node(name, epmd));
    const ups = await Promise.all(nodes.map((node) => node.next()));
    expect(ups.map(({ event }) => event)).toEqual(Array(5).fill("up"));
    expect(ups.filter(({ serving }) => serving)).toHaveLength(1);
    expect(await registered(epmd)).toEqual(["a", "b", "c", "d", "e"]);
  });

  it("free the port and the name when they close, and nothing keeps their process alive", async () => {
    const epmd = await freePort();
    const a = new Node("a", epmd);
    await a.next();
    const b = new Node("b", epmd);
    await b.next();
    expect(await a.ask("close")).toEqual({ event: "closed" });
    expect(await a.exited).toBe(0);
    await untilRegistered(epmd, ["b"]);
    expect(await b.ask("status")).toMatchObject({ serving: true });
  });

  it("refuse a name that is taken", async () => {
    const epmd = await freePort();
    await start("a", epmd);
    const dup = new Node("a", epmd);
    expect(await dup.next()).toEqual({
      event: "failed",
      name: "NameInUse",
      message: "Protocol 'inet_tcp': the name a@localhost seems to be in use by another Erlang node",
    });
  });

  it("say so once when another took the name meanwhile, and get it back when it is free", async () => {
    let result = 0;
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket.on("error", () => undefined));
      socket.on("data", () => socket.write(encodeAliveReply({ result, creation: 100 + sockets.length }, true)));
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    cleanups.push(() => server.close());
    const log: string[] = [];
    let tell = () => {};
    const told = new Promise<void>((done) => (tell = done));
    const a = await start("a", (server.address() as { port: number }).port, (line) => {
      log.push(line);
      tell();
    });
    result = 1;
    sockets[0]!.destroy();
    await told;
    result = 0;
    const attempts = sockets.length;
    while (sockets.length <= attempts) await new Promise((done) => server.once("connection", done));
    await a.close();
    expect(log).toEqual([expect.stringMatching(/^Cannot register a@localhost again: another node has taken/)]);
    expect(a.creation).toBe(101);
  });

  it("say what is wrong when something else answers on the port", async () => {
    const wrong = createServer((socket) => socket.on("error", () => undefined).end("SSH-2.0-x\r\n"));
    await new Promise<void>((done) => wrong.listen(0, "127.0.0.1", done));
    cleanups.push(() => wrong.close());
    const { port } = wrong.address() as { port: number };
    await expect(start("a", port)).rejects.toThrow(/not EPMD, set ERL_EPMD_PORT/);
  });
});

const hasErlang = spawnSync("erl", ["-version"]).status === 0;
(hasErlang ? describe : describe.skip)("With a real Erlang (skipped where there is none)", () => {
  const list = async (epmd: number) => (await promisify(execFile)("epmd", ["-port", `${epmd}`, "-names"])).stdout;

  async function realEpmd(epmd: number): Promise<ChildProcess> {
    const { ERL_EPMD_ADDRESS: _, ...env } = process.env;
    const child = spawn("epmd", ["-port", `${epmd}`], { env, stdio: "ignore" });
    const exited = new Promise((done) => child.once("exit", done));
    cleanups.push(() => end(child, exited));
    const deadline = Date.now() + BOUND;
    while (Date.now() < deadline) {
      if (await names("localhost", { epmd }).catch(() => undefined)) return child;
    }
    throw new Error("epmd did not start in 20 s");
  }

  it("registers with a real epmd, and again when that dies", async () => {
    const epmd = await freePort();
    const child = await realEpmd(epmd);
    const a = await start("a", epmd);
    expect(a.serving).toBe(false);
    expect(await list(epmd)).toContain("name a at port 5000");
    expect(await lookup("localhost", "a", { epmd })).toMatchObject({ extra: MARKER });
    child.kill("SIGKILL");
    await untilRegistered(epmd, ["a"]);
    expect(a.serving).toBe(true);
  });

  it("serves epmd -names and a real node that starts without an epmd", async () => {
    const epmd = await freePort();
    await start("a", epmd);
    expect(await list(epmd)).toContain(`up and running on port ${epmd} with data:\nname a at port 5000`);
    const code = 'io:format("~p~n", [erl_epmd:port_please("a", "localhost")]).';
    const args = ["-sname", "real@localhost", "-start_epmd", "false", "-setcookie", "x", "-noshell", "-eval", code];
    const erl = spawn("erl", args, {
      env: { ...process.env, ERL_EPMD_PORT: `${epmd}` },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const exited = new Promise((done) => erl.once("exit", done));
    cleanups.push(() => end(erl, exited));
    const said = await new Promise((done) => createInterface({ input: erl.stdout! }).once("line", done));
    expect(said).toBe("{port,5000,6}");
    expect(await registered(epmd)).toEqual(["a", "real"]);
    erl.kill("SIGKILL");
    await untilRegistered(epmd, ["a"]);
  });
});
