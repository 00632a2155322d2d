import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { type Captures, createCluster } from "iex-ts/testing";

const cluster = createCluster();

/** How `you` writes the pids of `me`. */
let nodes: Captures = {};

const play = (transcript: string): Promise<Captures> => cluster.play(transcript, nodes);

/** A process that has ended is told to its monitors in their order: after `gone`, those before it know. */
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
  `);
  nodes = { me: me! };
});
afterAll(() => cluster.stopAll());

/** Names and reasons are long, so that a message takes two lines however short its reference is. */
describe("the monitor of a process on another node", () => {
  it("tells with which reason it ended, or that there is no such process any more", () =>
    play(`
      you> const p = Node.spawn("me@localhost", () => receive((x) => exit(x)))
      #PID<{me}.{p}.0>
      you> const ref = Process.monitor(p)
      #Reference<{ref}>
      you> send(p, atom.good_bye_for_now)
      :good_bye_for_now
      you> gone(p)
      :gone
      you> flush()
      {:DOWN, #Reference<{ref}>, :process, #PID<{me}.{p}.0>,
       :good_bye_for_now}
      :ok
      you> Process.monitor(p)
      #Reference<{again}>
      you> gone(p)
      :gone
      you> flush()
      {:DOWN, #Reference<{again}>, :process, #PID<{me}.{p}.0>,
       :noproc}
      :ok
      me! nothing
    `));

  it("takes a registered name, and says when nobody has it or the node does not exist", () =>
    play(`
      you> const nobody = tuple(atom.nobody_has_this_name, atom("me@localhost"))
      {:nobody_has_this_name, :me@localhost}
      you> Process.monitor(nobody)
      #Reference<{ref}>
      you> gone(nobody)
      :gone
      you> flush()
      {:DOWN, #Reference<{ref}>, :process,
       {:nobody_has_this_name, :me@localhost}, :noproc}
      :ok
      you> const nowhere = tuple(atom.x, atom("nonexistent@localhost"))
      {:x, :nonexistent@localhost}
      you> Process.monitor(nowhere)
      #Reference<{far}>
      you> gone(nowhere)
      :gone
      you> flush()
      {:DOWN, #Reference<{far}>, :process,
       {:x, :nonexistent@localhost}, :noconnection}
      :ok
    `));

  it("tells the error that ended it, which is reported as well", () =>
    play(`
      you> const p = Node.spawn("me@localhost", () => receive((x) => { throw new Error("got " + x.description) }))
      #PID<{me}.{p}.0>
      you> const ref = Process.monitor(p)
      #Reference<{ref}>
      you> send(p, atom.bye)
      [unordered]
      :bye
      [and]

      [TIME] [error] Process #PID<{me}.{p}.0> on node :me@localhost raised an exception
      ** (Error) got bye
          fun@you@localhost:{line}: anonymous fn/0
      [/unordered]
      you> gone(p)
      :gone
      you> flush()
      {:DOWN, #Reference<{ref}>, :process, #PID<{me}.{p}.0>,
       {[Error: got bye], [{:iex_ts, :"", 0, [file: "fun@you@localhost", line: {line}]}]}}
      :ok
      me! nothing
    `));

  it("can be taken back", () =>
    play(`
      you> const p = Node.spawn("me@localhost", () => receive())
      #PID<{me}.{p}.0>
      you> const ref = Process.monitor(p)
      #Reference<{ref}>
      you> Process.demonitor(ref)
      true
      you> send(p, atom.go)
      :go
      you> gone(p)
      :gone
      you> flush()
      :ok
    `));
});
