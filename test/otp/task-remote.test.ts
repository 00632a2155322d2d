import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster({ cwd: fileURLToPath(new URL("../fixtures/otp", import.meta.url)) });

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

beforeAll(async () => {
  await play(`
    alice! start
    bob! start
    bob> c("task_lab.ts")
    [Lab]
    bob> Task.Supervisor.startLink({ name: "P24Chat.TaskSupervisor" })
    #PID<0.{sup}.0>
    bob> Process.groupLeader()
    #PID<0.{leader}.0>
    alice> const sup = ["P24Chat.TaskSupervisor", "bob@localhost"]
    ["P24Chat.TaskSupervisor", "bob@localhost"]
    alice> const nolink = (name, ...args) => Task.Supervisor.asyncNolink(sup, "Lab", name, args)
    #Function<nolink/1>
  `);
});
afterAll(() => cluster.stopAll());

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("tasks of a supervisor on another node", () => {
  it("run there, print there, and answer here", () =>
    play(`
      alice> const t = Task.Supervisor.async(sup, "Lab", "where", [])
      %Task{
        mfa: {Lab, :where, 0},
        owner: #PID<0.{alice}.0>,
        pid: #PID<{bob}.{t}.0>,
        ref: #Reference<{ref}>
      }
      alice> Task.await(t)
      {:bob@localhost, #PID<{bob}.{t}.0>, #PID<{bob}.{leader}.0>}
      alice> Task.await(Task.Supervisor.async(sup, "Lab", "puts", ["hey"]))
      :ok
      bob: hey
    `));

  it("take functions of the prompt", () =>
    play(`
      alice> const x = 20
      20
      alice> Task.await(Task.Supervisor.async(sup, () => tuple(node(), x + 1)))
      {:bob@localhost, 21}
    `));

  it("take the shell with them when they fail, and the report is printed there", () =>
    play(`
      alice> Task.await(Task.Supervisor.async(sup, "Lab", "crash", []))
      ** (EXIT from #PID<0.{alice}.0>) shell process exited with reason: an exception was raised:
          ** (TypeError) boom at bob@localhost
              [..]task_lab.ts:6: [..]crash/0

      [..]
      bob:
      bob: [TIME] [error] Task #PID<0.{crashed}.0> started from #PID<{node}.{alice}.0> terminating
      bob: ** (TypeError) boom at bob@localhost
      bob:     [..]task_lab.ts:6: [..]crash/0
      bob: Function: &Lab.crash/0
      bob:     Args: []
    `));

  it("without a link leave the shell alone: await exits, yield tells", () =>
    play(`
      alice> const sup = ["P24Chat.TaskSupervisor", "bob@localhost"]
      ["P24Chat.TaskSupervisor", "bob@localhost"]
      alice> const nolink = (name, ...args) => Task.Supervisor.asyncNolink(sup, "Lab", name, args)
      #Function<nolink/1>
      alice> self()
      #PID<0.{shell}.0>
      alice> Task.await(nolink("leave", atom.normal))
      ** (exit) exited in: Task.await(%Task{mfa: {Lab, :leave, 1}, owner: #PID<0.{shell}.0>, pid: #PID<{bob}.{p1}.0>, ref: #Reference<{r1}>}, 5000)
          ** (EXIT) normal

      alice> Task.yield(nolink("leave", atom.gone))
      {:exit, :gone}
      bob:
      bob: [TIME] [error] Task #PID<0.{p2}.0> started from #PID<{node}.{shell}.0> terminating
      bob: ** (stop) :gone
      bob: Function: &Lab.leave/1
      bob:     Args: [:gone]
      alice> Task.yield(nolink("ball"))
      {:exit, {{:nocatch, :ball}, []}}
      bob:
      bob: [TIME] [error] Task #PID<0.{p3}.0> started from #PID<{node}.{shell}.0> terminating
      bob: ** (stop) {:nocatch, :ball}
      bob: Function: &Lab.ball/0
      bob:     Args: []
      alice> Task.yield(nolink("noSuchFun"))
      {:exit, {:undef, [{Lab, :noSuchFun, [], [node: :bob@localhost, loaded: true]}]}}
      bob:
      bob: [TIME] [error] Task #PID<0.{p4}.0> started from #PID<{node}.{shell}.0> terminating
      bob: ** (UndefinedFunctionError) function Lab.noSuchFun/0 is undefined or private
      bob:     Lab.noSuchFun()
      bob: Function: &Lab.noSuchFun/0
      bob:     Args: []
    `));

  it("go on after a timeout, and what they send then is dropped", () =>
    play(`
      alice> Task.await(nolink("slow", 50), 10)
      ** (exit) exited in: Task.await(%Task{mfa: {Lab, :slow, 1}, owner: #PID<0.{shell}.0>, pid: #PID<{bob}.{p5}.0>, ref: #Reference<{r5}>}, 10)
          ** (EXIT) time out

      bob: slow one is done
      alice> flush()
      :ok
      alice> const late = Task.Supervisor.async(sup, "Lab", "slow", [100000])
      %Task{
        mfa: {Lab, :slow, 1},
        owner: #PID<0.{shell}.0>,
        pid: #PID<{bob}.{p6}.0>,
        ref: #Reference<{r6}>
      }
      alice> (await Task.yield(late, 10)) ?? Task.shutdown(late)
      null
      alice> Task.Supervisor.children(sup)
      []
    `));

  it("are awaited by their owner only, and leave their value to the mailbox", () =>
    play(`
      alice> const other = nolink("puts", "mine")
      %Task{
        mfa: {Lab, :puts, 1},
        owner: #PID<0.{shell}.0>,
        pid: #PID<{bob}.{p7}.0>,
        ref: #Reference<{r7}>
      }
      bob: mine
      alice> receive((m) => (m[0] === other.ref ? m : skip))
      {#Reference<{r7}>, :ok}
      alice> receive((m) => (m[1] === other.ref ? m : skip))
      {:DOWN, #Reference<{r7}>, :process, #PID<{bob}.{p7}.0>,
       :normal}
      alice> Task.await(Task.async(() => Task.await(other).catch((error) => error.message.replace(/.* must|#.*/g, "it"))))
      "it be queried from the owner but was queried from it"
    `));

  it("give the results of a stream", () =>
    play(`
      alice> const results = []
      []
      alice> for await (const [ok, n] of Task.Supervisor.asyncStream(sup, [1, 2, 3], (n) => n * 2)) results.push(n)
      3
      alice> results
      [2, 4, 6]
    `));

  it("cannot be started where there is no such supervisor, or no such node", () =>
    play(`
      alice> Task.Supervisor.async(["Nobody", "bob@localhost"], "Lab", "where", [])
      ** (exit) exited in: GenServer.call({Nobody, :bob@localhost}, {:start_task, [{:alice@localhost, #PID<0.{shell}.0>, #PID<0.{shell}.0>}, :monitor], :temporary, null}, :infinity)
          ** (EXIT) no process: the process is not alive or there's no process currently associated with the given name, possibly because its application isn't started

      alice> Task.Supervisor.async(["Nobody", "zed@localhost"], "Lab", "where", [])
      ** (exit) exited in: GenServer.call({Nobody, :zed@localhost}, {:start_task, [{:alice@localhost, #PID<0.{shell}.0>, #PID<0.{shell}.0>}, :monitor], :temporary, null}, :infinity)
          ** (EXIT) no connection to zed@localhost

      alice> self()
      #PID<0.{shell}.0>
    `));

  it("fail with their node, and only what is linked to them fails as well", () =>
    play(`
      alice> const t2 = nolink("slow", 100000)
      %Task{
        mfa: {Lab, :slow, 1},
        owner: #PID<0.{shell}.0>,
        pid: #PID<{bob}.{p8}.0>,
        ref: #Reference<{r8}>
      }
      alice> const child = Task.Supervisor.startChild(sup, "Lab", "where", [])
      #PID<{bob}.{p9}.0>
      bob! kill
      alice> Task.await(t2)
      ** (exit) exited in: Task.await(%Task{mfa: {Lab, :slow, 1}, owner: #PID<0.{shell}.0>, pid: #PID<{bob}.{p8}.0>, ref: #Reference<{r8}>}, 5000)
          ** (EXIT) no connection to bob@localhost

      alice> self()
      #PID<0.{shell}.0>
      carol! start
      carol> Task.Supervisor.startLink({ name: "P24Chat.TaskSupervisor" })
      #PID<0.{carolSup}.0>
      alice> const t3 = Task.Supervisor.async(["P24Chat.TaskSupervisor", "carol@localhost"], "Process", "sleep", [100000])
      %Task{
        mfa: {Process, :sleep, 1},
        owner: #PID<0.{shell}.0>,
        pid: #PID<{carol}.{p10}.0>,
        ref: #Reference<{r10}>
      }
      carol! kill
      alice: ** (EXIT from #PID<0.{shell}.0>) shell process exited with reason: no connection
    `));
});
