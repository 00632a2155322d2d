import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

afterAll(() => cluster.stopAll());

describe("names on the command line", () => {
  const started = (...args: string[]) => cluster.start(undefined, { args });

  beforeAll(() => play("a! start"));

  it("must not be in use", async () => {
    await expect(started("--sname", "a@localhost")).rejects.toThrow(
      /ended with status 1\nUnread: \nProtocol 'inet_tcp': the name a@localhost seems to be in use by another Erlang node\nChoose another name, or end the node that has it\n\n/,
    );
    await play("a! nothing");
  });

  it.each([
    ["foo@127.0.0.1", 'the host "127.0.0.1" of a short name has no dots, use --name foo@127.0.0.1'],
    ["foo bar@localhost", 'the part before the "@" holds letters, digits, "_" and "-" only, choose another name'],
  ])("must be well formed, as %j is not", async (name, problem) => {
    await expect(started("--sname", name)).rejects.toThrow(
      `ended with status 1\nUnread: \nCannot start a node as "${name}": ${problem}\n\n`,
    );
  });

  it("are short or long, not both", async () => {
    await expect(started("--sname", "x@localhost", "--name", "y@127.0.0.1")).rejects.toThrow(
      'Cannot name this node both "x@localhost" and "y@127.0.0.1": give either --sname or --name',
    );
  });

  it("get the machine's host when a short one has none", async () => {
    const { prompt } = await started("--sname", "foo");
    expect(prompt).toMatch(/^iex\(foo@[^.]+\)1>$/);
  });
});

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("nodes with long names", () => {
  beforeAll(async () => {
    await cluster.start("long@127.0.0.1");
    await cluster.start("long2@127.0.0.1");
  });

  it("are quoted as atoms", () =>
    play(`
      long> node()
      :"long@127.0.0.1"
    `));

  it("reach one another", () =>
    play(`
      long2> Node.ping("long@127.0.0.1")
      :pong
      long2> Node.list()
      [:"long@127.0.0.1"]
      long> Node.list()
      [:"long2@127.0.0.1"]
    `));

  it("do not reach those with short names, nor the other way round", () =>
    play(`
      long> Node.ping("a@localhost")

      [TIME] [error] ** System running to use fully qualified hostnames **
      ** Hostname localhost is illegal **

      :pang
      a> Node.ping("long@127.0.0.1")

      [TIME] [error] ** System NOT running to use fully qualified hostnames **
      ** Hostname 127.0.0.1 is illegal **

      :pang
      long> Node.spawn("a@localhost", () => 1)

      [TIME] [error] ** System running to use fully qualified hostnames **
      ** Hostname localhost is illegal **


      [TIME] [warning] ** Can not start :erlang::apply,[#Function<anonymous/0>, []] on :a@localhost **

      #PID<0.{nobody}.0>
      a> Node.spawn("long@127.0.0.1", () => 1)

      [TIME] [error] ** System NOT running to use fully qualified hostnames **
      ** Hostname 127.0.0.1 is illegal **


      [TIME] [warning] ** Can not start :erlang::apply,[#Function<anonymous/0>, []] on :"long@127.0.0.1" **

      #PID<0.{nobody2}.0>
      a> Node.list("connected")
      []
    `));
});

describe("a hidden node", () => {
  beforeAll(() =>
    play(`
      h! start --hidden
      b! start
    `),
  );

  it("sees whom it is connected with among the hidden ones alone", () =>
    play(`
      h> Node.ping("a@localhost")
      :pong
      h> Node.list()
      []
      h> Node.list("hidden")
      [:a@localhost]
      h> Node.list("connected")
      [:a@localhost]
      h> Node.list("visible")
      []
      h> Node.list("known")
      [:h@localhost, :a@localhost]
      h> Node.list("this")
      [:h@localhost]
      h> Node.list(["this", "connected"])
      [:h@localhost, :a@localhost]
      h> Node.list("nope")
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: not a valid node type

          iex:{line}: (file)
    `));

  it("is among the hidden ones of the other node", () =>
    play(`
      a> Node.list()
      []
      a> Node.list("hidden")
      [:h@localhost]
      a> Node.list("connected")
      [:h@localhost]
    `));

  it("does not join the mesh", () =>
    play(`
      a> Node.ping("b@localhost")
      :pong
      h> Node.list("connected")
      [:a@localhost]
      b> Node.list("connected")
      [:a@localhost]
      a> Node.list("known")
      [:a@localhost, :h@localhost, :b@localhost]
    `));

  it("can spawn there and print here, as any other", () =>
    play(`
      h> Node.spawn("a@localhost", () => IO.puts(inspect(tuple(node(), Node.list("hidden")))))
      [unordered]
      #PID<{aFromH}.{p}.0>
      {:a@localhost, [:h@localhost]}
      [/unordered]
      a! nothing
    `));
});
