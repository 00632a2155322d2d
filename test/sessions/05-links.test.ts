import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { type Captures, createCluster } from "iex-ts/testing";

const cluster = createCluster();

/** How `you` writes the pids of `me`. */
let nodes: Captures = {};

const play = (transcript: string): Promise<Captures> => cluster.play(transcript, nodes);

beforeAll(async () => {
  await play(`
    you! start
    me! start
    you> Node.connect("me@localhost")
    true
  `);
  const { me } = await play(`
    you> Node.spawn("me@localhost", () => 1)
    #PID<{me}.{pid}.0>
  `);
  nodes = { me: me! };
});
afterAll(() => cluster.stopAll());

describe("a linked process that ends well", () => {
  it.each(["() => atom.ok", "() => exit(atom.normal)"])("lets the shell live: %s", (fun) =>
    play(`
      you> self()
      #PID<0.{shell}.0>
      you> const p = Node.spawnLink("me@localhost", ${fun})
      #PID<{me}.{p}.0>
      you> const ref = Process.monitor(p)
      #Reference<{ref}>
      you> receive((message) => (message[1] === ref ? message[0] : skip))
      :DOWN
      you> self()
      #PID<0.{shell}.0>
      me! nothing
    `),
  );
});

describe("a linked process that exits", () => {
  it.each([
    ["() => exit(atom.boom)", ":boom"],
    ["() => exit(atom.shutdown)", "shutdown"],
    ["() => exit(tuple(atom.shutdown, atom.why))", "shutdown: :why"],
    ['() => exit(tuple(atom.a, "b"))', '{:a, "b"}'],
    ["() => Process.exit(self(), atom.kill)", "killed"],
  ])("ends the shell with its reason, and no report: %s", async (fun, reason) => {
    const { shell, next } = await play(`
      you> self()
      #PID<0.{shell}.0>
      you> Node.spawnLink("me@localhost", ${fun})
      [?] #PID<{me}.{p}.0>
      ** (EXIT from #PID<0.{shell}.0>) shell process exited with reason: ${reason}

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      you> self()
      #PID<0.{next}.0>
      me! nothing
    `);
    expect(next).not.toBe(shell);
  });
});

describe("a linked process that throws", () => {
  it.each([
    ['() => { throw new Error("oops") }', "(Error) oops"],
    ["() => 1n / 0n", "(RangeError) Division by zero"],
    ["() => { const [ok] = 1 }", "(TypeError) 1 is not iterable"],
    ["() => null.toUpperCase()", "(TypeError) Cannot read properties of null (reading 'toUpperCase')"],
    ['() => { throw new RangeError("multi\\nline") }', "(RangeError) multi\nline"],
    ["() => noSuchThing + 1", "(ReferenceError) noSuchThing is not defined"],
  ])("ends the shell with the error, which is reported to the caller alone: %s", async (fun, error) => {
    const text = error.replace("\n", "\n      ");
    const { shell, next } = await play(`
      you> self()
      #PID<0.{shell}.0>
      you> Node.spawnLink("me@localhost", ${fun})
      [unordered]
      [?] #PID<{me}.{p}.0>
      [and]

      [TIME] [error] Process #PID<{me}.{p}.0> on node :me@localhost raised an exception
      ** ${text}
          fun@you@localhost:{line}: anonymous fn/0
      [and]
      ** (EXIT from #PID<0.{shell}.0>) shell process exited with reason: an exception was raised:
          ** ${text}
              fun@you@localhost:{line}: anonymous fn/0

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      [/unordered]
      you> self()
      #PID<0.{next}.0>
      me! nothing
    `);
    expect(next).not.toBe(shell);
  });

  it("does the same for a value that is no error", async () => {
    const { shell, next } = await play(`
      you> self()
      #PID<0.{shell}.0>
      you> Node.spawnLink("me@localhost", () => { throw atom.ball })
      [unordered]
      [?] #PID<{me}.{p}.0>
      [and]

      [TIME] [error] Process #PID<{me}.{p}.0> on node :me@localhost raised an exception
      ** (ErlangError) Erlang error: {:nocatch, :ball}
      [and]
      ** (EXIT from #PID<0.{shell}.0>) shell process exited with reason: an exception was raised:
          ** (ErlangError) Erlang error: {:nocatch, :ball}

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      [/unordered]
      you> self()
      #PID<0.{next}.0>
      me! nothing
    `);
    expect(next).not.toBe(shell);
  });

  it("does the same for a match that nothing fits", () =>
    play(`
      you> self()
      #PID<0.{shell}.0>
      you> Node.spawnLink("me@localhost", () => match("error").with("ok", () => 1).exhaustive())
      [unordered]
      [?] #PID<{me}.{p}.0>
      [and]

      [TIME] [error] Process #PID<{me}.{p}.0> on node :me@localhost raised an exception
      ** (Error) Pattern matching error: no pattern matches value "error"
          fun@you@localhost:{line}: anonymous fn/0
      [and]
      ** (EXIT from #PID<0.{shell}.0>) shell process exited with reason: an exception was raised:
          ** (Error) Pattern matching error: no pattern matches value "error"
              fun@you@localhost:{line}: anonymous fn/0

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      [/unordered]
      me! nothing
    `));
});

describe("what is typed at the prompt and fails", () => {
  it.each([
    ["exit(atom.bye)", "** (exit) :bye\n"],
    ["throw atom.ball", "** (throw) :ball\n"],
    ['throw new Error("in the shell")', "** (Error) in the shell\n          iex:{n}: (file)"],
  ])("leaves the shell and its links as they are: %s", async (typed, printed) => {
    await play(`
      you> self()
      #PID<0.{shell}.0>
      you> Node.spawnLink("me@localhost", () => { Process.register(self(), "linked"); return Process.sleep(Infinity) })
      #PID<{me}.{p}.0>
      you> const typedAt = "here"
      "here"
      you> ${typed}
      ${printed}
      you> typedAt
      "here"
      you> self()
      #PID<0.{shell}.0>
      me> Process.whereis("linked")
      #PID<0.{p}.0>
      me> Process.unregister("linked")
      true
    `);
  });
});
