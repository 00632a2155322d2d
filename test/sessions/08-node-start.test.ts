import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

beforeAll(async () => {
  await cluster.start();
  await play("me! start");
});
afterAll(() => cluster.stopAll());

const prompt = (): string => cluster.node("nonode0").prompt;

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("a node without a name", () => {
  it("shows no name in its prompt, and is not alive", async () => {
    expect(prompt()).toBe("iex(1)>");
    await play(`
      nonode0> Node.self()
      :nonode@nohost
      nonode0> Node.isAlive()
      false
      nonode0> node()
      :nonode@nohost
      nonode0> tuple(Node.list(), Node.list("this"), Node.list("known"))
      {[], [:nonode@nohost], [:nonode@nohost]}
      nonode0> Node.getCookie()
      :nocookie
      nonode0> self()
      #PID<0.{shell}.0>
    `);
  });

  it("reaches no other node", () =>
    play(`
      nonode0> Node.connect("me@localhost")
      :ignored
      nonode0> Node.disconnect("me@localhost")
      :ignored
      nonode0> Node.ping("me@localhost")
      :pang
      nonode0> Node.setCookie("abc")
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: the node name is not part of a distributed system

          iex:{line}: (file)
      nonode0> Node.spawn("me@localhost", () => 1)

      [TIME] [warning] ** Can not start :erlang::apply,[#Function<anonymous/0>, []] on :me@localhost **

      #PID<0.{nobody}.0>
      nonode0> send(["x", "me@localhost"], 1)
      1
      nonode0> Node.monitor("me@localhost", true)
      ** (ErlangError) Erlang error: :notalive
          iex:[..]: (file)
      nonode0> Node.stop()
      {:error, :not_found}
      me! nothing
    `));

  it("spawns on itself, by its name", () =>
    play(`
      nonode0> Node.spawnLink(node(), () => IO.puts("on nonode@nohost"))
      on nonode@nohost
      #PID<0.{own}.0>
    `));
});

describe("Node.start and Node.stop", () => {
  it("give a name, which the prompt shows at once, and take it away", async () => {
    await play(`
      nonode0> Node.start("later@localhost", "shortnames")
      {:ok, #PID<0.{netKernel}.0>}
      nonode0> node()
      :later@localhost
      nonode0> Node.isAlive()
      true
      nonode0> Node.getCookie().description.length
      20
      nonode0> Node.start("again@localhost")
      {:error, {:already_started, #PID<0.{netKernel}.0>}}
    `);
    expect(prompt()).toMatch(/^iex\(later@localhost\)\d+>$/);
    await play(`
      nonode0> Node.stop()
      :ok
      nonode0> node()
      :nonode@nohost
      nonode0> Process.alive(pid("0.{netKernel}.0"))
      false
    `);
    expect(prompt()).toMatch(/^iex\(\d+\)>$/);
  });

  it("connect and disconnect with the cluster whose cookie lies in the home directory", () =>
    play(`
      nonode0> Node.start(atom("later@localhost"))
      {:ok, #PID<..>}
      nonode0> Node.ping("me@localhost")
      :pong
      me> Node.list()
      [:later@localhost]
      me> Node.monitor("later@localhost", true)
      true
      nonode0> Node.stop()
      :ok
      me> receive((message) => message)
      {:nodedown, :later@localhost}
      me> Node.list()
      []
    `));

  it("keep pids as they are, for a node has one process table whatever its name", () =>
    play(`
      nonode0> self()
      #PID<0.{shell}.0>
      nonode0> Node.start("later@localhost")
      {:ok, #PID<..>}
      nonode0> self()
      #PID<0.{shell}.0>
      nonode0> Node.stop()
      :ok
    `));

  it("take long names", async () => {
    await play(`
      nonode0> Node.start("long@127.0.0.1", "longnames")
      {:ok, #PID<..>}
      nonode0> node()
      :"long@127.0.0.1"
    `);
    expect(prompt()).toMatch(/^iex\(long@127\.0\.0\.1\)\d+>$/);
    await play(`
      nonode0> Node.stop()
      :ok
    `);
  });

  it("give a bare name the host's", async () => {
    await play(`
      nonode0> Node.start("short", { type: "shortnames" })
      {:ok, #PID<..>}
      nonode0> node()
      :short@{host}
      nonode0> Node.stop()
      :ok
    `);
    expect(known.host).not.toMatch(/\./);
  });
});

describe("a name that Node.start refuses", () => {
  it("leaves the node without one, and says what to do", () =>
    play(`
      nonode0> Node.start("long@127.0.0.1")
      ** (InvalidNodeName) Cannot start a node as "long@127.0.0.1": the host "127.0.0.1" of a short name has no dots, use --name long@127.0.0.1

      nonode0> Node.start("foo bar@localhost")
      ** (InvalidNodeName) Cannot start a node as "foo bar@localhost": the part before the "@" holds letters, digits, "_" and "-" only, choose another name

      nonode0> node()
      :nonode@nohost
    `));

  it("may be in use", () =>
    play(`
      nonode0> Node.start("me@localhost")
      ** (NameInUse) Protocol 'inet_tcp': the name me@localhost seems to be in use by another Erlang node
      Choose another name, or end the node that has it

      nonode0> node()
      :nonode@nohost
      me! nothing
    `));
});
