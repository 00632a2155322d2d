import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { type Captures, createCluster } from "iex-ts/testing";

const cluster = createCluster();

/** How `you` writes the pids of `me`. */
let nodes: Captures = {};

const play = (transcript: string): Promise<Captures> => cluster.play(transcript, nodes);

/** What a process caused before it ended is there when its end is: after `gone`, a flush sees all of it. */
beforeAll(async () => {
  const { me } = await play(`
    you! start
    me! start
    you> Node.spawn("me@localhost", () => 1)
    #PID<{me}.{pid}.0>
    you> async function gone(pid) {
    you...>   const ref = Process.monitor(pid)
    you...>   await receive((message) => (message[1] === ref ? message : skip))
    you...>   return atom.gone
    you...> }
    #Function<gone/1>
    you> Process.flag("trapExit", true)
    false
  `);
  nodes = { me: me! };
});
afterAll(() => cluster.stopAll());

describe("a shell that traps exits", () => {
  it.each([
    ["() => atom.ok", ":normal"],
    ["() => exit(atom.boom)", ":boom"],
    ["() => exit(tuple(atom.shutdown, atom.why))", "{:shutdown, :why}"],
    ["() => Process.exit(self(), atom.kill)", ":killed"],
  ])("gets a message when a linked process ends, and no report: %s", (fun, reason) =>
    play(`
      you> const p = Node.spawnLink("me@localhost", ${fun})
      #PID<{me}.{p}.0>
      you> gone(p)
      :gone
      you> flush()
      {:EXIT, #PID<{me}.{p}.0>, ${reason}}
      :ok
      me! nothing
    `),
  );

  it.each([
    ['() => { throw new Error("oops") }', "(Error) oops", "[Error: oops]"],
    ["() => 1n / 0n", "(RangeError) Division by zero", "[RangeError: Division by zero]"],
  ])("gets the error and its stack, and sees the report: %s", (fun, printed, error) =>
    play(`
      you> const p = Node.spawnLink("me@localhost", ${fun})
      [unordered]
      #PID<{me}.{p}.0>
      [and]

      [TIME] [error] Process #PID<{me}.{p}.0> on node :me@localhost raised an exception
      ** ${printed}
          fun@you@localhost:{line}: anonymous fn/0
      [/unordered]
      you> gone(p)
      :gone
      you> receive(({ 2: [error, stack] }) => inspect(error))
      "${error}"
      you> flush()
      :ok
      me! nothing
    `),
  );

  it("sees what the message looks like", () =>
    play(`
      you> const p = Node.spawnLink("me@localhost", () => { throw new Error("oops") })
      [unordered]
      #PID<{me}.{p}.0>
      [and]

      [TIME] [error] Process #PID<{me}.{p}.0> on node :me@localhost raised an exception
      ** (Error) oops
          fun@you@localhost:{line}: anonymous fn/0
      [/unordered]
      you> gone(p)
      :gone
      you> flush()
      {:EXIT, #PID<{me}.{p}.0>,
       {[Error: oops], [{:iex_ts, :"", 0, [file: "fun@you@localhost", line: {line}]}]}}
      :ok
    `));

  it("gets what was thrown, as nocatch", () =>
    play(`
      you> const p = Node.spawnLink("me@localhost", () => { throw atom.ball })
      [unordered]
      #PID<{me}.{p}.0>
      [and]

      [TIME] [error] Process #PID<{me}.{p}.0> on node :me@localhost raised an exception
      ** (ErlangError) Erlang error: {:nocatch, :ball}
      [/unordered]
      you> gone(p)
      :gone
      you> flush()
      {:EXIT, #PID<{me}.{p}.0>, {{:nocatch, :ball}, []}}
      :ok
      me! nothing
    `));
});

describe("an exit signal to a process on another node", () => {
  it("is ignored when it is :normal, ends it otherwise, and says true also to the dead", () =>
    play(`
      you> const p = Node.spawnLink("me@localhost", () => Process.sleep(Infinity))
      #PID<{me}.{p}.0>
      you> Process.exit(p, atom.normal)
      true
      // An answer from the same node comes after anything that the signal had caused.
      you> gone(await Node.spawn("me@localhost", () => 1))
      :gone
      you> flush()
      :ok
      you> Process.exit(p, atom.stop_it)
      true
      you> gone(p)
      :gone
      you> flush()
      {:EXIT, #PID<{me}.{p}.0>, :stop_it}
      :ok
      you> Process.exit(p, atom.stop_it)
      true
      you> gone(p)
      :gone
      you> flush()
      :ok
      you> Process.link(p)
      true
      you> gone(p)
      :gone
      you> flush()
      {:EXIT, #PID<{me}.{p}.0>, :noproc}
      :ok
      me! nothing
    `));
});
