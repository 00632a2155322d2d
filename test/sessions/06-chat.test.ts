import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { type Captures, createCluster } from "iex-ts/testing";
import { copyChat } from "../support/chat.js";

const chat = copyChat();
const cluster = createCluster({ cwd: chat.path, env: { NODE_ENV: "development" } });

let known: Captures = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

/** The one that starts first compiles the project. */
beforeAll(() =>
  play(`
    alice! start -S mix
    Compiling 3 files (.ts)
    Generated p24_chat app
    Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
    bob! start -S mix
    Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
    eve! start -S mix
    Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
  `),
);
afterAll(async () => {
  await cluster.stopAll();
  chat.remove();
});

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("a message", () => {
  it("is printed by its recipient, and connects the nodes", () =>
    play(`
      alice> Node.list()
      []
      alice> P24Chat.sendMessage("bob@localhost", "hey")
      :ok
      bob: hey
      bob> P24Chat.sendMessage("alice@localhost", "heyyy")
      :ok
      alice: heyyy
      alice> Node.list()
      [:bob@localhost]
    `));

  it("to somebody who is busy is answered before it is done", () =>
    play(`
      alice> P24Chat.sendMessage("eve@localhost", "wassup")
      stay quiet for a while
      :ok
      eve: wassup
    `));

  it("has connected all nodes with one another", () =>
    play(`
      bob> P24Chat.sendMessage("eve@localhost", "and me?")
      stay quiet for a while
      :ok
      eve: and me?
      alice> Node.list().toSorted((one, other) => (inspect(one) < inspect(other) ? -1 : 1))
      [:bob@localhost, :eve@localhost]
      bob> Node.list().toSorted((one, other) => (inspect(one) < inspect(other) ? -1 : 1))
      [:alice@localhost, :eve@localhost]
      eve> Node.list().toSorted((one, other) => (inspect(one) < inspect(other) ? -1 : 1))
      [:alice@localhost, :bob@localhost]
      eve> P24Chat.sendMessage("bob@localhost", "from eve")
      :ok
      bob: from eve
    `));

  it("can be sent to oneself", () =>
    play(`
      alice> P24Chat.sendMessage("alice@localhost", "note to self")
      note to self
      :ok
      alice> P24Chat.sendMessage(node(), "note to self 2")
      note to self 2
      :ok
    `));

  it("is anything that can be printed", () =>
    play(`
      alice> P24Chat.sendMessage("bob@localhost", "two\\nlines")
      :ok
      bob: two
      bob: lines
      alice> P24Chat.sendMessage("bob@localhost", atom("an_atom"))
      :ok
      bob: an_atom
      alice> P24Chat.sendMessage("bob@localhost", [104, 105])
      :ok
      bob: hi
      alice> P24Chat.sendMessage("bob@localhost", 42)
      :ok
      bob: 42
      alice! nothing
      bob! nothing
      eve! nothing
    `));

  it("that cannot be printed fails over there, and ends the shell that is linked to its task", () =>
    play(`
      alice> self()
      #PID<0.{first}.0>
      alice> P24Chat.sendMessage("bob@localhost", tuple(atom.a, 1))
      ** (EXIT from #PID<0.{first}.0>) shell process exited with reason: an exception was raised:
          ** (TypeError) Cannot print {:a, 1} as text: use IO.inspect, or make a string of it
              (p24_chat 0.1.0) src/p24_chat.ts:{line}: P24Chat.receiveMessage/0

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      bob:
      bob: [TIME] [error] Task #PID<0.{task}.0> started from #PID<{aliceFromBob}.{first}.0> terminating
      bob: ** (TypeError) Cannot print {:a, 1} as text: use IO.inspect, or make a string of it
      bob:     (p24_chat 0.1.0) src/p24_chat.ts:{line}: P24Chat.receiveMessage/0
      bob: Function: &P24Chat.receiveMessage/1
      bob:     Args: [a: 1]
      alice> self()
      #PID<0.{second}.0>
      bob> P24Chat.sendMessage("alice@localhost", "are you there?")
      :ok
      alice: are you there?
    `));
});

describe("a recipient that cannot be reached", () => {
  it("is an error of the call, which the shell survives: a node that is not up", () =>
    play(`
      alice> const a = 1
      1
      alice> P24Chat.sendMessage("zed@localhost", "hi")
      ** (exit) exited in: GenServer.call({P24Chat.TaskSupervisor, :zed@localhost}, {:start_task, [{:alice@localhost, #PID<0.{second}.0>, #PID<0.{second}.0>}, :monitor], :temporary, null}, :infinity)
          ** (EXIT) no connection to zed@localhost

      alice> a
      1
    `));

  it("and a node where the application does not run", () =>
    play(`
      plain! start
      alice> P24Chat.sendMessage("plain@localhost", "hi")
      ** (exit) exited in: GenServer.call({P24Chat.TaskSupervisor, :plain@localhost}, {:start_task, [{:alice@localhost, #PID<0.{second}.0>, #PID<0.{second}.0>}, :monitor], :temporary, null}, :infinity)
          ** (EXIT) no process: the process is not alive or there's no process currently associated with the given name, possibly because its application isn't started

      alice> a
      1
      plain! kill
    `));

  it("and what is no node at all", () =>
    play(`
      alice> P24Chat.sendMessage("nohost", "hi")
      ** (TypeError) Cannot find the server ["P24Chat.TaskSupervisor", "nohost"]: give a pid, a name, or [name, node]
          (p24_chat 0.1.0) src/p24_chat.ts:{spawn}: P24Chat.spawnTask/0
          (p24_chat 0.1.0) src/p24_chat.ts:{send}: P24Chat.sendMessage/0
          iex:[..]: (file)
      alice> P24Chat.sendMessage(undefined, "hi")
      ** (TypeError) Cannot find the server ["P24Chat.TaskSupervisor", undefined]: give a pid, a name, or [name, node]
          (p24_chat 0.1.0) src/p24_chat.ts:{spawn}: P24Chat.spawnTask/0
          (p24_chat 0.1.0) src/p24_chat.ts:{send}: P24Chat.sendMessage/0
          iex:[..]: (file)
      alice> a
      1
    `));
});

