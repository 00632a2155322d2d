import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

/** What `you` hears of a lost node comes at once: after `gone`, a flush sees all of it. */
beforeAll(async () => {
  await play(`
    you! start
    me! start
    you> self()
    #PID<0.{shell}.0>
    you> async function gone(pid) {
    you...>   const ref = Process.monitor(pid)
    you...>   await receive((message) => (message[1] === ref ? message : skip))
    you...>   return atom.gone
    you...> }
    #Function<gone/1>
    you> Process.flag("trapExit", true)
    false
  `);
});
afterAll(() => cluster.stopAll());

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("a node that is killed", () => {
  it("ends links and monitors with noconnection, and those who monitor the node hear of it", () =>
    play(`
      me> Process.register(self(), "shell_of_this_node")
      true
      you> const there = tuple(atom.shell_of_this_node, atom("me@localhost"))
      {:shell_of_this_node, :me@localhost}
      you> const byName = Process.monitor(there)
      #Reference<{byName}>
      you> const p = Node.spawn("me@localhost", () => Process.sleep(Infinity))
      #PID<{me}.{p}.0>
      you> const ref = Process.monitor(p)
      #Reference<{ref}>
      you> const q = Node.spawnLink("me@localhost", () => Process.sleep(Infinity))
      #PID<{me}.{q}.0>
      you> Node.monitor("me@localhost", true)
      true
      you> Node.monitorNodes(true)
      :ok
      me! kill
      you> gone(p)
      :gone
      you> flush()
      {:EXIT, #PID<{me}.{q}.0>, :noconnection}
      {:DOWN, #Reference<{byName}>, :process,
       {:shell_of_this_node, :me@localhost}, :noconnection}
      {:DOWN, #Reference<{ref}>, :process, #PID<{me}.{p}.0>,
       :noconnection}
      {:nodedown, :me@localhost}
      {:nodedown, :me@localhost}
      :ok
    `));

  it("is gone: what is sent there is lost, what is monitored there has no connection", () =>
    play(`
      you> Node.list()
      []
      you> send(p, atom.hi)
      :hi
      you> Process.monitor(p)
      #Reference<{lost}>
      you> Process.exit(p, atom.kill)
      true
      you> gone(p)
      :gone
      you> flush()
      {:DOWN, #Reference<{lost}>, :process, #PID<{me}.{p}.0>,
       :noconnection}
      :ok
    `));
});

describe("the node comes back under its name", () => {
  it("is not connected by itself", () =>
    play(`
      me! start
      you> flush()
      :ok
      you> Node.list()
      []
      me> Node.ping("you@localhost")
      :pong
      you> receive((message) => message)
      {:nodeup, :me@localhost}
      you> Node.list()
      [:me@localhost]
    `));

  it("has other processes than before: those of the earlier one are no more", () =>
    play(`
      you> p
      #PID<{me}.{p}.0>
      you> const p2 = Node.spawn("me@localhost", () => Process.sleep(Infinity))
      #PID<{me}.{p2}.0>
      you> node(p) === node(p2)
      true
      you> send(p, atom.hi)
      :hi
      you> Process.monitor(p)
      #Reference<{earlier}>
      you> gone(p)
      :gone
      you> flush()
      {:DOWN, #Reference<{earlier}>, :process, #PID<{me}.{p}.0>,
       :noproc}
      :ok
    `));

  it("can leave the cluster, come again, and end in order", () =>
    play(`
      me> Node.disconnect("you@localhost")
      true
      you> receive((message) => message)
      {:nodedown, :me@localhost}
      me> Node.ping("you@localhost")
      :pong
      you> receive((message) => message)
      {:nodeup, :me@localhost}
      you> Node.monitorNodes(false)
      :ok
      you> Node.monitor("me@localhost", true)
      true
      me> exit()
      you> receive((message) => message)
      {:nodedown, :me@localhost}
      you> flush()
      :ok
    `));

  it("is down at once for who begins to monitor it then", () =>
    play(`
      you> Node.monitor("me@localhost", true)
      true
      you> receive((message) => message)
      {:nodedown, :me@localhost}
      you> flush()
      :ok
    `));
});

describe("a link to a process of a node that dies, without trapping exits", () => {
  it("ends the shell", async () => {
    await play(`
      me! start
      you> Process.flag("trapExit", false)
      true
      you> self()
      #PID<0.{shell}.0>
      you> Node.spawnLink("me@localhost", () => Process.sleep(Infinity))
      #PID<{me}.{linked}.0>
      me! kill
      you: ** (EXIT from #PID<0.{shell}.0>) shell process exited with reason: no connection
      you:
      you: Interactive TypeScript ({version}) - press Ctrl+C to exit (type h() ENTER for help)
      you> self()
      #PID<0.{next}.0>
    `);
    expect(known.next).not.toBe(known.shell);
  });
});

describe("Node.disconnect", () => {
  it("ends links and monitors as the end of the node does, and says false when there is nothing to end", () =>
    play(`
      me! start
      you> Process.flag("trapExit", true)
      false
      you> const q = Node.spawnLink("me@localhost", () => Process.sleep(Infinity))
      #PID<{me}.{q4}.0>
      you> Process.monitor(q)
      #Reference<{cut}>
      you> Node.disconnect("me@localhost")
      true
      you> receive((message) => message)
      {:EXIT, #PID<{me}.{q4}.0>, :noconnection}
      you> flush()
      {:DOWN, #Reference<{cut}>, :process, #PID<{me}.{q4}.0>,
       :noconnection}
      :ok
      you> Node.disconnect("me@localhost")
      false
    `));

  it("lasts until something is to be said: then the nodes connect by themselves", () =>
    play(`
      you> Node.list()
      []
      you> Node.spawn("me@localhost", () => IO.puts("back"))
      [unordered]
      back
      #PID<{me}.{back}.0>
      [/unordered]
      you> Node.list()
      [:me@localhost]
      me! nothing
    `));
});
