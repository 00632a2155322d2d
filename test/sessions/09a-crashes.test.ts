import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();
let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

beforeAll(async () => {
  const { banner } = await cluster.start("me");
  known.banner = banner;
});
afterAll(() => cluster.stopAll());

/** The steps of one session: each test goes on where the one before it ended. */
describe("a process that crashes", () => {
  it("is reported, unless it exits", () =>
    play(`
      me> spawn(() => { throw new Error("in spawn") })
      [unordered]
      #PID<{p1}>
      [and]

      [TIME] [error] Process #PID<{p1}> on node :me@localhost raised an exception
      ** (Error) in spawn
          iex:1: (file)
      [/unordered]
      me> spawn(() => exit(atom.boom))
      #PID<{p2}>
      me> spawn(() => { throw atom.x })
      [unordered]
      #PID<{p3}>
      [and]

      [TIME] [error] Process #PID<{p3}> on node :me@localhost raised an exception
      ** (ErlangError) Erlang error: {:nocatch, :x}
      [/unordered]
      me! nothing
    `));

  it("is reported with the stack through what was declared at other prompts", () =>
    play(`
      me> const T2 = { top: (x: bigint): bigint => T2.inner(x) + 1n, inner: (x: bigint) => 1n / x }
      { top: #Function<top/1>, inner: #Function<inner/1> }
      me> spawn(() => T2.top(0n))
      [unordered]
      #PID<{p4}>
      [and]

      [TIME] [error] Process #PID<{p4}> on node :me@localhost raised an exception
      ** (RangeError) Division by zero
          iex:4: inner/0
          iex:4: top/0
          iex:5: (file)
      [/unordered]
    `));

  it("takes the shell along when it is linked: bindings go, the number stays", async () => {
    await play(`
      me> const x = 1
      1
      me> self()
      #PID<{shell}>
      me> spawnLink(() => { throw new Error("in spawn_link") }); await receive()
      [unordered]
      ** (EXIT from #PID<{shell}>) shell process exited with reason: an exception was raised:
          ** (Error) in spawn_link
              iex:8: (file)

      {banner}
      [and]

      [TIME] [error] Process #PID<{p5}> on node :me@localhost raised an exception
      ** (Error) in spawn_link
          iex:8: (file)
      [/unordered]
      me> self()
      #PID<{next}>
      me> x
      ** (ReferenceError) x is not defined
          iex:9: (file)
      me> v()
      #PID<{next}>
    `);
    expect(known.next).not.toBe(known.shell);
  });

  it("takes it along by an exit, and is only a message where it is monitored", () =>
    play(`
      me> spawnLink(() => exit(atom.boom)); await receive()
      ** (EXIT from #PID<{next}>) shell process exited with reason: :boom

      {banner}
      me> spawnMonitor(() => exit(atom.boom))
      {#PID<{p6}>, #Reference<{ref}>}
      me> flush()
      {:DOWN, #Reference<{ref}>, :process, #PID<{p6}>, :boom}
      :ok
    `));

  it("may be the shell itself", () =>
    play(`
      me> respawn()

      {banner}
      me> self()
      #PID<{a}>
      me> Process.exit(self(), atom.kill)
      ** (EXIT from #PID<{a}>) shell process exited with reason: killed

      {banner}
      me> self()
      #PID<{b}>
      me> Process.exit(self(), atom.boom)
      ** (EXIT from #PID<{b}>) shell process exited with reason: :boom

      {banner}
      me> Process.exit(self(), atom.normal)

      {banner}
      me> 1
      1
    `));
});
