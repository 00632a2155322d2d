import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";
import { canMakeHosts, createHosts, type Hosts } from "../support/hosts.js";

const possible = canMakeHosts();
if (!possible) process.stderr.write("SKIPPED test/sessions/hosts.test.ts: making hosts takes root and iproute2\n");

/** How long a silent node is waited for, in seconds: short, but longer than a busy machine is silent. */
const TICKTIME = 4;

/** Who loses whom with the cable of a. */
const LOST = [
  ["a", "b@10.77.0.2"],
  ["a", "c@10.77.0.3"],
  ["b", "a@10.77.0.1"],
  ["c", "a@10.77.0.1"],
] as const;

const cluster = createCluster({ args: ["--net-ticktime", `${TICKTIME}`] });
let hosts: Hosts;
let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

/** The steps of one lesson: each test goes on where the one before it ended. */
(possible ? describe : describe.skip)("nodes on three hosts", () => {
  beforeAll(async () => {
    hosts = createHosts(3);
    for (const name of ["a@10.77.0.1", "b@10.77.0.2", "c@10.77.0.3"]) await hosts.start(cluster, name);
  });
  afterAll(async () => {
    await cluster.stopAll();
    await hosts.remove();
  });

  it("find each other by address: each host has a name server of its own", async () => {
    expect(cluster.node("b").prompt).toBe("iex(b@10.77.0.2)1>");
    await play(`
      a> Node.connect("b@10.77.0.2")
      true
      a> Node.list()
      [:"b@10.77.0.2"]
      b> Node.list()
      [:"a@10.77.0.1"]
      a> Node.connect("b@10.77.0.3")

      [TIME] [notice] Cannot connect to :"b@10.77.0.3": no node of the name :b is registered at 10.77.0.3: start it there
      false
    `);
  });

  it("print at the caller what runs on another host", () =>
    play(`
      a> const there = Node.spawnLink("b@10.77.0.2", async () => { IO.puts(inspect(node())); await receive(() => true) })
      [unordered]
      #PID<{b}.{there}.0>
      :"b@10.77.0.2"
      [/unordered]
      a> node(there)
      :"b@10.77.0.2"
      b! nothing
    `));

  it("form a mesh", async () => {
    await play(`
      c> Node.connect("b@10.77.0.2")
      true
    `);
    await everybodySees(2);
    await play(`
      a> Node.list().map(String).sort()
      ["Symbol(b@10.77.0.2)", "Symbol(c@10.77.0.3)"]
      c> Node.spawn("a@10.77.0.1", () => IO.puts(inspect(node())))
      [unordered]
      #PID<{a}.{p}.0>
      :"a@10.77.0.1"
      [/unordered]
      a! nothing
    `);
  });

  it("are down for each other when the cable is pulled, after the tick time, on both sides", async () => {
    await play(`
      a> Process.flag("trapExit", true)
      false
      a> tuple(Node.monitor("b@10.77.0.2", true), Node.monitor("c@10.77.0.3", true))
      {true, true}
      a> const ref = Process.monitor(there)
      #Reference<[..]>
      b> Node.monitor("a@10.77.0.1", true)
      true
    `);
    for (const name of ["a", "b"])
      await cluster.node(name).type("const nodedown = (m) => (m[0] === atom.nodedown ? m : skip)");
    const begun = Date.now();
    hosts.cable("10.77.0.1", "down");
    const down = await cluster
      .node("a")
      .type("[await receive(nodedown), await receive(nodedown)].map(([, node]) => String(node)).sort()");
    expect(down).toMatch(/^\["Symbol\(b@10\.77\.0\.2\)", "Symbol\(c@10\.77\.0\.3\)"\]$/m);
    expect(await cluster.node("b").type("receive(nodedown)")).toMatch(/^\{:nodedown, :"a@10\.77\.0\.1"\}$/m);
    expect(Date.now() - begun).toBeGreaterThan((TICKTIME * 1000) / 2);
    for (const [node, other] of LOST)
      await seen(node, `[error] ** Node :"${other}" not responding **\n** Removing (timedout) connection **\n`);
    await play(`
      a> receive((m) => (m[0] === atom.EXIT ? m : skip))
      {:EXIT, #PID<{b}.{there}.0>, :noconnection}
      a> receive((m) => (m[0] === atom.DOWN ? m.slice(3) : skip))
      [#PID<{b}.{there}.0>, :noconnection]
      a> flush()
      :ok
      a> Node.list()
      []
      b> Node.list()
      [:"c@10.77.0.3"]
    `);
  });

  it("cannot connect while the cable is out, and say why", async () => {
    const printed = await cluster.node("a").type('Node.connect("b@10.77.0.2")');
    expect(printed).toMatch(/\[notice\] Cannot connect to :"b@10\.77\.0\.2": .*check .*\nfalse$/);
    await play(`
      a> 1 + 1
      2
    `);
  });

  it("connect again when the cable is back, all of them", async () => {
    hosts.cable("10.77.0.1", "up");
    // The hosts have to find each other's hardware anew, which takes them a moment.
    await cluster.node("a").type('while (!(await Node.connect("c@10.77.0.3"))) await Process.sleep(50)');
    await everybodySees(2);
    await play(`
      b> Node.spawn("a@10.77.0.1", () => IO.puts("back"))
      [unordered]
      #PID<[..]>
      back
      [/unordered]
      c! nothing
    `);
  });

  /** A mesh forms behind the back of whoever made its first connection. */
  async function everybodySees(count: number): Promise<void> {
    for (const name of ["a", "b", "c"])
      await cluster.node(name).type(`while (Node.list().length < ${count}) await Process.sleep(10)`);
  }

  /** The line may have come already, or is still to come. */
  async function seen(name: string, text: string): Promise<void> {
    const node = cluster.node(name);
    if (!node.transcript.includes(text)) await node.expect(new RegExp(text.replace(/[.*[\]()]/g, "\\$&")));
    await node.type("");
  }
});
