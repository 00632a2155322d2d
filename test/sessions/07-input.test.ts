import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

beforeAll(async () => {
  await play(`
    you! start
    me! start
    you> Node.connect("me@localhost")
    true
  `);
});
afterAll(() => cluster.stopAll());

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("input", () => {
  it("is asked for at the own terminal", () =>
    play(`
      you> const r = await IO.gets("local> ")
      local> 
      you< typed line
      "typed line\\n"
      you> r
      "typed line\\n"
    `));

  it("of a remote process is asked for at the caller, who waits for the answer", () =>
    play(`
      you> const parent = self()
      #PID<0.{you}.0>
      you> Node.spawnLink("me@localhost", async () => send(parent, tuple(atom.answer, await IO.gets("remote> ")))); await receive(([, answer]) => answer)
      remote> 
      you< blue
      "blue\\n"
      you> Rpc.call("me@localhost", () => IO.gets("name? "))
      name? 
      you< joe
      "joe\\n"
      you> Rpc.call("me@localhost", "IO", "gets", ["name? "])
      name? 
      you< ann
      "ann\\n"
      me! nothing
    `));

  it("goes to the question that came last, when the prompt of the shell is there already", async () => {
    await play(`
      you> Node.spawnLink("me@localhost", async () => { await receive(() => true); await IO.inspect(await IO.gets("later? "), { label: "got" }) })
      #PID<{meFromYou}.{asker}.0>
      me> send(pid("0.{asker}.0"), atom.go)
      :go
    `);
    const { prompt } = cluster.node("you");
    await cluster.node("you").expect(/^later\? $/);
    await play(`
      you< an answer
      you: got: "an answer\\n"
      you> 40 + 2
      42
    `);
    expect(prompt).toBe(cluster.node("you").prompt.replace(/\d+>$/, (number) => `${Number.parseInt(number, 10) - 1}>`));
  });

  it("is free again when the process that asked for it is gone", async () => {
    await play(`
      you> Node.spawn("me@localhost", async () => { await receive(() => true); await IO.gets("never answered? ") })
      #PID<{meFromYou}.{gone}.0>
      me> send(pid("0.{gone}.0"), atom.go)
      :go
    `);
    await cluster.node("you").expect(/^never answered\? $/);
    await play(`
      me> Process.exit(pid("0.{gone}.0"), atom.kill)
      true
      // There and back again: by then the terminal has heard of the end.
      me> Rpc.call("you@localhost", () => Rpc.call("me@localhost", "Kernel", "node", []))
      :me@localhost
      you> 1 + 1
      2
    `);
  });
});

describe("a call of another node", () => {
  it("prints at the caller and brings the value", () =>
    play(`
      you> Rpc.call("me@localhost", "IO", "puts", ["rpc puts"])
      rpc puts
      :ok
      you> Rpc.call("me@localhost", async () => { await IO.puts("rpc fun"); return node() })
      rpc fun
      :me@localhost
      you> Rpc.call("me@localhost", "Kernel", "node", [])
      :me@localhost
      you> tuple(await Rpc.call("me@localhost", "Process", "groupLeader", []), Process.groupLeader())
      {#PID<0.{leader}.0>, #PID<0.{leader}.0>}
      you> Promise.all([node(), "me@localhost"].map((name) => Rpc.call(name, "Kernel", "node", [])))
      [:you@localhost, :me@localhost]
    `));

  it("throws what the function throws", () =>
    play(`
      you> Rpc.call("me@localhost", () => { throw new RangeError("in rpc") })
      ** (RangeError) in rpc

      you> Rpc.call("me@localhost", () => exit(atom.bye))
      ** (exit) :bye

      you> Rpc.call("me@localhost", () => { throw atom.bye })
      ** (throw) :bye

      you> Rpc.call("me@localhost", "Nope", "f", [1])
      ** (UndefinedFunctionError) function Nope.f/1 is undefined (module Nope is not available on me@localhost). Load it there with c("..."), or from here with nl(Nope)
          Nope.f(1)
      you> Rpc.call("me@localhost", "IO", "nope", [])
      ** (UndefinedFunctionError) function IO.nope/0 is undefined or private
          IO.nope()
      me! nothing
    `));

  it("fails when the node cannot be reached, or does not answer in time", () =>
    play(`
      you> Rpc.call("nope@localhost", "Kernel", "node", [])

      [TIME] [warning] ** Can not start :erpc::execute_call,[#Reference<..>, Kernel, :node, []] ([:monitor]) on :nope@localhost **

      ** (ErlangError) Erlang error: {:erpc, :noconnection}

      you> Rpc.call("me@localhost", () => receive(() => true), 10)
      ** (ErlangError) Erlang error: {:erpc, :timeout}

      you> flush()
      :ok
      me! nothing
    `));

  it("gives the node of a pid once the pid is there", () =>
    play(`
      you> node(await Node.spawn("me@localhost", () => receive(() => true)))
      :me@localhost
      you> node(Node.spawn("me@localhost", () => receive(() => true)))
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: not a pid, a reference or a port; a promise of one needs await

          iex:[..]: (file)
    `));
});
