import { execFileSync, spawn, spawnSync } from "node:child_process";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster, type TestNode } from "iex-ts/testing";
import { createWorld, type World } from "../../src/testing/world.js";
import { names, namesUntil } from "../support/names.js";

const cluster = createCluster();

async function epmdPortOf(node: TestNode): Promise<number> {
  return Number(await node.type("Number(process.env.ERL_EPMD_PORT)"));
}

function namesAre(...wanted: string[]): (found: Record<string, number> | undefined) => boolean {
  return (found) => JSON.stringify(Object.keys(found ?? {}).sort()) === JSON.stringify(wanted.sort());
}

async function connects(from: TestNode, ...names: string[]): Promise<void> {
  for (const name of names) await from.check(`Node.connect("${name}@localhost")`, "true");
}

describe("the names of a machine without epmd", () => {
  afterEach(() => cluster.stopAll());

  it("are served by the first node, and by another one when that is killed", async () => {
    const [a, b, c] = [await cluster.start("a"), await cluster.start("b"), await cluster.start("c")];
    await connects(a, "b", "c");
    const port = await epmdPortOf(b);
    const before = await namesUntil(port, namesAre("a", "b", "c"));

    await a.kill("SIGKILL");
    const after = await namesUntil(port, namesAre("b", "c"));
    expect(after).toEqual({ b: before?.b, c: before?.c });

    const d = await cluster.start("d");
    await connects(d, "b", "c");
    await d.check('Node.spawn("c@localhost", () => IO.puts("found"))', "[unordered]\n#PID<..>\nfound\n[/unordered]");
    await namesUntil(port, namesAre("b", "c", "d"));
    await b.type("while (Node.list().length < 2) await Process.sleep(10)");
    await b.check("Node.list().map(String).sort()", '["Symbol(c@localhost)", "Symbol(d@localhost)"]');
    await c.check("1 + 1", "2");
  });

  it("go from node to node as often as it takes", async () => {
    const nodes = [await cluster.start("a"), await cluster.start("b"), await cluster.start("c")];
    const port = await epmdPortOf(nodes[0]!);
    const served = ["a", "b", "c"];
    for (const node of nodes.slice(0, -1)) {
      await node.kill("SIGKILL");
      served.shift();
      await namesUntil(port, namesAre(...served));
    }
    await connects(await cluster.start("d"), "c");
  });

  it("are free again when their node was killed: its name can be had anew, and is found", async () => {
    const [a, b] = [await cluster.start("a"), await cluster.start("b")];
    const port = await epmdPortOf(b);
    await connects(b, "a");
    await b.type("const first = Node.spawn('a@localhost', () => receive())");
    await a.kill("SIGKILL");
    await namesUntil(port, namesAre("b"));

    const again = await cluster.start("a");
    await namesUntil(port, namesAre("a", "b"));
    await connects(b, "a");
    await again.check("Node.list()", "[:b@localhost]");
    await b.check("const second = Node.spawn('a@localhost', () => receive()); first === second", "false");
  });

  it("are free at once when their node leaves, whoever served them", async () => {
    const [a, b] = [await cluster.start("a"), await cluster.start("b")];
    const port = await epmdPortOf(a);
    await b.type("exit()");
    expect(await b.exit).toEqual({ code: 0, signal: null });
    expect(Object.keys((await names(port)) ?? {})).toEqual(["a"]);
    await cluster.start("b");

    expect(await a.close()).toBe(0);
    await cluster.start("a");
    await namesUntil(port, namesAre("a", "b"));
    await connects(cluster.node("a"), "b");
  });

  it("are gone with the last node", async () => {
    const a = await cluster.start("a");
    const port = await epmdPortOf(a);
    await a.close();
    expect(await names(port)).toBeUndefined();
  });
});

const installed = spawnSync("epmd", ["-help"], { stdio: "ignore" }).error === undefined;
if (!installed) process.stderr.write("SKIPPED a part of test/sessions/epmd.test.ts: epmd is not installed\n");

(installed ? describe : describe.skip)("the names of a machine with epmd", () => {
  let world: World;
  let epmd: ReturnType<typeof spawn>;

  beforeAll(async () => {
    world = await createWorld();
    epmd = spawn("epmd", ["-port", `${world.epmdPort}`, "-address", "127.0.0.1"], { stdio: "ignore" });
    world.guard(epmd);
    await namesUntil(world.epmdPort, (found) => found !== undefined);
  });
  afterAll(async () => {
    epmd.kill();
    await cluster.stopAll();
    await world.remove();
  });

  const start = (name: string) => cluster.start(name, { env: { ERL_EPMD_PORT: `${world.epmdPort}` } });

  /** What `epmd -names` tells. */
  const told = () =>
    execFileSync("epmd", ["-port", `${world.epmdPort}`, "-names"], { encoding: "utf8" }).replace(/\d+/g, "N");

  it("are kept by it", async () => {
    const [a, b] = [await start("a"), await start("b")];
    await connects(a, "b");
    expect(told()).toMatch(/^epmd: up and running on port N with data:\n(name [ab] at port N\n){2}$/);
    await b.kill("SIGKILL");
    await namesUntil(world.epmdPort, namesAre("a"));
    await connects(await start("b"), "a");
  });

  it("go over to a node when epmd is killed", async () => {
    epmd.kill("SIGKILL");
    await namesUntil(world.epmdPort, namesAre("a", "b"));
    const c = await start("c");
    await connects(c, "a", "b");
    expect(told()).toMatch(/^epmd: up and running on port N with data:\n(name [abc] at port N\n){3}$/);
    await c.check("1 + 1", "2");
  });
});
