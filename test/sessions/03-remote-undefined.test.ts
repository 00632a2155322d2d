import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster({ cwd: fileURLToPath(new URL("../fixtures/sessions", import.meta.url)) });

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

const prompt = (): string => cluster.node("me").prompt;

beforeAll(async () => {
  await play(`
    you! start
    me! start
    me> c("p24_otp_distribution.ts")
    [Remote]
  `);
});
afterAll(() => cluster.stopAll());

/**
 * The steps of one lesson: each test goes on where the one before it ended. A linked shell may learn of the
 * crash before it has printed the pid, as in iex: then that line is missing, and the counter stays.
 */
describe("a module that the other node lacks", () => {
  it("ends the linked shell with the reason of the remote process, which is reported to the caller alone", async () => {
    await play(`
      me> const x = 42
      42
      me> self()
      #PID<0.{shell}.0>
      me> const rpid = Node.spawnLink("you@localhost", () => Remote.chat())
      [unordered]
      [?] #PID<{you}.{rpid}.0>
      [and]

      [TIME] [error] Process #PID<{you}.{rpid}.0> on node :you@localhost raised an exception
      ** (UndefinedFunctionError) function Remote.chat/0 is undefined (module Remote is not available on you@localhost). Load it there with c("..."), or from here with nl(Remote)
          Remote.chat()
      [and]
      ** (EXIT from #PID<0.{shell}.0>) shell process exited with reason: an exception was raised:
          ** (UndefinedFunctionError) function Remote.chat/0 is undefined (module Remote is not available on you@localhost). Load it there with c("..."), or from here with nl(Remote)
              Remote.chat()

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      [/unordered]
      you! nothing
    `);
  });

  it("goes on with a fresh evaluator: bindings and history are gone, modules and the counter are kept", async () => {
    await play(`
      me> x
      ** (ReferenceError) x is not defined
          iex:[..]: (file)
      me> rpid
      ** (ReferenceError) rpid is not defined
          iex:[..]: (file)
    `);
    expect(prompt()).toMatch(/^iex\(me@localhost\)[45]>$/);
    await play(`
      me> self()
      #PID<0.{shell2}.0>
      me> v(-1)
      #PID<0.{shell2}.0>
      me> 1 + 1
      2
      me> v()
      2
      me> Remote
      { chat: &Remote.chat/0 }
    `);
    expect(known.shell2).not.toBe(known.shell);
  });

  it("does the same for a function given by module and name", () =>
    play(`
      me> Node.spawnLink("you@localhost", "Remote", "chat", [])
      [unordered]
      [?] #PID<{you}.{rpid2}.0>
      [and]

      [TIME] [error] Process #PID<{you}.{rpid2}.0> on node :you@localhost raised an exception
      ** (UndefinedFunctionError) function Remote.chat/0 is undefined (module Remote is not available on you@localhost). Load it there with c("..."), or from here with nl(Remote)
          Remote.chat()
      [and]
      ** (EXIT from #PID<0.{shell2}.0>) shell process exited with reason: an exception was raised:
          ** (UndefinedFunctionError) function Remote.chat/0 is undefined (module Remote is not available on you@localhost). Load it there with c("..."), or from here with nl(Remote)
              Remote.chat()

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      [/unordered]
      me> self()
      #PID<0.{shell3}.0>
    `));

  it("lets the shell live without a link", () =>
    play(`
      me> Node.spawn("you@localhost", () => Remote.chat())
      [unordered]
      #PID<{you}.{rpid3}.0>
      [and]

      [TIME] [error] Process #PID<{you}.{rpid3}.0> on node :you@localhost raised an exception
      ** (UndefinedFunctionError) function Remote.chat/0 is undefined (module Remote is not available on you@localhost). Load it there with c("..."), or from here with nl(Remote)
          Remote.chat()
      [/unordered]
      me> Node.spawn("you@localhost", "Remote", "chat", [])
      [unordered]
      #PID<{you}.{rpid4}.0>
      [and]

      [TIME] [error] Process #PID<{you}.{rpid4}.0> on node :you@localhost raised an exception
      ** (UndefinedFunctionError) function Remote.chat/0 is undefined (module Remote is not available on you@localhost). Load it there with c("..."), or from here with nl(Remote)
          Remote.chat()
      [/unordered]
      me> self()
      #PID<0.{shell3}.0>
      you! nothing
    `));

  it("does the same for the module's function itself", () =>
    play(`
      me> Node.spawnLink("you@localhost", Remote.chat)
      [unordered]
      [?] #PID<{you}.{rpid5}.0>
      [and]

      [TIME] [error] Process #PID<{you}.{rpid5}.0> on node :you@localhost raised an exception
      ** (UndefinedFunctionError) function Remote.chat/0 is undefined (module Remote is not available on you@localhost). Load it there with c("..."), or from here with nl(Remote)
          Remote.chat()
      [and]
      ** (EXIT from #PID<0.{shell3}.0>) shell process exited with reason: an exception was raised:
          ** (UndefinedFunctionError) function Remote.chat/0 is undefined (module Remote is not available on you@localhost). Load it there with c("..."), or from here with nl(Remote)
              Remote.chat()

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      [/unordered]
    `));

  it("makes the end a message for a shell that traps exits", () =>
    play(`
      me> Process.flag("trapExit", true)
      false
      me> Node.spawnLink("you@localhost", () => Remote.chat())
      [unordered]
      #PID<{you}.{rpid6}.0>
      [and]

      [TIME] [error] Process #PID<{you}.{rpid6}.0> on node :you@localhost raised an exception
      ** (UndefinedFunctionError) function Remote.chat/0 is undefined (module Remote is not available on you@localhost). Load it there with c("..."), or from here with nl(Remote)
          Remote.chat()
      [/unordered]
      me> receive((message) => message)
      {:EXIT, #PID<{you}.{rpid6}.0>,
       {:undef, [{Remote, :chat, [], [node: :you@localhost, loaded: false]}]}}
      me> flush()
      :ok
      you> Node.list()
      [:me@localhost]
    `));

  it("works once the module is loaded there from here, as the report says", () =>
    play(`
      me> nl(Remote)
      {:ok, [{:you@localhost, :loaded, Remote}]}
      me> const rpid8 = Node.spawnLink("you@localhost", () => Remote.chat())
      #PID<{you}.{rpid8}.0>
      me> send(rpid8, tuple(atom.hi, self()))
      {:hi, #PID<0.{shell4}.0>}
      me> receive((message) => message)
      :sup?
      me> receive((message) => message)
      {:EXIT, #PID<{you}.{rpid8}.0>, :normal}
    `));

  it("runs functions there that travel by value", () =>
    play(`
      me> const Funs = {
      me...>   f() { return () => IO.puts("hello from module fun") }
      me...> }
      { f: #Function<f/0> }
      me> Funs.f()
      #Function<anonymous/0>
      me> Node.spawnLink("you@localhost", Funs.f())
      [unordered]
      hello from module fun
      #PID<{you}.{rpid7}.0>
      [/unordered]
      me> receive((message) => message)
      {:EXIT, #PID<{you}.{rpid7}.0>, :normal}
      you! nothing
    `));
});
