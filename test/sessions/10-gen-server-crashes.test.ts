import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { type Captures, createCluster } from "iex-ts/testing";

const cluster = createCluster({ cwd: fileURLToPath(new URL("../fixtures/sessions", import.meta.url)) });

let known: Captures = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

/** The supervisor of `me` never gives up; `next()` waits for the server that comes after that one. */
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
    me> c("counter.ts")
    [Counter]
    me> const next = async (old) => { for (;;) { const pid = Process.whereis("Counter"); if (pid && pid !== old) return pid; await Process.sleep(1) } }
    #Function<next/1>
    me> const sup = Supervisor.startLink([[Counter, { init: 5 }]], { strategy: "oneForOne", maxRestarts: 100 })
    #PID<0.{sup}.0>
    me> let at = Process.whereis("Counter")
    #PID<0.{first}.0>
    you> const cpid = await Rpc.call("me@localhost", "Process", "whereis", ["Counter"])
    #PID<{meFromYou}.{first}.0>
    you> GenServer.call(counter, "add", 14)
    19
  `),
);
afterAll(() => cluster.stopAll());

/** What me shows of the end of its server. */
function report(cause: string, last: string, state: number): string {
  return `me:
      me: [TIME] [error] GenServer Counter terminating
      me: ${cause.replaceAll("\n", "\n      me: ")}
      me: Last message (from #PID<{youFromMe}.{you}.0>): ${last}
      me: State: ${state}
      me: Client #PID<{youFromMe}.{you}.0> is remote on node :you@localhost`;
}

const RESTARTED = "[TIME] [notice] Child Counter of Supervisor #PID<0.{sup}.0> (Supervisor.Default) is restarted:";
const BACK = `me> at = await next(at)
      #PID<0.[..].0>
      you> GenServer.call(counter, "get")
      5`;

describe("a server that fails while it handles a call", () => {
  it("is reported at its node, told to the caller, and started again with its first state", () =>
    play(`
      you> GenServer.call(counter, "crash")
      ** (exit) exited in: GenServer.call({Counter, :me@localhost}, :crash, 5000)
          ** (EXIT) an exception was raised:
              ** (Error) counter crash
                  [..]counter.ts:{crash}: crash/0

      ${report("** (Error) counter crash\n    [..]counter.ts:{crash}: crash/0", ":crash", 19)}
      ${BACK}
    `));

  it("does so for a request that it does not know", () =>
    play(`
      you> GenServer.call(counter, "unknown")
      ** (exit) exited in: GenServer.call({Counter, :me@localhost}, :unknown, 5000)
          ** (EXIT) an exception was raised:
              ** (FunctionClauseError) no function clause matching in Counter.handleCall/3
                  Counter.handleCall(:unknown, {#PID<0.{you}.0>, [:alias | #Reference<..>]}, 5)

      ${report(
        "** (FunctionClauseError) no function clause matching in Counter.handleCall/3\n    Counter.handleCall(:unknown, {#PID<{youFromMe}.{you}.0>, [:alias | #Reference<..>]}, 5)",
        ":unknown",
        5,
      )}
      ${BACK}
    `));

  it.each([
    ['"badReturn"', ":badReturn", "bad return value: :oops"],
    ['"exit", atom.inside', "{:exit, :inside}", ":inside"],
  ])("does so for an end that is no error: %s", (call, request, reason) =>
    play(`
      you> GenServer.call(counter, ${call})
      ** (exit) exited in: GenServer.call({Counter, :me@localhost}, ${request}, 5000)
          ** (EXIT) ${reason}

      ${report(`** (stop) ${reason}`, request, 5)}
      me:
      me: ${RESTARTED} ${reason}
      ${BACK}
    `),
  );
});

describe("a server that ends otherwise", () => {
  it("is reported without a client when it was a cast", () =>
    play(`
      you> GenServer.cast(counter, "crash")
      :ok
      me:
      me: [TIME] [error] GenServer Counter terminating
      me: ** (Error) cast crash
      me:     [..]counter.ts:{cast}: crash/0
      me: Last message: {:"$gen_cast", :crash}
      me: State: 5
      ${BACK}
    `));

  it("answers before it stops, and a normal end is not reported", () =>
    play(`
      you> GenServer.call(counter, "stop", atom.normal)
      :stopping
      me:
      me: ${RESTARTED} normal
      ${BACK}
      you> GenServer.call(counter, "stop", atom.why)
      :stopping
      ${report("** (stop) :why", "{:stop, :why}", 5)}
      me:
      me: ${RESTARTED} :why
      ${BACK}
    `));

  it("can be stopped from elsewhere, and its pid is nobody's afterwards", () =>
    play(`
      you> GenServer.stop(counter)
      :ok
      me:
      me: ${RESTARTED} normal
      ${BACK}
      you> GenServer.call(cpid, "get")
      ** (exit) exited in: GenServer.call(#PID<{meFromYou}.{first}.0>, :get, 5000)
          ** (EXIT) no process: the process is not alive or there's no process currently associated with the given name, possibly because its application isn't started

      you> self()
      #PID<0.{you}.0>
      you> flush()
      :ok
    `));

  it("is started again when it was killed", () =>
    play(`
      me> Process.exit(at, atom.kill)
      [unordered]
      true
      [and]

      ${RESTARTED} killed
      [/unordered]
      me> at = await next(at)
      #PID<0.{last}.0>
      me> Supervisor.whichChildren(sup)
      [{Counter, #PID<0.{last}.0>, :worker, [Counter]}]
      me> Supervisor.stop(sup)
      :ok
      me> Process.whereis("Counter")
      null
    `));
});

