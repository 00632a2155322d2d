import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster({ cwd: fileURLToPath(new URL("../fixtures/sessions", import.meta.url)) });

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

/** What a process sent before it ended is there when its end is: `gone` makes a flush see all of it. */
beforeAll(async () => {
  await play(`
    you! start
    me! start
    me> self()
    #PID<0.{me}.0>
    me> async function gone(pid) {
    me...>   const ref = Process.monitor(pid)
    me...>   await receive((message) => (message[1] === ref ? message : skip))
    me...>   return atom.gone
    me...> }
    #Function<gone/1>
  `);
});
afterAll(() => cluster.stopAll());

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("a module on two nodes and messages between them", () => {
  it("compiles and loads the file on both", () =>
    play(`
      me> c("p24_otp_distribution.ts")
      [Remote]
      you> c("p24_otp_distribution.ts")
      [Remote]
    `));

  it("sends hi to the remote process and gets its answer", () =>
    play(`
      me> const rpid = Node.spawnLink("you@localhost", () => Remote.chat())
      #PID<{you}.{rpid}.0>
      me> send(rpid, tuple(atom.hi, self()))
      {:hi, #PID<0.{me}.0>}
      me> gone(rpid)
      :gone
      me> flush()
      :sup?
      :ok
      me> flush()
      :ok
    `));

  it("returns the message also when the process is dead, and nothing comes", () =>
    play(`
      me> send(rpid, tuple(atom.hi, self()))
      {:hi, #PID<0.{me}.0>}
      me> gone(rpid)
      :gone
      me> flush()
      :ok
    `));

  it("leaves a message that matches no clause in the mailbox", () =>
    play(`
      me> const rpid2 = Node.spawnLink("you@localhost", "Remote", "chat", [])
      #PID<{you}.{rpid2}.0>
      me> send(rpid2, atom.other)
      :other
      me> send(rpid2, tuple(atom.hi, self()))
      {:hi, #PID<0.{me}.0>}
      me> gone(rpid2)
      :gone
      me> flush()
      :sup?
      :ok
    `));

  it("takes the module's function itself", () =>
    play(`
      me> const chat = Remote.chat
      &Remote.chat/0
      me> const rpid3 = Node.spawnLink("you@localhost", Remote.chat)
      #PID<{you}.{rpid3}.0>
      me> send(rpid3, tuple(atom.hi, self()))
      {:hi, #PID<0.{me}.0>}
      me> gone(rpid3)
      :gone
      me> flush()
      :sup?
      :ok
      me> send(rpid3, tuple(atom.hi, self()))
      {:hi, #PID<0.{me}.0>}
      me> flush()
      :ok
      me> receive((x) => x, 0, () => atom.empty)
      :empty
    `));

  it("warns when it loads a module again", () =>
    play(`
      me> c("p24_otp_distribution.ts")
      warning: redefining module Remote (current version defined in memory)
        p24_otp_distribution.ts:3

      [Remote]
      me> r(Remote)
      warning: redefining module Remote (current version defined in memory)
        p24_otp_distribution.ts:3

      {:reloaded, [Remote]}
    `));

  it("says which file is missing, and stays at the same prompt", () =>
    play(`
      me> c("nope.ts")
      ** (ArgumentError) could not find files nope.ts in [..]/test/fixtures/sessions: check the name, or give the whole path
          iex:[..]: (file)
      me> 1 + 1
      2
      you! nothing
    `));
});
