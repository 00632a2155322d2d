import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const cluster = createCluster();

let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

/** How wide a reference prints decides where a line breaks: `down` shows whether it is the right one instead. */
beforeAll(() =>
  play(`
    you! start
    me! start
    you> Node.connect("me@localhost")
    true
    you> const down = (ref) => receive(([tag, which, ...rest]) => tuple(tag, which === ref, ...rest))
    #Function<down/1>
  `),
);
afterAll(() => cluster.stopAll());

/** The steps of one lesson: each test goes on where the one before it ended. */
describe("a registered name", () => {
  it("stands for its process", () =>
    play(`
      me> Process.register(self(), "shell")
      true
      me> Process.whereis("shell")
      #PID<0.{me}.0>
      me> Process.whereis(atom.shell) === self()
      true
      me> Process.whereis("nobody")
      null
      me> Process.info(self(), "registeredName")
      :shell
    `));

  it("can be sent to from another node", () =>
    play(`
      you> send(["shell", "me@localhost"], tuple(atom.hello, self()))
      {:hello, #PID<0.{you}.0>}
      me> receive((message) => message)
      {:hello, #PID<{youFromMe}.{you}.0>}
      you> send([atom.shell, atom("me@localhost")], atom.again)
      :again
      you> send(tuple(atom.shell, atom("me@localhost")), atom.and_again)
      :and_again
      me> receive((message) => message)
      :again
      me> receive((message) => message)
      :and_again
      me> flush()
      :ok
    `));

  it("of nobody is an error on the own node, and nothing elsewhere", () =>
    play(`
      you> send("shell", "hi")
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: invalid destination

          iex:{line}: (file)
      you> send(["nobody", "me@localhost"], "hi")
      "hi"
      you> send(["nobody", node()], "hi")
      "hi"
      you> send(["shell", "nope@localhost"], "hi")
      "hi"
      you> send(["shell", "me@localhost", "too much"], "hi")
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: invalid destination

          iex:[..]: (file)
    `));

  it("is one to a process, and one process to a name", () =>
    play(`
      me> Process.register(self(), "shell")
      ** (ArgumentError) could not register #PID<0.{me}.0> with name :shell because the name is already taken
          iex:[..]: (file)
      me> Process.register(self(), "other")
      ** (ArgumentError) could not register #PID<0.{me}.0> with name :other because it has already been given the name :shell
          iex:[..]: (file)
      me> Process.register(spawn(() => receive(() => true)), "shell")
      ** (ArgumentError) could not register #PID<0.{idle}.0> with name :shell because the name is already taken
          iex:[..]: (file)
      me> Process.register(pid("0.9999.0"), "late")
      ** (ArgumentError) could not register #PID<0.9999.0> with name :late because it is not alive
          iex:[..]: (file)
    `));

  it("is a string or an atom, but not one that stands for a value", () =>
    play(`
      me> Process.register(self(), null)
      ** (ArgumentError) could not register #PID<0.{me}.0> with name null because it is not a name: give a string or an atom other than undefined, nil, true and false
          iex:[..]: (file)
      me> Process.register(self(), "undefined")
      ** (ArgumentError) could not register #PID<0.{me}.0> with name "undefined" because it is not a name: give a string or an atom other than undefined, nil, true and false
          iex:[..]: (file)
      me> Process.register("me", "x")
      ** (ArgumentError) could not register "me" with name :x because it is not a pid
          iex:[..]: (file)
    `));

  it("is for processes of the own node", () =>
    play(`
      you> const p = await Node.spawn("me@localhost", () => receive(() => false))
      #PID<{meFromYou}.{p}.0>
      you> Process.register(p, "remoteOne")
      ** (ArgumentError) could not register #PID<{meFromYou}.{p}.0> because it belongs to another node
          iex:[..]: (file)
    `));

  it("can be given up, once", () =>
    play(`
      me> Process.unregister("shell")
      true
      me> Process.unregister("shell")
      ** (ArgumentError) could not unregister :shell because no process has that name
          iex:[..]: (file)
      me> Process.whereis("shell")
      null
      me> Process.register(self(), "Shell")
      true
      me> Process.registered().filter((name) => !["user", "standard_error", "logger_proxy", "net_kernel", "rex", "global_name_server"].includes(name.description))
      [Shell]
    `));
});

