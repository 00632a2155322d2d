import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

beforeAll(async () => {
  await play(`
    a! start --cookie secret-token
    b! start --cookie other
    c! start --cookie secret-token
    d! start
    a> self()
    #PID<0.{shell}.0>
  `);
});
afterAll(() => cluster.stopAll());

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("cookies", () => {
  it("come from the command line, or from the home directory", () =>
    play(`
      a> Node.getCookie()
      :"secret-token"
      b> Node.getCookie()
      :other
      d> Node.getCookie().description.length
      20
    `));

  it("let nobody in who has another one: the caller learns why, the other side that somebody tried", () =>
    play(`
      a> Node.connect("b@localhost")

      [TIME] [notice] Cannot connect to :b@localhost: the cookies differ: start both nodes with the same --cookie, or call Node.setCookie("b@localhost", cookie)
      false
      b:
      b: [TIME] [error] ** Connection attempt from node :a@localhost rejected. Invalid challenge reply. **
      a> Node.ping("b@localhost")

      [TIME] [notice] Cannot connect to :b@localhost: the cookies differ: start both nodes with the same --cookie, or call Node.setCookie("b@localhost", cookie)
      :pang
      b:
      b: [TIME] [error] ** Connection attempt from node :a@localhost rejected. Invalid challenge reply. **
      b> Node.ping("a@localhost")

      [TIME] [notice] Cannot connect to :a@localhost: the cookies differ: start both nodes with the same --cookie, or call Node.setCookie("a@localhost", cookie)
      :pang
      a:
      a: [TIME] [error] ** Connection attempt from node :b@localhost rejected. Invalid challenge reply. **
      a> Node.ping("d@localhost")

      [TIME] [notice] Cannot connect to :d@localhost: the cookies differ: start both nodes with the same --cookie, or call Node.setCookie("d@localhost", cookie)
      :pang
      d:
      d: [TIME] [error] ** Connection attempt from node :a@localhost rejected. Invalid challenge reply. **
      a> Node.list()
      []
    `));

  it("keep messages and functions out: a function gets the pid of nobody, a message is lost", () =>
    play(`
      a> Node.spawn("b@localhost", () => IO.puts("x"))

      [TIME] [warning] ** Can not start :erlang::apply,[#Function<anonymous/0>, []] on :b@localhost **

      #PID<0.{nobody}.0>
      b:
      b: [TIME] [error] ** Connection attempt from node :a@localhost rejected. Invalid challenge reply. **
      d> send(tuple(atom.shell, atom("b@localhost")), atom.hello)
      :hello
      b:
      b: [TIME] [error] ** Connection attempt from node :d@localhost rejected. Invalid challenge reply. **
    `));

  it("end a shell that links to what could not be started: its bindings are gone, its counter goes on", async () => {
    await play(`
      a> const k = 7
      7
    `);
    const before = cluster.node("a").prompt;
    await play(`
      a> Node.spawnLink("b@localhost", () => IO.puts("x"))

      [TIME] [warning] ** Can not start :erlang::apply,[#Function<anonymous/0>, []] ([:link]) on :b@localhost **

      ** (EXIT from #PID<0.{shell}.0>) shell process exited with reason: no connection

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      b:
      b: [TIME] [error] ** Connection attempt from node :a@localhost rejected. Invalid challenge reply. **
    `);
    expect(cluster.node("a").prompt).toBe(before);
    await play(`
      a> k
      ** (ReferenceError) k is not defined
          iex:{k}: (file)
      a> self()
      #PID<0.{next}.0>
    `);
    expect(known.next).not.toBe(known.shell);
  });

  it("connect who has the same one, as often as one likes, and oneself", () =>
    play(`
      a> Node.connect("c@localhost")
      true
      a> Node.connect("c@localhost")
      true
      a> Node.ping("c@localhost")
      :pong
      a> Node.ping(node())
      :pong
      a> Node.connect(node())
      true
      a> Node.list()
      [:c@localhost]
      c> Node.list()
      [:a@localhost]
      b! nothing
    `));
});

describe("a cookie for one node", () => {
  it("connects with it, and leaves those that may not see each other as they are", () =>
    play(`
      a> Node.setCookie("b@localhost", "other")
      true
      a> Node.connect("b@localhost")
      true
      c:
      c: [TIME] [error] ** Connection attempt from node :b@localhost rejected. Invalid challenge reply. **
      a> Node.list()
      [:c@localhost, :b@localhost]
      b> Node.list()
      [:a@localhost]
      c> Node.list()
      [:a@localhost]
    `));

  it("can be changed while the node runs", () =>
    play(`
      b> Node.setCookie("secret-token")
      true
      b> Node.ping("c@localhost")
      :pong
      b> Node.list()
      [:a@localhost, :c@localhost]
      b> Node.setCookie(node(), 42)
      ** (ArgumentError) errors were found at the given arguments:

        * 2nd argument: not a cookie: a string with at least one character

          iex:{m}: (file)
      c! nothing
      d! nothing
    `));
});
