import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import {
  atom,
  exit,
  inProcess,
  inspect,
  makeRef,
  Node,
  type Pid,
  Process,
  type Reference,
  receive,
  self,
  send,
  skip,
  spawn,
  type Tuple,
  tuple,
} from "iex-ts";
import { type Beam, createInterop, describeWithBeam, type Interop } from "./support/index.js";

const M = "m@localhost";

describeWithBeam("signals between a process of iex-ts and one of Erlang", () => {
  let interop: Interop;
  let erl: Beam;

  beforeAll(async () => {
    interop = await createInterop();
    process.env.ERL_EPMD_PORT = String(interop.epmdPort);
    await Node.start("ts@localhost", { cookie: interop.cookie });
    erl = await interop.erl("m");
    await erl.run("register(shell, self()), process_flag(trap_exit, true)");
  });
  afterAll(async () => {
    await Node.stop();
    await interop.end();
  });
  beforeEach(async () => {
    await erl.run(FLUSH);
  });

  /** The next message of the evaluator, as it prints. */
  function next(): Promise<string> {
    return erl.run("(fun() -> receive N -> N after 5000 -> nothing end end)()");
  }

  /** Starts a process here that the node of Erlang knows as `T`, and as the name `ts`. */
  async function start(body: () => unknown): Promise<Pid> {
    const pid = spawn(async () => {
      Process.register(self(), "ts");
      send(["shell", M], tuple(atom("pid"), self()));
      await body();
    });
    await erl.run("(fun() -> receive {pid, P} -> put(t, P), ok after 10000 -> none end end)()");
    return pid;
  }

  /** The next message of the calling process; fails where none comes. */
  const message = () =>
    receive(
      (found: Tuple) => found,
      10_000,
      () => "nothing came",
    );

  describe("as messages", () => {
    it("reach pids, names and aliases in both directions, in order", async () => {
      const echo = await start(async () => {
        for (let left = 6; left > 0; left--) {
          const [to, content] = (await receive()) as Tuple;
          send(to as Pid, tuple(atom("back"), content));
        }
      });
      await erl.run("get(t) ! {self(), 1}, {ts, ts@localhost} ! {self(), 2}");
      expect([await next(), await next()]).toEqual(["{back,1}", "{back,2}"]);
      await erl.run("A = alias(), get(t) ! {A, 3}");
      expect(await next()).toBe("{back,3}");
      await erl.run("unalias(A), get(t) ! {A, 4}, get(t) ! {self(), 5}");
      expect(await next()).toBe("{back,5}");
      await erl.run("get(t) ! {self(), 6}");
      expect(await next()).toBe("{back,6}");
      expect(Process.alive(echo)).toBe(false);
    });

    it("to an alias of ours arrive until it is given up", async () => {
      await inProcess(async () => {
        const [one, two] = [Process.alias(), Process.alias()];
        Process.unalias(one);
        send(["shell", M], tuple(atom("aliases"), one, two));
        await erl.run("(fun() -> receive {aliases, One, Two} -> One ! lost, Two ! found after 5000 -> none end end)()");
        expect(await message()).toBe(atom("found"));
      });
    });

    it("to a process, name or alias that nobody has are dropped", async () => {
      expect(await erl.run("{nobody, ts@localhost} ! hi, get(t) ! hi")).toBe("hi");
      await inProcess(() => {
        send(["nobody", M], 1);
        send(makeRef(), 1);
      });
      expect(await erl.run("nodes(hidden)")).toBe("[ts@localhost]");
    });
  });

  describe("as links", () => {
    it("tell Erlang why ours ended", async () => {
      const pid = await start(() => receive());
      await erl.run("link(get(t)), get(t) ! go");
      expect(await next()).toMatch(/^{'EXIT',<\d+\.\d+\.\d+>,normal}$/);
      expect(Process.alive(pid)).toBe(false);
      await start(async () => exit(tuple(atom("because"), await receive())));
      await erl.run('link(get(t)), get(t) ! <<"told">>');
      expect(await next()).toMatch(/^{'EXIT',<.*>,{because,<<"told">>}}$/);
    });

    it("tell ours why Erlang's ended", async () => {
      await inProcess(async () => {
        Process.flag("trapExit", true);
        const pid = await pidOf("spawn(fun() -> receive Why -> exit(Why) end end)");
        Process.link(pid);
        send(pid, tuple(atom("odd"), 1));
        expect(await message()).toEqual(tuple(atom.EXIT, pid, tuple(atom("odd"), 1)));
      });
    });

    it("are undone by either side, and can be made again", async () => {
      await start(async () => {
        await receive();
        exit("over");
      });
      await erl.run("link(get(t)), unlink(get(t)), link(get(t)), unlink(get(t)), get(t) ! go");
      await erl.run("M = monitor(process, get(t))");
      expect(await next()).toMatch(/^{'DOWN',#Ref.*(over|noproc)/);
      await inProcess(async () => {
        Process.flag("trapExit", true);
        const pid = await pidOf("spawn(fun() -> receive Why -> exit(Why) end end)");
        for (let round = 0; round < 3; round++) {
          Process.link(pid);
          Process.unlink(pid);
        }
        const ref = Process.monitor(pid);
        send(pid, atom("gone"));
        expect(await message()).toEqual(tuple(atom.DOWN, ref, atom.process, pid, atom("gone")));
        expect(await erl.run("process_info(self(), message_queue_len)")).toBe("{message_queue_len,0}");
      });
    });

    it("with a process that has ended bring noproc", async () => {
      await start(() => {});
      await erl.run("timer:sleep(20), link(get(t))");
      expect(await next()).toMatch(/^{'EXIT',<.*>,noproc}$/);
      await inProcess(async () => {
        Process.flag("trapExit", true);
        const pid = await pidOf("spawn(fun() -> ok end)");
        await erl.run("timer:sleep(20)");
        Process.link(pid);
        expect(await message()).toEqual(tuple(atom.EXIT, pid, atom.noproc));
      });
    });
  });

  describe("as monitors", () => {
    it("by pid and by name tell Erlang why ours ended", async () => {
      await start(async () => exit(await receive()));
      await erl.run("R1 = monitor(process, get(t)), R2 = monitor(process, {ts, ts@localhost}), get(t) ! because");
      const downs = [await next(), await next()].sort();
      expect(downs[0]).toMatch(/^{'DOWN',#Ref<.*>,process,<.*>,because}$/);
      expect(downs[1]).toMatch(/^{'DOWN',#Ref<.*>,process,{ts,ts@localhost},because}$/);
    });

    it("on a name, a process or a life of the node that is not there bring noproc", async () => {
      await erl.run("R3 = monitor(process, {nobody, ts@localhost})");
      expect(await next()).toMatch(/^{'DOWN',#Ref<.*>,process,{nobody,ts@localhost},noproc}$/);
      await erl.run("R4 = monitor(process, get(t))");
      expect(await next()).toMatch(/^{'DOWN',#Ref<.*>,process,<.*>,noproc}$/);
      await inProcess(async () => {
        const ref = Process.monitor(["nobody", M]);
        const object = tuple(atom("nobody"), atom(M));
        expect(await message()).toEqual(tuple(atom.DOWN, ref, atom.process, object, atom.noproc));
      });
    });

    it("by pid and by name tell ours why Erlang's ended, unless undone", async () => {
      await inProcess(async () => {
        const pid = await pidOf("spawn(fun() -> register(worker, self()), receive Why -> exit(Why) end end)");
        await erl.until("whereis(worker) =:= undefined", "false");
        const [undone, one, two] = [Process.monitor(pid), Process.monitor(pid), Process.monitor(["worker", M])];
        Process.demonitor(undone);
        send(pid, [1, 2]);
        const downs = [await message(), await message()] as Tuple[];
        expect(downs.map(([, ref]) => ref).sort(byText)).toEqual([one, two].sort(byText));
        expect(downs.map(([, , , object]) => object)).toContainEqual(tuple(atom("worker"), atom(M)));
        expect(downs.map((down) => down[4])).toEqual([
          [1, 2],
          [1, 2],
        ]);
      });
    });

    it("are undone by Erlang's", async () => {
      await start(async () => exit(await receive()));
      await erl.run("R5 = monitor(process, get(t)), demonitor(R5), get(t) ! bye, timer:sleep(30)");
      expect(await erl.run("process_info(self(), message_queue_len)")).toBe("{message_queue_len,0}");
    });
  });

  describe("as exits", () => {
    it("end ours, or reach it as a message", async () => {
      const mortal = await start(() => receive(() => skip));
      await erl.run("R6 = monitor(process, get(t)), exit(get(t), {some, reason})");
      expect(await next()).toMatch(/,{some,reason}}$/);
      expect(Process.alive(mortal)).toBe(false);
      await start(async () => {
        Process.flag("trapExit", true);
        send(["shell", M], await receive());
        await receive(() => skip);
      });
      await erl.run("R7 = monitor(process, get(t)), exit(get(t), polite)");
      expect(await next()).toMatch(/^{'EXIT',<.*>,polite}$/);
      await erl.run("exit(get(t), kill)");
      expect(await next()).toMatch(/^{'DOWN',.*,killed}$/);
    });

    it("end Erlang's", async () => {
      await inProcess(async () => {
        const pid = await pidOf("spawn(fun() -> process_flag(trap_exit, true), receive after infinity -> ok end end)");
        const ref = Process.monitor(pid);
        Process.exit(pid, atom("polite"));
        Process.exit(pid, atom.kill);
        expect(await message()).toEqual(tuple(atom.DOWN, ref, atom.process, pid, atom.killed));
      });
    });
  });

  describe("about group leaders", () => {
    it("change that of a process on the other side", async () => {
      const pid = await start(async () => {
        send(["shell", M], await receive());
        await receive(() => skip);
      });
      expect(await erl.run("R11 = group_leader(self(), get(t)), get(t) ! changed, R11")).toBe("true");
      expect(await next()).toBe("changed");
      await inProcess(async () => {
        expect(Process.info(pid, "groupLeader")?.node).toBe(M);
        const other = await pidOf("spawn(fun() -> receive From -> From ! group_leader() end end)");
        Process.groupLeader(other, self());
        send(other, self());
        expect(await message()).toBe(self());
        Process.exit(pid, atom.kill);
      });
    });
  });

  describe("that ask for processes", () => {
    const ok = /^{spawn_reply,#Ref<.*>,ok,<.*>}$/;

    it.each([
      ["no option", "[]", [ok]],
      ["a monitor", "[monitor]", [ok, /^{'DOWN',#Ref<.*>,process,<.*>,bye}$/]],
      ["a monitor with options", "[{monitor, [{tag, 'GONE'}]}]", [ok, /^{'GONE',#Ref<.*>,process,<.*>,bye}$/]],
      ["a link", "[link]", [ok, /^{'EXIT',<.*>,bye}$/]],
      ["no answer but for errors", "[{reply, error_only}, monitor]", [/^{'DOWN',#Ref<.*>,process,<.*>,bye}$/]],
      ["a tag for the answer", "[{reply_tag, made}]", [/^{made,#Ref<.*>,ok,<.*>}$/]],
      ["settings of its memory", "[{priority, low}, {min_heap_size, 100}, {max_heap_size, 1000}]", [ok]],
    ] as const)("of ours with %s get what Erlang's would give", async (_what, options, expected) => {
      await erl.run(`spawn_request(ts@localhost, 'Elixir.Kernel', exit, [bye], ${options})`);
      for (const pattern of expected) expect(await next()).toMatch(pattern);
      expect(await erl.run("process_info(self(), message_queue_len)")).toBe("{message_queue_len,0}");
    });

    it.each(["[{name, x}]", "[unheard_of]", "[link, {priority, odd}]", "[monitor, {min_heap_size, -1}]"])(
      "of ours with options that no node has are told so: %s",
      async (options) => {
        await erl.run(`spawn_request(ts@localhost, 'Elixir.Kernel', exit, [bye], ${options})`);
        expect(await next()).toMatch(/^{spawn_reply,#Ref<.*>,error,badopt}$/);
      },
    );

    it("of ours with a function get a process that runs what it can", async () => {
      expect(await erl.run("is_pid(spawn(ts@localhost, 'Elixir.Process', list, []))")).toBe("true");
      await erl.run("{P8, R8} = spawn_monitor(ts@localhost, unknown, function, [1, 2])");
      expect(await next()).toMatch(/^{'DOWN',#Ref<.*>,process,<.*>,{undef,/);
    });

    it("of Erlang's get one with link and monitor", async () => {
      await inProcess(async () => {
        Process.flag("trapExit", true);
        const linked = await Node.spawnLink(M, "erlang", "exit", [tuple(atom("bye"), "x")]);
        expect(await message()).toEqual(tuple(atom.EXIT, linked, tuple(atom("bye"), "x")));
        const [pid, ref] = await Node.spawnMonitor(M, "timer", "sleep", [1]);
        expect(await message()).toEqual(tuple(atom.DOWN, ref, atom.process, pid, atom.normal));
      });
    });
  });

  describe("when the connection is lost", () => {
    it("end links and monitors with noconnection, and old pids reach nobody in the next life", async () => {
      const mortal = await interop.erl("mortal");
      await mortal.run("register(main, self()), process_flag(trap_exit, true)");
      await inProcess(async () => {
        Process.flag("trapExit", true);
        Process.register(self(), "watcher");
        await mortal.run("{watcher, ts@localhost} ! self()");
        const pid = (await message()) as unknown as Pid;
        Process.link(pid);
        const ref = Process.monitor(pid);
        Node.monitor("mortal@localhost", true);
        await mortal.run("ok");
        await mortal.kill();
        expect(await message()).toEqual(tuple(atom.EXIT, pid, atom.noconnection));
        expect(await message()).toEqual(tuple(atom.DOWN, ref, atom.process, pid, atom.noconnection));
        expect(await message()).toEqual(tuple(atom.nodedown, atom("mortal@localhost")));
        const again = await interop.erl("mortal");
        send(pid, "lost");
        const second = Process.monitor(pid);
        expect(await message()).toEqual(tuple(atom.DOWN, second, atom.process, pid, atom.noproc));
        expect(await again.run("process_info(self(), message_queue_len)")).toBe("{message_queue_len,0}");
        await again.kill();
      });
    });

    it("tell Erlang's so, which finds nobody behind the pids of ours from before", async () => {
      await start(() => receive(() => skip));
      await erl.run("link(get(t)), R9 = monitor(process, get(t)), monitor_node(ts@localhost, true)");
      await Node.stop();
      const told = [await next(), await next(), await next()].sort();
      expect(told[0]).toMatch(/^{'DOWN',#Ref<.*>,process,<.*>,noconnection}$/);
      expect(told[1]).toMatch(/^{'EXIT',<.*>,noconnection}$/);
      expect(told[2]).toBe("{nodedown,ts@localhost}");
      await Node.start("ts@localhost", { cookie: interop.cookie });
      await erl.run("R10 = monitor(process, get(t)), link(get(t)), get(t) ! hello");
      const after = [await next(), await next()].sort();
      expect(after[0]).toMatch(/^{'DOWN',#Ref<.*>,process,<.*>,noproc}$/);
      expect(after[1]).toMatch(/^{'EXIT',<.*>,noproc}$/);
    });
  });

  /** A process of Erlang. For the body of a process. */
  async function pidOf(code: string): Promise<Pid> {
    const name = inspect(makeRef());
    Process.register(self(), name);
    await erl.run(`{'${name}', ts@localhost} ! {made, ${code}}`);
    const [, pid] = (await message()) as Tuple;
    Process.unregister(name);
    return pid as Pid;
  }
});

/** Empties the mailbox of Erlang's evaluator. */
const FLUSH = "(fun F() -> receive _ -> F() after 0 -> ok end end)()";

function byText(a: unknown, b: unknown): number {
  return inspect(a as Reference) < inspect(b as Reference) ? -1 : 1;
}