describe("a supervisor whose child ends too often", () => {
  const KILLED = `me> Process.exit(at, atom.kill); at = await next(at)
      [unordered]
      #PID<0.[..].0>
      [and]

      [TIME] [notice] Child Counter of Supervisor #PID<0.{weak}.0> (Supervisor.Default) is restarted: killed
      [/unordered]`;

  it("gives up, and so does the shell that is linked to it", () =>
    play(`
      me> self()
      #PID<0.{me}.0>
      me> const weak = Supervisor.startLink([[Counter, { init: 5 }]], { strategy: "oneForOne", maxSeconds: 60 })
      #PID<0.{weak}.0>
      me> at = Process.whereis("Counter")
      #PID<0.[..].0>
      ${KILLED}
      ${KILLED}
      ${KILLED}
      me> Process.exit(at, atom.kill); await receive()

      [TIME] [error] Child Counter of Supervisor #PID<0.{weak}.0> (Supervisor.Default) terminated
      ** (exit) killed
      Pid: #PID<0.[..].0>
      Start Call: Counter.startLink({ init: 5 })
      Restart: :permanent
      Shutdown: 5000
      Type: :worker

      [TIME] [error] Child Counter of Supervisor #PID<0.{weak}.0> (Supervisor.Default) caused shutdown
      ** (exit) :reached_max_restart_intensity
      Start Call: Counter.startLink({ init: 5 })
      Restart: :permanent
      Shutdown: 5000
      Type: :worker
      ** (EXIT from #PID<0.{me}.0>) shell process exited with reason: shutdown

      Interactive TypeScript ([..]) - press Ctrl+C to exit (type h() ENTER for help)
      me> at
      ** (ReferenceError) at is not defined
          iex:[..]: (file)
      me> Process.whereis("Counter")
      null
    `));
});

describe("a server without a supervisor", () => {
  it("has its name for itself", () =>
    play(`
      me> self()
      #PID<0.{linked}.0>
      me> GenServer.startLink(Counter, [1], { name: "Counter" })
      #PID<0.{alone}.0>
      me> GenServer.startLink(Counter, [1], { name: "Counter" })
      ** (exit) already started: #PID<0.{alone}.0>

      me> GenServer.startLink({}, [1])
      ** (TypeError) Cannot start a server: its behaviour needs at least the callback init
          iex:[..]: (file)
    `));

  it("takes the shell that is linked to it with it", () =>
    play(`
      you> GenServer.call(counter, "crash")
      ** (exit) exited in: GenServer.call({Counter, :me@localhost}, :crash, 5000)
          ** (EXIT) an exception was raised:
              ** (Error) counter crash
                  [..]counter.ts:{crash}: crash/0

      ${report("** (Error) counter crash\n    [..]counter.ts:{crash}: crash/0", ":crash", 1)}
      me: ** (EXIT from #PID<0.{linked}.0>) shell process exited with reason: an exception was raised:
      me:     ** (Error) counter crash
      me:         [..]counter.ts:{crash}: crash/0
      me:
      me: Interactive TypeScript ([..]) - press Ctrl+C to exit (type h() ENTER for help)
    `));

  it("leaves the shell alone that has only started it", () =>
    play(`
      me> self()
      #PID<0.{free}.0>
      me> GenServer.start(Counter, [1], { name: "Counter" })
      #PID<0.[..].0>
      me> GenServer.call("Counter", "crash")
      [unordered]
      ** (exit) exited in: GenServer.call(Counter, :crash, 5000)
          ** (EXIT) an exception was raised:
              ** (Error) counter crash
                  [..]counter.ts:{crash}: crash/0

      [and]

      [TIME] [error] GenServer Counter terminating
      ** (Error) counter crash
          [..]counter.ts:{crash}: crash/0
      Last message (from #PID<0.{free}.0>): :crash
      State: 1
      Client #PID<0.{free}.0> is alive
      [/unordered]
      me> GenServer.call("Counter", "get")
      ** (exit) exited in: GenServer.call(Counter, :get, 5000)
          ** (EXIT) no process: the process is not alive or there's no process currently associated with the given name, possibly because its application isn't started

      me> self()
      #PID<0.{free}.0>
    `));
});

describe("a node that goes away", () => {
  it("ends the calls of its servers", () =>
    play(`
      me> GenServer.start(Counter, [1], { name: "Counter" })
      #PID<0.{killer}.0>
      you> const killer = Node.spawn("me@localhost", async () => { await receive(); process.kill(process.pid, "SIGKILL") })
      #PID<{meFromYou}.[..].0>
      you> Promise.all([GenServer.within(Infinity).call(counter, "wait"), send(killer, atom.go)])
      ** (exit) exited in: GenServer.call({Counter, :me@localhost}, :wait, :infinity)
          ** (EXIT) no connection to me@localhost

      you> self()
      #PID<0.{you}.0>
    `));
});
