import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { type Captures, createCluster } from "iex-ts/testing";
import { copyChat } from "../support/chat.js";

const chat = copyChat();
const cluster = createCluster({ cwd: chat.path, env: { NODE_ENV: "development" } });

let known: Captures = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

/** The tasks run at `bob`: P24Chat.Lab has some that go wrong. */
beforeAll(() =>
  play(`
    alice! start -S mix
    bob! start -S mix
    alice> self()
    #PID<0.{alice}.0>
    alice> const bob = ["P24Chat.TaskSupervisor", "bob@localhost"]
    ["P24Chat.TaskSupervisor", "bob@localhost"]
  `),
);
afterAll(async () => {
  await cluster.stopAll();
  chat.remove();
});

/** What bob shows of a task that failed. */
function report(failure: string, call: string, args = "[]"): string {
  return `bob:
      bob: [TIME] [error] Task #PID<0.[..].0> started from #PID<{aliceFromBob}.{alice}.0> terminating
      bob: ${failure.replaceAll("\n", "\n      bob:     ")}
      bob: Function: ${call}
      bob:     Args: ${args}`;
}

const CRASH = report(
  "** (Error) boom at bob@localhost\n(p24_chat 0.1.0) src/p24_chat/lab.ts:{crash}: P24Chat.Lab.crash/0",
  "&P24Chat.Lab.crash/0",
);

describe("a task of a supervisor at another node", () => {
  it("runs over there, and its value comes to who started it", () =>
    play(`
      alice> const t = P24Chat.Lab.async("bob@localhost", "where")
      %Task{
        mfa: {P24Chat.Lab, :where, 0},
        owner: #PID<0.{alice}.0>,
        pid: #PID<{bobFromAlice}.{task}.0>,
        ref: #Reference<..>
      }
      alice> Task.await(t)
      {:bob@localhost, #PID<{bobFromAlice}.{task}.0>, #PID<{bobFromAlice}.[..].0>}
      alice> Task.await(P24Chat.Lab.async("bob@localhost", "slow", [10]))
      {:slow, 10}
      bob: slow one is done at bob@localhost
    `));

  it("leaves its value in the mailbox when nobody awaits it", () =>
    play(`
      alice> const unawaited = await P24Chat.Lab.asyncNolink("bob@localhost", "where"); receive((message) => message[4] ?? skip)
      :normal
      alice> const [ref, [place]] = receive((message) => message)
      {#Reference<..>,
       {:bob@localhost, #PID<{bobFromAlice}.{other}.0>, #PID<{bobFromAlice}.[..].0>}}
      alice> tuple(ref === unawaited.ref, place)
      {true, :bob@localhost}
      alice> flush()
      :ok
    `));

  it("can be awaited by its owner alone", () =>
    play(`
      alice> const mine = await P24Chat.Lab.asyncNolink("bob@localhost", "where"); const [pid, down] = spawnMonitor(() => Task.await(mine)); receive((message) => (message[1] === down ? pid : skip))
      [unordered]
      #PID<0.{stranger}.0>
      [and]

      [TIME] [error] Process #PID<0.{stranger}.0> on node :alice@localhost raised an exception
      ** (ArgumentError) task %Task{mfa: {P24Chat.Lab, :where, 0}, owner: #PID<0.{alice}.0>, pid: #PID<{bobFromAlice}.{mine}.0>, ref: #Reference<..>} must be queried from the owner but was queried from #PID<0.{stranger}.0>
      [/unordered]
      alice> Task.await(mine)
      {:bob@localhost, #PID<{bobFromAlice}.{mine}.0>, #PID<{bobFromAlice}.[..].0>}
    `));

  it("is nobody's when it was only started", () =>
    play(`
      alice> P24Chat.Lab.startChild("bob@localhost", "where")
      #PID<{bobFromAlice}.[..].0>
      alice> P24Chat.Lab.startChild("bob@localhost", "crash")
      #PID<{bobFromAlice}.[..].0>
      ${CRASH}
      alice> flush()
      :ok
    `));
});

