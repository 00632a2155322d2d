import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster, type TestNode } from "iex-ts/testing";

/** The messages, pids and processes of the golden session 09b: steps 2 to 36. */
describe("the mailbox and the processes at the prompt", () => {
  const cluster = createCluster();
  let me: TestNode;
  let known: Record<string, string> = {};
  beforeAll(async () => {
    me = await cluster.start("me@localhost");
    known = await cluster.play(
      `
      me> self()
      #PID<0.{me}.0>
    `,
    );
  });
  afterAll(() => cluster.stopAll());

  const play = async (transcript: string): Promise<void> => {
    await cluster.play(transcript, known);
  };

  it("prints each message on a line, and :ok", () =>
    play(`
      me> for (const i of [1, 2, 3]) send(self(), tuple(atom.msg, i))
      {:msg, 3}
      me> send(self(), { a: "map" })
      { a: "map" }
      me> flush()
      {:msg, 1}
      {:msg, 2}
      {:msg, 3}
      { a: "map" }
      :ok
      me> flush()
      :ok
    `));

  it("leaves what receive skips for flush", () =>
    play(`
      me> send(self(), atom.a); send(self(), atom.b)
      :b
      me> receive((message) => (message === atom.b ? atom("got_b") : skip))
      :got_b
      me> flush()
      :a
      :ok
      me> send(self(), "no parens")
      "no parens"
      me> flush()
      "no parens"
      :ok
    `));

  it("makes pids of texts and of numbers", () =>
    play(`
      me> pid("0.111.0")
      #PID<0.111.0>
      me> pid(0, 111, 0)
      #PID<0.111.0>
      me> pid("abc")
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: not a textual representation of a pid

          iex:[..]: (file)
      me> pid("1.2.3")
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: not a textual representation of a pid

          iex:[..]: (file)
      me> Process.alive(pid(0, 99999, 0))
      false
      me> Process.info(pid(0, 99999, 0))
      null
      me> pid("0.{me}.0") === self()
      true
    `));

  it("takes a pasted pid or reference for what it is", () =>
    play(`
      me> #PID<0.{me}.0> === self()
      true
      me> send(#PID<0.{me}.0>, atom.pasted)
      :pasted
      me> flush()
      :pasted
      :ok
      me> "#PID<0.1.0>"
      "#PID<0.1.0>"
      me> #Reference<0.1.2.3>
      #Reference<0.1.2.3>
      me> #PID<0.{me}.0>.nope.x
      ** (TypeError) Cannot read properties of undefined (reading 'x')
          iex:[..]: (file)
    `));

  it("sends a function with a pasted pid to another node", async () => {
    await cluster.start("you@localhost");
    await play(`
      me> Node.connect("you@localhost")
      true
      me> Node.spawn("you@localhost", () => send(#PID<0.{me}.0>, Node.self()))
      #PID<..>
      me> receive()
      :you@localhost
    `);
  });

  it("makes references and ports of texts", () =>
    play(`
      me> ref("0.1.2.3")
      #Reference<0.1.2.3>
      me> ref(0, 1, 2, 3) === ref("0.1.2.3")
      true
      me> ref("abc")
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: not a textual representation of a reference

          iex:[..]: (file)
      me> port("0.1")
      #Port<0.1>
      me> port("x")
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: not a textual representation of a port

          iex:[..]: (file)
      me> makeRef() instanceof Reference
      true
    `));

  it("tells of processes, and keeps a dictionary", () =>
    play(`
      me> Process.list().length > 3
      true
      me> Process.info(self(), "messageQueueLen")
      0
      me> Process.info(self(), "status")
      :running
      me> Process.info(self(), "links")
      []
      me> Process.info(self(), "registeredName")
      null
      me> Process.alive(self())
      true
      me> Process.get("x")
      null
      me> Process.put("x", 1)
      null
      me> Process.get("x")
      1
    `));

  it("says what a process is like in a pane, here and on another node", async () => {
    await play(`
      me> processInfo(self())

      # Process #PID<0.{me}.0>

      ## Overview

      Registered name:    not registered
      Initial call:       :erlang.apply/2
      Status:             running
      Messages waiting:   0
      Trap exits:         false
      Group leader:       #PID<..>
      Links:              none
      Monitors:           none
      Monitored by:       #PID<..>

      me> const there = Node.spawn("you@localhost", async () => { Process.register(self(), "there"); Process.link(#PID<0.{me}.0>); await receive() })
      #PID<10001.{n}.0>
      me> processInfo(there)

      # Process #PID<10001.[..].0>

      ## Overview

      Registered name:    :there
      Initial call:       :erlang.apply/2
      Status:             waiting
      Messages waiting:   0
      Trap exits:         false
      Group leader:       #PID<0.[..].0>
      Links:              #PID<0.{me}.0>
      Monitors:           none
      Monitored by:       none

      me> processInfo(1)
      ** (ArgumentError) could not tell which process: 1 is no pid, give one as in processInfo(self())
          iex:[..]: (file)
      me> processInfo(pid(0, 99999, 0))
      Failed with: #PID<0.99999.0> is not alive or cannot be reached
    `);
    expect(me.prompt).toMatch(/^iex\(me@localhost\)\d+>/);
  });
});