describe("the application", () => {
  it("starts a supervisor again that was killed, and the tasks of it end", () =>
    play(`
      bob> Process.whereis("P24Chat.TaskSupervisor")
      #PID<0.{killed}.0>
      alice> const t = P24Chat.Lab.asyncNolink("bob@localhost", "slow", [100_000])
      %Task{
        mfa: {P24Chat.Lab, :slow, 1},
        owner: #PID<0.{second}.0>,
        pid: #PID<{bobFromAlice}.{slow}.0>,
        ref: #Reference<..>
      }
      bob> Process.exit(Process.whereis("P24Chat.TaskSupervisor"), atom.kill)
      [unordered]
      true
      [and]

      [TIME] [notice] Child P24Chat.TaskSupervisor of Supervisor P24Chat.Supervisor is restarted: killed
      [/unordered]
      alice> Task.yield(t)
      {:exit, :killed}
      alice> P24Chat.sendMessage("bob@localhost", "after the restart")
      :ok
      bob: after the restart
      bob> Supervisor.whichChildren("P24Chat.Supervisor")
      [{P24Chat.TaskSupervisor, #PID<0.{restarted}.0>, :supervisor, [Task.Supervisor]}]
    `));

  it("gives up when it has to start it too often, and the node lives on", () =>
    play(`
      bob> const ref = Process.monitor("P24Chat.Supervisor")
      #Reference<..>
      bob> const isDown = () => receive((message) => (message[1] === ref ? true : skip), 20, () => false)
      #Function<isDown/0>
      bob> do { const pid = Process.whereis("P24Chat.TaskSupervisor"); if (pid) Process.exit(pid, atom.kill) } while (!(await isDown()))
      ...
      [TIME] [error] Child P24Chat.TaskSupervisor of Supervisor P24Chat.Supervisor caused shutdown
      ** (exit) :reached_max_restart_intensity
      ...
      [TIME] [notice] Application p24_chat exited: shutdown
      ...
      bob> Process.whereis("P24Chat.TaskSupervisor")
      null
      bob> Application.startedApplications().map(([name]) => name)
      [:logger, :iex, :elixir, :stdlib, :kernel]
      alice> P24Chat.sendMessage("bob@localhost", "anyone?")
      ** (exit) exited in: GenServer.call({P24Chat.TaskSupervisor, :bob@localhost}, {:start_task, [{:alice@localhost, #PID<0.{second}.0>, #PID<0.{second}.0>}, :monitor], :temporary, null}, :infinity)
          ** (EXIT) no process: the process is not alive or there's no process currently associated with the given name, possibly because its application isn't started

      alice> a
      1
    `));

  it("can be started and stopped by hand", () =>
    play(`
      bob> Application.ensureAllStarted("p24_chat")
      [:p24_chat]
      alice> P24Chat.sendMessage("bob@localhost", "and now?")
      :ok
      bob: and now?
      bob> Application.stop("p24_chat")
      [unordered]
      :ok
      [and]

      [TIME] [notice] Application p24_chat exited: :stopped
      [/unordered]
      bob> Application.start("p24_chat")
      :ok
      bob> Application.start("p24_chat")
      ** (exit) already started: :p24_chat

      bob> recompile()
      :noop
      bob> Application.getEnv("p24_chat", "remoteSupervisor")
      #Function<remoteSupervisor/1>
      bob> Application.getEnv("p24_chat", "remoteSupervisor")("eve@localhost")
      ["P24Chat.TaskSupervisor", "eve@localhost"]
    `));
});

describe("a recipient that is killed while a task runs", () => {
  it("is an error of awaiting it", () =>
    play(`
      alice> const lost = P24Chat.Lab.asyncNolink("eve@localhost", "slow", [100_000])
      %Task{
        mfa: {P24Chat.Lab, :slow, 1},
        owner: #PID<0.{second}.0>,
        pid: #PID<{eveFromAlice}.{onEve}.0>,
        ref: #Reference<{ref}>
      }
      eve! kill
      alice> Task.await(lost)
      ** (exit) exited in: Task.await(%Task{mfa: {P24Chat.Lab, :slow, 1}, owner: #PID<0.{second}.0>, pid: #PID<{eveFromAlice}.{onEve}.0>, ref: #Reference<{ref}>}, 5000)
          ** (EXIT) no connection to eve@localhost

      alice> self()
      #PID<0.{second}.0>
    `));

  it("ends the shell that is linked to the task", () =>
    play(`
      alice> Task.await(Task.Supervisor.async(["P24Chat.TaskSupervisor", "bob@localhost"], () => process.kill(process.pid, "SIGKILL")))
      ** (EXIT from #PID<0.{second}.0>) shell process exited with reason: no connection

      Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      alice> P24Chat.sendMessage("bob@localhost", "dead?")
      ** (exit) exited in: GenServer.call({P24Chat.TaskSupervisor, :bob@localhost}, {:start_task, [{:alice@localhost, #PID<0.{third}.0>, #PID<0.{third}.0>}, :monitor], :temporary, null}, :infinity)
          ** (EXIT) no connection to bob@localhost

      alice> Node.list()
      []
    `));
});
