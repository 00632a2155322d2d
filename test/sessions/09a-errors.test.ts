import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();
let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

beforeAll(() => play("me! start"));
afterAll(() => cluster.stopAll());

describe("an error at the prompt", () => {
  it("is an exception, a throw or an exit", () =>
    play(`
      me> throw new Error("oops")
      ** (Error) oops
          iex:1: (file)
      me> throw new ArgumentError("custom")
      ** (ArgumentError) custom
          iex:1: (file)
      me> throw atom.ball
      ** (throw) :ball

      me> throw tuple(atom.a, 1)
      ** (throw) {:a, 1}

      me> exit(atom.boom)
      ** (exit) :boom

      me> exit(atom.normal)
      ** (exit) normal

      me> exit(atom.shutdown)
      ** (exit) shutdown

      me> exit(tuple(atom.shutdown, atom.x))
      ** (exit) shutdown: :x

      me> exit(tuple(atom.a, 1))
      ** (exit) {:a, 1}

      me! nothing
    `));

  it("comes from the language", () =>
    play(`
      me> 1n / 0n
      ** (RangeError) Division by zero
          iex:1: (file)
      me> new Array(-1)
      ** (RangeError) Invalid array length
          iex:1: (file)
      me> 1 + 1n
      ** (TypeError) Cannot mix BigInt and other types, use explicit conversions
          iex:1: (file)
    `));

  it("comes from the library", () =>
    play(`
      me> send("nobody", 1)
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: invalid destination

          iex:1: (file)
      me> Process.exit("x", "y")
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: not a pid

          iex:1: (file)
      me> Agent.get(self(), (x) => x)
      ** (exit) exited in: GenServer.call(#PID<{shell}>, {:get, #Function<..>}, 5000)
          ** (EXIT) process attempted to call itself

      me! nothing
    `));

  it("can be caught, and what has to be done at the end is done", () =>
    play(`
      me> try { throw new Error("a") } catch (e) { e.message }
      "a"
      me> try { throw 1 } catch (x) { x }
      1
      me> try { throw new Error("a") } finally { IO.puts("after") }
      after
      ** (Error) a
          iex:3: (file)
    `));

  it("has a stack through what was declared at other prompts, with their lines", () =>
    play(`
      me> const T2 = {
      me...>   top(x: bigint) { return T2.inner(x) + 1n },
      me...>   inner(x: bigint): bigint { return 1n / x },
      me...> }
      { top: #Function<top/1>, inner: #Function<inner/1> }
      me> T2.top(0n)
      ** (RangeError) Division by zero
          iex:5: inner/0
          iex:4: top/0
          iex:4: (file)
      me> class Account { static open(n: bigint) { return T2.top(n) } }
      #Class<Account>
      me> const later = async (n: bigint) => { await null; return Account.open(n) }
      #Function<later/1>
      me> later(0n)
      ** (RangeError) Division by zero
          iex:5: inner/0
          iex:4: top/0
          iex:4: Account.open/0
          iex:5: later/0
    `));

  it("leaves the evaluator as it was", () =>
    play(`
      me> self()
      #PID<{shell}>
      me> throw new Error("again")
      ** (Error) again
          iex:7: (file)
      me> self()
      #PID<{shell}>
    `));

  it("in what is awaited, iterated or bound with using, is told at its place and binds nothing", () =>
    play(`
      me> await Promise.reject(new Error("awaited"))
      ** (Error) awaited
          iex:[..]: (file)
      me> for await (const x of (async function* () { yield 1; throw new Error("iterated") })()) IO.puts(x)
      1
      ** (Error) iterated
          iex:[..]: (file)
          iex:[..]: (file)
      me> using u = (() => { throw new Error("bound") })()
      ** (Error) bound
          iex:[..]: (file)
          iex:[..]: (file)
      me> const w = await Promise.reject(new Error("late"))
      ** (Error) late
          iex:[..]: (file)
      me> [typeof u, typeof w]
      ["undefined", "undefined"]
    `));
});

describe("a promise that is rejected, and awaited by nobody", () => {
  it("is told of once, before the next prompt, and ends nothing", () =>
    play(`
      me> void Promise.reject(new Error("lost")); 1
      1

      [TIME] [error] Uncaught
      ** (Error) lost
          iex:[..]: (file)
      me> void (async () => { await null; throw new TypeError("quiet") })()
      undefined

      [TIME] [error] Uncaught
      ** (TypeError) quiet
          iex:[..]: (file)
      me> self()
      #PID<{shell}>
      me! nothing
    `));

  it("is told of as well when a timer or a process is to blame", () =>
    play(`
      me> void setTimeout(() => { throw new Error("timer") }, 1); await Process.sleep(50)

      [TIME] [error] Uncaught
      ** (Error) timer
          iex:[..]: [..]
      :ok
      me> spawn(() => { void Promise.reject(new Error("in a process")) }); await Process.sleep(50)

      [TIME] [error] Uncaught
      ** (Error) in a process
          iex:[..]: (file)
      :ok
      me> self()
      #PID<{shell}>
    `));
});
