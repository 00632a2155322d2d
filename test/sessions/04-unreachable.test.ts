import { hostname } from "node:os";
import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

beforeAll(async () => {
  await play(`
    a! start
    c! start
    a> self()
    #PID<0.{shell}.0>
  `);
});
afterAll(() => cluster.stopAll());

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("nodes that do not exist", () => {
  it("cannot be reached, and the log says why", () =>
    play(`
      a> Node.connect("nonexistent@localhost")

      [TIME] [notice] Cannot connect to :nonexistent@localhost: no node of the name :nonexistent is registered at localhost: start it there
      false
      a> Node.ping("nonexistent@localhost")

      [TIME] [notice] Cannot connect to :nonexistent@localhost: no node of the name :nonexistent is registered at localhost: start it there
      :pang
      a> Node.spawn("nonexistent@localhost", () => IO.puts("x"))

      [TIME] [warning] ** Can not start :erlang::apply,[#Function<anonymous/0>, []] on :nonexistent@localhost **

      #PID<0.{p1}.0>
      a> send(tuple(atom.name, atom("nonexistent@localhost")), atom.hi)
      :hi
    `));

  it("end a shell that links to what could not be started, whether a function or a name", () =>
    play(`
      a> const k = 8
      8
      a> Node.spawnLink("nonexistent@localhost", () => IO.puts("x"))

      [TIME] [warning] ** Can not start :erlang::apply,[#Function<anonymous/0>, []] ([:link]) on :nonexistent@localhost **

      ** (EXIT from #PID<0.{shell}.0>) shell process exited with reason: no connection

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      a> k
      ** (ReferenceError) k is not defined
          iex:{k}: (file)
      a> self()
      #PID<0.{next}.0>
      a> Node.spawnLink("nonexistent@localhost", "IO", "puts", ["x"])

      [TIME] [warning] ** Can not start IO::puts,["x"] ([:link]) on :nonexistent@localhost **

      ** (EXIT from #PID<0.{next}.0>) shell process exited with reason: no connection

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
    `));

  it("are a message for who monitors, or traps exits", () =>
    play(`
      a> Node.spawnMonitor("nonexistent@localhost", () => IO.puts("x"))

      [TIME] [warning] ** Can not start :erlang::apply,[#Function<anonymous/0>, []] ([:monitor]) on :nonexistent@localhost **

      {#PID<0.{p2}.0>, #Reference<{ref}>}
      a> flush()
      {:DOWN, #Reference<{ref}>, :process, #PID<0.{p2}.0>,
       :noconnection}
      :ok
      a> Process.flag("trapExit", true)
      false
      a> Node.spawnLink("nonexistent@localhost", () => IO.puts("x"))

      [TIME] [warning] ** Can not start :erlang::apply,[#Function<anonymous/0>, []] ([:link]) on :nonexistent@localhost **

      #PID<0.{p3}.0>
      a> flush()
      {:EXIT, #PID<0.{p3}.0>, :noconnection}
      :ok
      a> Node.monitor("nonexistent@localhost", true)
      true
      a> receive((message) => message)
      {:nodedown, :nonexistent@localhost}
      a> flush()
      :ok
    `));
});

describe("odd names of nodes", () => {
  it("are refused by name, when they lack a host or have a long one", () =>
    play(`
      a> Node.connect("nonexistent")

      [TIME] [error]${" "}
      ** Cannot get connection id for node :nonexistent

      false
      a> Node.spawn("nonexistent", () => 1)

      [TIME] [error]${" "}
      ** Cannot get connection id for node :nonexistent


      [TIME] [warning] ** Can not start :erlang::apply,[#Function<anonymous/0>, []] on :nonexistent **

      #PID<0.{p4}.0>
      a> Node.connect("x@some.host.example")

      [TIME] [error] ** System NOT running to use fully qualified hostnames **
      ** Hostname some.host.example is illegal **

      false
      a> Node.connect("nonexistent@${hostname().split(".")[0]}")

      [TIME] [notice] Cannot connect to :[..]
      false
    `));

  it("may be strings and atoms, and nothing else", () =>
    play(`
      a> Node.connect("c@localhost")
      true
      a> Node.ping(atom("c@localhost"))
      :pong
      a> Node.connect(42)
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: not the name of a node

          iex:{n}: (file)
      a> Node.spawnLink(["c@localhost"], () => 1)
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: not the name of a node

          iex:{n}: (file)
      a> Node.spawnLink("c@localhost", 42)
      ** (TypeError) Cannot spawn without a function: give one, or a module, a function name and a list of arguments
          iex:{n}: (file)
    `));
});