describe("a task without a link that fails", () => {
  const LAB = "(p24_chat 0.1.0) src/p24_chat/lab.ts";
  it.each<[call: string, shown: string, reported: string]>([
    [
      '"crash"',
      `{:exit,
       {[Error: boom at bob@localhost],
        [
          {:iex_ts, :"P24Chat.Lab.crash", 0,
           [file: "${LAB}", line: {crash}]}
        ]}}`,
      CRASH,
    ],
    [
      '"badMatch", [null]',
      `{:exit,
       {[TypeError: value is not iterable],
        [
          {:iex_ts, :"P24Chat.Lab.badMatch", 0,
           [file: "${LAB}", line: {match}]}
        ]}}`,
      report(
        `** (TypeError) value is not iterable\n${LAB}:{match}: P24Chat.Lab.badMatch/0`,
        "&P24Chat.Lab.badMatch/1",
        "[null]",
      ),
    ],
    ['"leave", [atom.gone]', "{:exit, :gone}", report("** (stop) :gone", "&P24Chat.Lab.leave/1", "[:gone]")],
    ['"ball"', "{:exit, {{:nocatch, :ball}, []}}", report("** (stop) {:nocatch, :ball}", "&P24Chat.Lab.ball/0")],
    [
      '"noSuchFun"',
      `{:exit,
       {:undef, [{P24Chat.Lab, :noSuchFun, [], [node: :bob@localhost, loaded: true]}]}}`,
      report(
        "** (UndefinedFunctionError) function P24Chat.Lab.noSuchFun/0 is undefined or private\nP24Chat.Lab.noSuchFun()",
        "&P24Chat.Lab.noSuchFun/0",
      ),
    ],
  ])("tells its owner the reason, and is reported where it ran: %s", (call, shown, reported) =>
    play(`
      alice> Task.yield(P24Chat.Lab.asyncNolink("bob@localhost", ${call}))
      ${shown}
      ${reported}
    `),
  );

  it.each([["normal"], ["shutdown"]])("is not reported when it exits with :%s", (reason) =>
    play(`
      alice> Task.await(P24Chat.Lab.asyncNolink("bob@localhost", "leave", [atom.${reason}]))
      ** (exit) exited in: Task.await(%Task{mfa: {P24Chat.Lab, :leave, 1}, owner: #PID<0.{alice}.0>, pid: #PID<{bobFromAlice}.[..].0>, ref: #Reference<..>}, 5000)
          ** (EXIT) ${reason}

      alice> flush()
      :ok
      bob! nothing
    `),
  );

  it("is an exit of who awaits it", () =>
    play(`
      alice> Task.await(P24Chat.Lab.asyncNolink("bob@localhost", "crash"))
      ** (exit) exited in: Task.await(%Task{mfa: {P24Chat.Lab, :crash, 0}, owner: #PID<0.{alice}.0>, pid: #PID<{bobFromAlice}.[..].0>, ref: #Reference<..>}, 5000)
          ** (EXIT) an exception was raised:
              ** (Error) boom at bob@localhost
                  (p24_chat 0.1.0) src/p24_chat/lab.ts:{crash}: P24Chat.Lab.crash/0

      ${CRASH}
      alice> self()
      #PID<0.{alice}.0>
    `));

  it("may be a function of the prompt", () =>
    play(`
      alice> Task.yield(Task.Supervisor.asyncNolink(bob, () => { throw new RangeError("from a shell fun") }))
      {:exit,
       {[RangeError: from a shell fun],
        [{:iex_ts, :"", 0, [file: "fun@alice@localhost", line: {fun}]}]}}
      ${report("** (RangeError) from a shell fun\nfun@alice@localhost:{fun}: anonymous fn/0", "#Function<anonymous/0>")}
    `));
});

describe("a task that takes too long", () => {
  const WAITING = 'async () => { Process.register(self(), "slow"); await receive(); return IO.puts("done") }';
  const LATE = `** (exit) exited in: Task.await(%Task{mfa: {:erlang, :apply, 2}, owner: #PID<0.{alice}.0>, pid: #PID<{bobFromAlice}.[..].0>, ref: #Reference<..>}, 50)
          ** (EXIT) time out`;

  it.each([["async"], ["asyncNolink"]])(
    "goes on after the one who waits has given up, and its answer is dropped: %s",
    (start) =>
      play(`
      alice> Task.await(Task.Supervisor.${start}(bob, ${WAITING}), 50)
      ${LATE}

      bob> while (!Process.whereis("slow")) await Process.sleep(1)
      undefined
      bob> const over = Process.monitor("slow"); send("slow", atom.go); receive((message) => (message[1] === over ? message[4] : skip))
      done
      :normal
      alice> Task.await(P24Chat.Lab.async("bob@localhost", "slow", [0]))
      {:slow, 0}
      bob: slow one is done at bob@localhost
      alice> flush()
      :ok
      alice> self()
      #PID<0.{alice}.0>
    `),
  );

  it("can be shut down", () =>
    play(`
      alice> const u = await Task.Supervisor.async(bob, ${WAITING}); (await Task.yield(u, 50)) ?? (await Task.shutdown(u))
      null
      alice> Task.Supervisor.children(bob)
      []
      bob> Process.whereis("slow")
      null
      alice> flush()
      :ok
    `));
});

describe("a task with a link that fails", () => {
  it("tells who traps exits twice", () =>
    play(`
      alice> Process.flag("trapExit", true)
      false
      alice> const linked = P24Chat.Lab.async("bob@localhost", "leave", [atom.gone])
      %Task{
        mfa: {P24Chat.Lab, :leave, 1},
        owner: #PID<0.{alice}.0>,
        pid: #PID<{bobFromAlice}.{linked}.0>,
        ref: #Reference<..>
      }
      ${report("** (stop) :gone", "&P24Chat.Lab.leave/1", "[:gone]")}
      alice> receive((message) => (message[0] === atom.EXIT ? message : skip))
      {:EXIT, #PID<{bobFromAlice}.{linked}.0>, :gone}
      alice> receive((message) => (message[1] === linked.ref ? message[4] : skip))
      :gone
      alice> flush()
      :ok
      alice> Process.flag("trapExit", false)
      true
    `));

  it("ends the shell", () =>
    play(`
      alice> Task.await(P24Chat.Lab.async("bob@localhost", "crash"))
      ** (EXIT from #PID<0.{alice}.0>) shell process exited with reason: an exception was raised:
          ** (Error) boom at bob@localhost
              (p24_chat 0.1.0) src/p24_chat/lab.ts:{crash}: P24Chat.Lab.crash/0

      Interactive TypeScript ([..]) - press Ctrl+C to exit (type h() ENTER for help)
      ${CRASH}
      alice> bob
      ** (ReferenceError) bob is not defined
          iex:[..]: (file)
      bob! nothing
    `));
});