describe("what is known of a process", () => {
  it("can be asked on its own node alone", () =>
    play(`
      you> Process.alive(p)
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: not a pid

          iex:[..]: (file)
      you> Process.info(p)
      ** (ArgumentError) errors were found at the given arguments:

        * 1st argument: not a local pid

          iex:[..]: (file)
      you> Rpc.call(node(p), "Process", "alive", [p])
      true
      you> Rpc.call(node(p), "Process", "info", [p, "status"])
      :waiting
    `));

  it("ends with the process", () =>
    play(`
      you> const ref = Process.monitor(p); Process.exit(p, atom.kill)
      true
      you> down(ref)
      {:DOWN, true, :process, #PID<{meFromYou}.{p}.0>, :killed}
      you> Rpc.call(node(p), "Process", "alive", [p])
      false
      you> Rpc.call(node(p), "Process", "info", [p])
      null
      you> flush()
      :ok
    `));
});

describe("Node.spawnMonitor", () => {
  it("tells how the process ended", () =>
    play(`
      you> const [p1, r1] = await Node.spawnMonitor("me@localhost", () => exit(atom.done))
      {#PID<{meFromYou}.{p1}.0>, #Reference<..>}
      you> down(r1)
      {:DOWN, true, :process, #PID<{meFromYou}.{p1}.0>, :done}
      you> const [p2, r2] = await Node.spawnMonitor("me@localhost", () => receive(() => false))
      {#PID<{meFromYou}.{p2}.0>, #Reference<..>}
      you> Process.exit(p2, atom.kill)
      true
      you> down(r2)
      {:DOWN, true, :process, #PID<{meFromYou}.{p2}.0>, :killed}
      you> flush()
      :ok
    `));

  it("brings the error and where it happened, also when it is reported", () =>
    play(`
      you> const [p3, r3] = await Node.spawnMonitor("me@localhost", () => { throw new RangeError("monitored") })
      [unordered]
      {#PID<{meFromYou}.{p3}.0>, #Reference<..>}
      [and]

      [TIME] [error] Process #PID<{meFromYou}.{p3}.0> on node :me@localhost raised an exception
      ** (RangeError) monitored
          fun@you@localhost:{frame}: anonymous fn/0
      [/unordered]
      you> const [, same, , , [error, frames]] = await down(r3)
      {:DOWN, true, :process, #PID<{meFromYou}.{p3}.0>,
       {[RangeError: monitored],
        [{:iex_ts, :"", 0, [file: "fun@you@localhost", line: {frame}]}]}}
      you> error.message
      "monitored"
      me! nothing
    `));
});

describe("a monitor on a name", () => {
  it("tells the name and the node when the process ends", () =>
    play(`
      me> Process.register(spawn(() => receive(() => true)), "worker")
      true
      you> const r4 = Process.monitor(["worker", "me@localhost"])
      #Reference<..>
      you> send(["worker", "me@localhost"], atom.go)
      :go
      you> down(r4)
      {:DOWN, true, :process, {:worker, :me@localhost}, :normal}
      me> Process.whereis("worker")
      null
    `));

  it("that nobody has brings noproc, and noconnection where there is no node", () =>
    play(`
      you> down(Process.monitor(["worker", "me@localhost"]))
      {:DOWN, true, :process, {:worker, :me@localhost}, :noproc}
      you> down(Process.monitor("nobody"))
      {:DOWN, true, :process, {:nobody, :you@localhost}, :noproc}
      you> down(Process.monitor(["worker", "nope@localhost"]))
      {:DOWN, true, :process, {:worker, :nope@localhost}, :noconnection}
    `));

  it("is on that process, not on whoever has the name later", () =>
    play(`
      me> const first = spawn(() => receive(() => true)); Process.register(first, "worker")
      true
      you> const r5 = Process.monitor(["worker", "me@localhost"])
      #Reference<..>
      you> const first = await Rpc.call("me@localhost", "Process", "whereis", ["worker"])
      #PID<{meFromYou}.{first}.0>
      me> Process.unregister("worker"); Process.register(spawn(() => receive(() => true)), "worker")
      true
      me> send(first, atom.go)
      :go
      you> down(r5)
      {:DOWN, true, :process, {:worker, :me@localhost}, :normal}
      you> first === (await Rpc.call("me@localhost", "Process", "whereis", ["worker"]))
      false
    `));
});
