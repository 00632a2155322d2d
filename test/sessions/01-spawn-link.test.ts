import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();

/** What the nodes of this page know of each other, and the pids met so far. */
let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

beforeAll(async () => {
  await play(`
    you! start
    Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
    me! start
    Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
  `);
});
afterAll(() => cluster.stopAll());

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("two nodes and Node.spawnLink", () => {
  it("starts them without a connection", () =>
    play(`
      you> Node.list()
      []
      me> Node.list()
      []
      you> self()
      #PID<0.{you}.0>
      me> self()
      #PID<0.{me}.0>
    `));

  it("prints at the caller what the remote function prints, and connects both nodes in silence", () =>
    play(`
      you> Node.spawnLink("me@localhost", () => IO.puts(new Date().toISOString().slice(0, 10)))
      [unordered]
      [DATE]
      #PID<{meFromYou}.{first}.0>
      [/unordered]
      you> Node.list()
      [:me@localhost]
      me> Node.list()
      [:you@localhost]
      me! nothing
    `));

  it("binds the pid, which stays the same and knows its node", () =>
    play(`
      you> const rpid = Node.spawnLink(atom("me@localhost"), () => IO.puts(new Date().toISOString().slice(0, 10)))
      [unordered]
      [DATE]
      #PID<{meFromYou}.{rpid}.0>
      [/unordered]
      you> rpid
      #PID<{meFromYou}.{rpid}.0>
      you> node(rpid)
      :me@localhost
      you> node(self())
      :you@localhost
      you> inspect(rpid)
      "#PID<{meFromYou}.{rpid}.0>"
      you> node(rpid) === atom("me@localhost")
      true
      me! nothing
    `));

  it("gives the remote function its own view of pids and nodes, and keeps the order of its lines", async () => {
    await play(`
      you> const p = Node.spawnLink("me@localhost", () => { IO.puts(inspect(self())); IO.puts(inspect(Node.self())); IO.puts(inspect(Node.list())) })
      [unordered]
      #PID<{meFromYou}.{p}.0>
      #PID<0.{p}.0>
      :me@localhost
      [:you@localhost]
      [/unordered]
    `);
    const lines = cluster.node("you").transcript.split("\n");
    const order = [`#PID<0.${known.p}.0>`, ":me@localhost", "[:you@localhost]"].map((line) => lines.lastIndexOf(line));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it("shows the caller's pid as a remote one over there, and a pid that comes back as the caller's own", () =>
    play(`
      you> const shell = self()
      #PID<0.{you}.0>
      you> Node.spawnLink("me@localhost", () => { IO.puts(inspect(shell)); send(shell, tuple(atom.from, self(), node())) })
      [unordered]
      #PID<{youFromMe}.{you}.0>
      #PID<{meFromYou}.{p2}.0>
      [/unordered]
      you> receive((message) => message)
      {:from, #PID<{meFromYou}.{p2}.0>, :me@localhost}
      you> flush()
      :ok
    `));

  it("works the other way round, and on the own node by name", () =>
    play(`
      me> Node.spawnLink("you@localhost", () => IO.puts(new Date().toISOString().slice(0, 10)))
      [unordered]
      [DATE]
      #PID<{youFromMe}.{p3}.0>
      [/unordered]
      me> Node.spawnLink("me@localhost", () => IO.puts("local"))
      local
      #PID<0.{p4}.0>
      me> spawnLink(() => IO.puts("plain local"))
      plain local
      #PID<0.{p5}.0>
      you! nothing
    `));

  it("prints what comes when the prompt is there already", () =>
    play(`
      you> Node.spawn("me@localhost", () => IO.puts("spawn, no link"))
      [unordered]
      spawn, no link
      #PID<{meFromYou}.{p6}.0>
      [/unordered]
      you> Node.spawnLink("me@localhost", async () => { await receive(() => true); IO.puts("late") })
      #PID<{meFromYou}.{waiting}.0>
      you! nothing
      you> send(pid("{meFromYou}.{waiting}.0"), atom.go)
      [unordered]
      :go
      late
      [/unordered]
      you! nothing
    `));

  it("starts several at once, each of which prints", () =>
    play(`
      you> Promise.all([1, 2, 3].map((i) => Node.spawnLink("me@localhost", () => IO.puts(\`n\${i}\`))))
      [unordered]
      n1
      n2
      n3
      [#PID<{meFromYou}.{n1}.0>, #PID<{meFromYou}.{n2}.0>, #PID<{meFromYou}.{n3}.0>]
      [/unordered]
      me! nothing
    `));

  it("tells the node's own name, that it is alive, and that its cookie is an atom", () =>
    play(`
      you> tuple(Node.self(), Node.isAlive(), isAtom(Node.getCookie()))
      {:you@localhost, true, true}
    `));

  it("carries references, and functions that were made elsewhere", () =>
    play(`
      you> makeRef()
      #Reference<0.{a}.{b}.{c}>
      you> Node.spawnLink("me@localhost", () => { send(shell, tuple(atom.ref, makeRef(), (x) => x)) })
      #PID<{meFromYou}.{p7}.0>
      you> receive((message) => message)
      {:ref, #Reference<{meFromYou}.{d}.{e}.{f}>, #Function<anonymous/1>}
      me! nothing
      you! nothing
    `));
});
