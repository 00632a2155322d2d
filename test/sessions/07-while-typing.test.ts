import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

/** A process at `me` with the caller's group leader, which prints what `me` sends to it. */
beforeAll(async () => {
  await play(`
    you! start
    me! start
    you> Node.spawn("me@localhost", async () => { for (;;) await IO.puts(await receive((line) => line)) })
    #PID<{meFromYou}.{printer}.0>
  `);
});
afterAll(() => cluster.stopAll());

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("output that comes while nobody has asked for it", () => {
  it("stands behind the prompt of a pipe, and the prompt counts once", async () => {
    await play(`
      me> send(pid("0.{printer}.0"), "tick 1")
      "tick 1"
      you: tick 1
      me> send(pid("0.{printer}.0"), "tick 2")
      "tick 2"
      you: tick 2
    `);
    expect(cluster.node("you").transcript).toMatch(/\niex\(you@localhost\)2> tick 1\ntick 2\n$/);
    await play(`
      you> "abc".toUpperCase()
      "ABC"
    `);
    expect(cluster.node("you").prompt).toBe("iex(you@localhost)3>");
  });

  it("comes in the middle of several lines, too", async () => {
    const you = cluster.node("you");
    expect(await you.type("const x = [")).toBe("");
    expect(await you.type("1,")).toBe("");
    expect(you.prompt).toBe("...(you@localhost)3>");
    await play(`
      me> send(pid("0.{printer}.0"), "in the middle of several lines")
      "in the middle of several lines"
      you: in the middle of several lines
    `);
    expect(await you.type("2]")).toBe("[1, 2]");
    await play(`
      you> x
      [1, 2]
    `);
  });

  it("comes while the shell is busy", async () => {
    await play(`
      you> Process.register(self(), "shell_of_you")
      true
    `);
    await cluster.node("you").type('IO.puts("busy"); await receive((message) => message)', { until: "busy\n" });
    await play(`
      me> send(pid("0.{printer}.0"), "while the shell is busy")
      "while the shell is busy"
      you: while the shell is busy
      me> send(["shell_of_you", "you@localhost"], atom.go)
      :go
      you: :go
      you> v()
      :go
    `);
  });
});

describe("output after the caller's node has died", () => {
  it("is an error in the process that prints, which its own node reports", () =>
    play(`
      you> Node.spawn("me@localhost", async () => { await receive(() => true); await IO.puts("orphan output") })
      #PID<{meFromYou}.{orphan}.0>
      you> Node.spawn("me@localhost", async () => { const from = await receive((pid) => pid); await IO.puts("orphan two").catch((error) => send(from, error)) })
      #PID<{meFromYou}.{orphan2}.0>
      me> Node.monitor("you@localhost", true)
      true
      you! kill
      me> receive((message) => message)
      {:nodedown, :you@localhost}
      me> send(pid("0.{orphan}.0"), atom.go)
      [unordered]
      :go
      [and]

      [TIME] [error] Process #PID<0.{orphan}.0> on node :me@localhost raised an exception
      ** (ErlangError) Erlang error: :terminated:

        * 1st argument: the device has terminated

          fun@you@localhost:{line}: anonymous fn/0
      [/unordered]
      me> Process.alive(pid("0.{orphan}.0"))
      false
    `));

  it("can be caught there", () =>
    play(`
      me> send(pid("0.{orphan2}.0"), self()); (await receive((error) => error)).name
      "ErlangError"
      me> Node.list()
      []
    `));
});
