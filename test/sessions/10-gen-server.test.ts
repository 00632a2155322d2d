import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { type Captures, createCluster } from "iex-ts/testing";

const cluster = createCluster({ cwd: fileURLToPath(new URL("../fixtures/sessions", import.meta.url)) });

let known: Captures = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

/** `you` calls a server of `me`, and traps nothing: whatever fails leaves its shell as it is. */
beforeAll(() =>
  play(`
    me! start
    you! start
    you> Node.connect("me@localhost")
    true
    you> self()
    #PID<0.{you}.0>
    you> const counter = ["Counter", "me@localhost"]
    ["Counter", "me@localhost"]
  `),
);
afterAll(() => cluster.stopAll());

const NOPROC =
  "** (EXIT) no process: the process is not alive or there's no process currently associated with the given name, possibly because its application isn't started";

describe("a server under a supervisor at another node", () => {
  it("is not there before it is started", () =>
    play(`
      you> GenServer.call(counter, "get")
      ** (exit) exited in: GenServer.call({Counter, :me@localhost}, :get, 5000)
          ${NOPROC}

      me> c("counter.ts")
      [Counter]
      me> const sup = Supervisor.startLink([[Counter, { init: 5 }]], { strategy: "oneForOne", maxRestarts: 100 })
      #PID<0.{sup}.0>
      me> Process.whereis("Counter")
      #PID<0.{first}.0>
      me> GenServer.call("Counter", "get")
      5
    `));

  it("answers calls and takes casts", () =>
    play(`
      you> GenServer.call(counter, "get")
      5
      you> GenServer.call(counter, "add", 3)
      8
      you> GenServer.call(counter, tuple(atom("add"), 0))
      8
      you> GenServer.cast(counter, "add", 10)
      :ok
      you> GenServer.call(counter, "get")
      18
    `));

  it("prints where it was started", () =>
    play(`
      you> GenServer.call(counter, "puts")
      :ok
      me: n is 18
    `));

  it("is known to its own node by its pid, and to others by its name and node", () =>
    play(`
      you> GenServer.whereis(counter)
      [Counter, "me@localhost"]
      you> const cpid = await Rpc.call("me@localhost", "GenServer", "whereis", ["Counter"])
      #PID<{meFromYou}.{first}.0>
      you> GenServer.call(cpid, "get")
      18
    `));

  it("is one of those that a call or a cast of all nodes reaches", () =>
    play(`
      you> GenServer.multiCall("Counter", "get")
      {[me@localhost: 18], [:you@localhost]}
      you> GenServer.multiCall(["me@localhost", "nope@localhost"], "Counter", "add", 0)
      {[me@localhost: 18], [:nope@localhost]}
      you> GenServer.abcast("Counter", "add", 1)
      :abcast
      you> GenServer.abcast(["you@localhost"], "Counter", "add", 1)
      :abcast
      you> GenServer.call(counter, "get")
      19
    `));

  it("tells of a message that it has no use for", () =>
    play(`
      me> send("Counter", atom("unexpected"))
      [unordered]
      :unexpected
      [and]

      [TIME] [error] Counter Counter received unexpected message in handleInfo/2: :unexpected

      [/unordered]
      me> Supervisor.whichChildren(sup)
      [{Counter, #PID<0.{first}.0>, :worker, [Counter]}]
      me> Supervisor.countChildren(sup)
      { active: 1, specs: 1, supervisors: 0, workers: 1 }
    `));
});

describe("a call that fails", () => {
  it("gives up after its time, and the answer that comes later is dropped", () =>
    play(`
      you> GenServer.within(50).call(counter, "wait")
      ** (exit) exited in: GenServer.call({Counter, :me@localhost}, :wait, 50)
          ** (EXIT) time out

      you> send(counter, atom.go)
      :go
      you> GenServer.call(counter, "get")
      19
      you> flush()
      :ok
    `));

  it.each([
    ['["Counter", "nope@localhost"]', "{Counter, :nope@localhost}", "** (EXIT) no connection to nope@localhost"],
    ['["Nobody", "me@localhost"]', "{Nobody, :me@localhost}", NOPROC],
    ['"Nobody"', "Nobody", NOPROC],
    ['pid("0.9999.0")', "#PID<0.9999.0>", NOPROC],
    ["self()", "#PID<0.{you}.0>", "** (EXIT) process attempted to call itself"],
  ])("says which server was meant, and why it cannot answer: %s", (server, shown, reason) =>
    play(`
      you> GenServer.call(${server}, "get")
      ** (exit) exited in: GenServer.call(${shown}, :get, 5000)
          ${reason}

      you> flush()
      :ok
    `),
  );

  it.each([
    ['["via", Registry, ["X", 1]]', "** (ArgumentError) unknown registry: X"],
    ["null", "** (TypeError) Cannot find the server null: give a pid, a name, or [name, node]"],
    [
      '["Counter", undefined]',
      '** (TypeError) Cannot find the server ["Counter", undefined]: give a pid, a name, or [name, node]',
    ],
  ])("says what is wrong with what is no server: %s", (server, error) =>
    play(`
      you> GenServer.call(${server}, "get")
      ${error}
          iex:[..]: (file)
    `),
  );

  it("does not leave a node that has no name", async () => {
    const alone = await cluster.start();
    await alone.check(
      'GenServer.call(["Counter", "me@localhost"], "get")',
      `** (exit) exited in: GenServer.call({Counter, :me@localhost}, :get, 5000)
    ** (EXIT) no connection to me@localhost
`,
    );
    await alone.check(
      'GenServer.call(["Counter", node()], "get")',
      `** (exit) exited in: GenServer.call({Counter, :nonode@nohost}, :get, 5000)
    ${NOPROC}
`,
    );
    await alone.kill();
  });

  it("is not known to who casts", () =>
    play(`
      you> GenServer.cast(["Nobody", "me@localhost"], "x")
      :ok
      you> GenServer.cast(["Nobody", "nope@localhost"], "x")
      :ok
      you> GenServer.cast("Nobody", "x")
      :ok
      you> self()
      #PID<0.{you}.0>
    `));
});
