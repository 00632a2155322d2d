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
describe("the group leader of a process", () => {
  it("is the terminal of its shell, which is registered as user", () =>
    play(`
      you> Process.groupLeader()
      #PID<0.{leader}.0>
      you> tuple(self(), Process.whereis("user"), Process.info(self(), "groupLeader"))
      {#PID<0.{you}.0>, #PID<0.{leader}.0>, #PID<0.{leader}.0>}
    `));

  it("is, seen from the remote process, one of the caller's node", () =>
    play(`
      you> Node.spawnLink("me@localhost", () => IO.inspect(tuple(self(), Process.groupLeader(), node(Process.groupLeader()))))
      [unordered]
      #PID<{meFromYou}.{p1}.0>
      {#PID<0.{p1}.0>, #PID<{youFromMe}.{leader}.0>, :you@localhost}
      [/unordered]
    `));

  it("prints at the caller, however the function is given and whatever it prints", () =>
    play(`
      you> Node.spawnLink("me@localhost", "IO", "puts", ["MFA form"])
      [unordered]
      #PID<{meFromYou}.{p2}.0>
      MFA form
      [/unordered]
      you> Node.spawn("me@localhost", "IO", "puts", ["MFA form, no link"])
      [unordered]
      MFA form, no link
      #PID<{meFromYou}.{p3}.0>
      [/unordered]
      you> Node.spawnLink("me@localhost", () => IO.inspect({ a: [1, 2], b: "x" }, { label: "lab" }))
      [unordered]
      #PID<{meFromYou}.{p4}.0>
      lab: { a: [1, 2], b: "x" }
      [/unordered]
      you> Node.spawnLink("me@localhost", () => console.log("console at %s", "me", { a: 1 }))
      [unordered]
      #PID<{meFromYou}.{p5}.0>
      console at me { a: 1 }
      [/unordered]
      you> Node.spawnLink("me@localhost", () => { IO.puts(["io", 108, "ist"]); IO.puts(atom.atom); IO.puts(12); IO.puts("żółć ✓") })
      [unordered]
      #PID<{meFromYou}.{p6}.0>
      iolist
      atom
      12
      żółć ✓
      [/unordered]
      me! nothing
    `));

  it("adds no newline to what is written, and the prompt stays where it is", async () => {
    await play(`
      you> Node.spawnLink("me@localhost", () => receive(() => IO.write("no newline")))
      #PID<{meFromYou}.{writer}.0>
      me> send(pid("0.{writer}.0"), atom.go)
      :go
    `);
    await cluster.node("you").expect(/^no newline$/);
    await play(`
      you> 1
      1
    `);
  });

  it("is inherited by processes that a remote one starts, on whatever node", () =>
    play(`
      third! start
      you> Node.spawn("me@localhost", () => Node.spawn("third@localhost", () => IO.puts(\`from \${Node.self().description}\`)))
      [unordered]
      #PID<{meFromYou}.{p7}.0>
      from third@localhost
      [/unordered]
      you> Node.spawn("me@localhost", () => Node.spawn("you@localhost", () => IO.puts("there and back")))
      [unordered]
      #PID<{meFromYou}.{p8}.0>
      there and back
      [/unordered]
      you> Node.spawn("third@localhost", () => spawn(() => spawn(() => IO.puts("grandchild"))))
      [unordered]
      #PID<{thirdFromYou}.{p9}.0>
      grandchild
      [/unordered]
      me! nothing
      third! nothing
    `));
});

describe("standard error and the log", () => {
  it("bring what a remote function reports to the caller, too", () =>
    play(`
      you> Node.spawnLink("me@localhost", () => IO.puts("stderr", "to stderr from me"))
      [unordered]
      #PID<{meFromYou}.{e1}.0>
      to stderr from me
      [/unordered]
      you> IO.puts("stderr", "local stderr")
      local stderr
      :ok
      you> Node.spawnLink("me@localhost", () => console.warn("warning: careful"))
      [unordered]
      #PID<{meFromYou}.{e2}.0>
      warning: careful
      [/unordered]
      me! nothing
    `));

  it("follow the group leader for log events, of all levels and in their order", () =>
    play(`
      you> Node.spawn("me@localhost", async () => { await receive(() => true); log("error", "E"); log("info", "I"); log("debug", "D"); log("warning", "W") })
      #PID<{meFromYou}.{e3}.0>
      me> send(pid("0.{e3}.0"), atom.go)
      :go
      you:
      [TIME] [error] E

      [TIME] [info] I

      [TIME] [debug] D

      [TIME] [warning] W
      you> log("info", "local info")

      [TIME] [info] local info
      :ok
      me> spawn(() => { throw new Error("local crash at me") })
      [unordered]
      #PID<0.{e4}.0>
      [and]

      [TIME] [error] Process #PID<0.{e4}.0> on node :me@localhost raised an exception
      ** (Error) local crash at me
          iex:[..]: (file)
      [/unordered]
      me! nothing
    `));
});

describe("devices by name and by pid", () => {
  it("resolves a name at the node where the function runs", () =>
    play(`
      you> Node.spawnLink("me@localhost", () => IO.puts("user", "to :user at me"))
      #PID<{meFromYou}.{d1}.0>
      me: to :user at me
      you> IO.puts("user", "to :user here")
      to :user here
      :ok
      you> IO.puts(Process.whereis("user"), "to the pid of :user")
      to the pid of :user
      :ok
    `));

  it("prints on a device of another node, by its name there and by its pid", () =>
    play(`
      you> IO.puts(["user", "me@localhost"], "to the user of me")
      :ok
      me: to the user of me
      you> const gl = await Rpc.call("me@localhost", "Process", "whereis", ["user"])
      #PID<{meFromYou}.{gl}.0>
      you> IO.puts(gl, "into the shell of me")
      :ok
      me: into the shell of me
      you> IO.puts(gl, "again")
      :ok
      me: again
    `));

  it("refuses what is no device", () =>
    play(`
      you> IO.puts(12, "to a number")
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: invalid destination

          iex:{line}: (file)
    `));
});

describe("a group leader that is changed", () => {
  it("brings a remote process's output to its own node", () =>
    play(`
      you> Node.spawnLink("me@localhost", () => { Process.groupLeader(self(), Process.whereis("user")); IO.puts("now at me") })
      #PID<{meFromYou}.{g1}.0>
      me: now at me
    `));

  it("takes what the shell shows to the other terminal, errors and children included, but not the prompt", async () => {
    await play(`
      you> Process.groupLeader(self(), gl)
      me: true
      you> IO.puts("where am I?")
      me: where am I?
      me: :ok
      you> 1 + 1
      me: 2
      you> spawn(() => IO.puts("child"))
      me: child
      #PID<0.{g2}.0>
    `);
    const { prompt } = cluster.node("you");
    await play(`
      you> throw new TypeError("seen elsewhere")
      me: ** (TypeError) seen elsewhere
      me:     iex:[..]: (file)
    `);
    expect(cluster.node("you").prompt).toBe(prompt);
  });

  it("comes back when it is set back", () =>
    play(`
      you> Process.groupLeader(self(), Process.whereis("user"))
      true
      you> IO.puts("here again")
      here again
      :ok
      me! nothing
    `));

  it("must be a pid", () =>
    play(`
      you> Process.groupLeader(self(), "user")
      ** (ArgumentError) errors were found at the given arguments:

        * 2nd argument: not a pid

          iex:{line2}: (file)
    `));
});
