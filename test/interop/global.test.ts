import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { TestNode } from "iex-ts/testing";
import { BOUND } from "../support/bound.js";
import { type Beam, createInterop, describeWithBeam, type Interop } from "./support/index.js";

const VISIBLE = { args: ["--visible"] };
const NODES = "Node.list().map((node) => node.description).sort().join()";

/** Waits until an expression has a value there that prints so. */
async function until(node: TestNode, code: string, value: string): Promise<void> {
  const deadline = Date.now() + BOUND;
  for (;;) {
    const shown = await node.type(code);
    if (shown === value) return;
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${code} to be ${value}: it is ${shown}`);
  }
}

describeWithBeam("a visible TypeScript node in a cluster of Erlang and Elixir", () => {
  let interop: Interop;
  let erl: Beam;
  let elixir: Beam;
  let ts: TestNode;

  beforeAll(async () => {
    interop = await createInterop();
    [erl, elixir, ts] = await Promise.all([interop.erl("er"), interop.elixir("ex"), interop.ts.start("ts", VISIBLE)]);
  });
  afterAll(() => interop?.end());

  it("gets connected with all when one of them connects", async () => {
    expect(await erl.run("net_kernel:connect_node(ex@localhost)")).toBe("true");
    expect(await erl.run("net_kernel:connect_node(ts@localhost)")).toBe("true");
    await elixir.until("Enum.sort(Node.list())", "[:er@localhost, :ts@localhost]");
    await erl.until("lists:sort(nodes())", "[ex@localhost,ts@localhost]");
    await until(ts, NODES, '"er@localhost,ex@localhost"');
    await ts.check('[Node.list("hidden"), await Global.sync()]', "[[], :ok]");
  });

  it("is waited for by global:sync, and no longer than needed", async () => {
    expect(await erl.run("global:sync()")).toBe("ok");
    expect(await elixir.run(":global.sync()")).toBe(":ok");
  });

  describe("shares names:", () => {
    it("finds those that others register, and the other way round", async () => {
      expect(await erl.run("global:register_name(boss, self())")).toBe("yes");
      await ts.check("Global.whereisName(atom.boss)?.node", '"er@localhost"');
      await ts.check('await Global.registerName("chat", self())', ":yes");
      expect(await elixir.run('node(:global.whereis_name("chat"))')).toBe(":ts@localhost");
      expect(await erl.run("lists:sort(global:registered_names())")).toBe('[boss,<<"chat">>]');
      await ts.check("Global.registeredNames()", '[:boss, "chat"]');
    });

    it("refuses a name that is taken, and a second one for a process", async () => {
      await ts.check("await Global.registerName(atom.boss, spawn(() => {}))", ":no");
      expect(await elixir.run(':global.register_name("chat", self())')).toBe(":no");
      expect(await elixir.run('rpc = :rpc.call(:ts@localhost, :global, :whereis_name, ["chat"]); is_pid(rpc)')).toBe(
        "true",
      );
    });

    it("sends to them, and says when nobody has the name", async () => {
      expect(await elixir.run('node(:global.send("chat", :hi))')).toBe(":ts@localhost");
      await ts.check("await receive(undefined, 10_000)", ":hi");
      await ts.check('Global.send(atom.boss, "hello").node', '"er@localhost"');
      expect(await erl.run("receive M -> M after 10000 -> late end")).toBe('<<"hello">>');
      await ts.check("try { Global.send(atom.nobody, 1) } catch (error) { error.reason }", "{:badarg, {:nobody, 1}}");
    });

    it("takes them away on all nodes", async () => {
      await ts.check("await Global.unregisterName(atom.boss)", ":ok");
      expect(await elixir.run(":global.whereis_name(:boss)")).toBe(":undefined");
      expect(await elixir.run(':global.unregister_name("chat")')).toBe(":ok");
      await ts.check('Global.whereisName("chat")', "null");
    });

    it("forgets those of processes that end", async () => {
      await ts.check("await Global.registerName(atom.short, spawn(() => receive()))", ":yes");
      expect(await erl.run("node(global:whereis_name(short))")).toBe("ts@localhost");
      await erl.run("exit(global:whereis_name(short), kill)");
      await erl.until("global:whereis_name(short)", "undefined");
      await erl.run("global:register_name(brief, spawn(fun() -> receive stop -> ok end end))");
      await ts.check("Global.send(atom.brief, atom.stop).node", '"er@localhost"');
      await until(ts, "Global.whereisName(atom.brief)", "null");
    });
  });

  describe("has servers with names of the whole cluster:", () => {
    it("Elixir calls one here", async () => {
      await ts.check(
        'const Counter = { init: (n) => GenServer.ok(n), handleCall: { next: (n) => GenServer.reply(n + 1, n + 1) } }; await GenServer.startLink(Counter, [1], { name: ["global", "counter"] })',
        "#PID<..>",
      );
      expect(await elixir.run('GenServer.call({:global, "counter"}, :next)')).toBe("2");
      await ts.check('await GenServer.call(["global", "counter"], "next")', "3");
      await ts.check(
        'try { await GenServer.start(Counter, [1], { name: ["global", "counter"] }) } catch (error) { error.reason[0] }',
        ":already_started",
      );
    });

    it("and the other way round", async () => {
      await elixir.run('{:ok, agent} = Agent.start(fn -> 42 end, name: {:global, "agent"})');
      await ts.check('GenServer.whereis(["global", "agent"]).node', '"ex@localhost"');
      await ts.check('await Agent.get(["global", "agent"], "Function", "identity", [])', "42");
    });
  });

  describe("shares locks:", () => {
    it("holds one against all others until it lets go", async () => {
      await ts.check('await Global.setLock(["printer", self()])', "true");
      expect(await erl.run('global:set_lock({<<"printer">>, self()}, [node()|nodes()], 0)')).toBe("false");
      await ts.check('await Global.delLock(["printer", self()])', "true");
      expect(await erl.run('global:set_lock({<<"printer">>, self()}, [node()|nodes()], 0)')).toBe("true");
      await ts.check('await Global.trans(["printer", self()], () => 1, undefined, 0)', ":aborted");
      expect(await erl.run('global:del_lock({<<"printer">>, self()})')).toBe("true");
      await ts.check('await Global.trans(["printer", self()], () => "inside")', '"inside"');
      expect(await elixir.run(':global.trans({"printer", self()}, fn -> :inside end)')).toBe(":inside");
    });
  });
});

describeWithBeam("visible TypeScript nodes that come and go", () => {
  let interop: Interop;

  beforeAll(async () => {
    interop = await createInterop();
  });
  afterAll(() => interop?.end());

  it("come back under their name and share names again", async () => {
    const erl = await interop.erl("one");
    for (const round of [1, 2, 3]) {
      const node = await interop.ts.start("back", VISIBLE);
      await node.check('await Node.connect("one@localhost")', "true");
      await node.check(`await Global.registerName(tuple(atom.round, ${round}), self())`, ":yes");
      expect(await erl.run("global:sync()")).toBe("ok");
      expect(await erl.run(`node(global:whereis_name({round,${round}}))`)).toBe("back@localhost");
      await node.kill();
      await erl.until("{nodes(), global:registered_names()}", "{[],[]}");
    }
    expect(erl.output).not.toMatch(/global|WARNING/);
    await erl.kill();
  });

  it("are connected with all when all connect with each other at the same time", async () => {
    const beams = await Promise.all([interop.erl("e1"), interop.erl("e2")]);
    const ours = await Promise.all(["t1", "t2", "t3"].map((name) => interop.ts.start(name, VISIBLE)));
    const [e1, e2] = beams as [Beam, Beam];
    const [t1, t2, t3] = ours as [TestNode, TestNode, TestNode];
    await Promise.all([
      e1.run("net_kernel:connect_node(t1@localhost), net_kernel:connect_node(t2@localhost)"),
      e2.run("net_kernel:connect_node(t3@localhost), net_kernel:connect_node(e1@localhost)"),
      t1.check('await Node.connect("t2@localhost")', "true"),
      t2.check('await Node.connect("t3@localhost")', "true"),
      t3.check('await Node.connect("t1@localhost")', "true"),
    ]);
    for (const beam of beams) await beam.until("length(nodes())", "4");
    for (const node of ours) await until(node, "Node.list().length", "4");
    await Promise.all([
      ...beams.map(async (beam) => expect(await beam.run("global:sync()")).toBe("ok")),
      ...ours.map((node) => node.check("await Global.sync()", ":ok")),
    ]);
    await Promise.all([
      ...beams.map(async (beam) => expect(await beam.run("global:register_name(node(), self())")).toBe("yes")),
      ...ours.map((node) => node.check("await Global.registerName(node(), self())", ":yes")),
    ]);
    for (const beam of beams) expect(await beam.run("length(global:registered_names())")).toBe("5");
    for (const node of ours) await node.check("Global.registeredNames().length", "5");
    for (const beam of beams) expect(beam.output).not.toMatch(/global/);
    await Promise.all([t1.kill(), t2.kill(), e2.kill()]);
    await e1.until("{nodes(), lists:sort(global:registered_names())}", "{[t3@localhost],[e1@localhost,t3@localhost]}");
    await until(t3, "[Global.registeredNames().length, Node.list().length].join()", '"2,1"');
    await t3.expectNothing();
    await Promise.all([e1.kill(), t3.kill()]);
  });

  it("hold nobody up when they are killed in the middle of connecting", async () => {
    const [e1, e2] = await Promise.all([interop.erl("e1"), interop.erl("e2")]);
    await e1.run("net_kernel:connect_node(e2@localhost), global:sync()");
    for (const delay of [0, 30, 80, 150, 250]) {
      const node = await interop.ts.start("brief", VISIBLE);
      node.type('await Node.connect("e1@localhost"); Global.registerName(atom.x, self())').catch(() => {});
      await e1.run(`net_kernel:connect_node(brief@localhost), timer:sleep(${delay})`);
      await node.kill();
      expect(await Promise.all([e1.run("global:sync()"), e2.run("global:sync()")])).toEqual(["ok", "ok"]);
      await e2.until("{nodes(), global:registered_names()}", "{[e1@localhost],[]}");
      expect(await e1.run("global:register_name(a, self())")).toBe("yes");
      expect(await e2.run("global:unregister_name(a)")).toBe("ok");
    }
    await Promise.all([e1.kill(), e2.kill()]);
  });

  it("lose nothing when a node of Erlang is killed in the middle of connecting", async () => {
    const [a, b] = await Promise.all([interop.ts.start("ta", VISIBLE), interop.ts.start("tb", VISIBLE)]);
    await a.check('[await Node.connect("tb@localhost"), await Global.sync()]', "[true, :ok]");
    await a.check("await Global.registerName(atom.kept, self())", ":yes");
    for (const delay of [0, 30, 80, 150, 250]) {
      const erl = await interop.erl("brief");
      await erl.run(`net_kernel:connect_node(ta@localhost), timer:sleep(${delay})`);
      await erl.kill();
      for (const node of [a, b]) await until(node, NODES, node === a ? '"tb@localhost"' : '"ta@localhost"');
      await b.check("await Global.sync()", ":ok");
      await b.check(
        "[await Global.registerName(atom.more, self()), await Global.unregisterName(atom.more)]",
        "[:yes, :ok]",
      );
      await b.check("Global.registeredNames()", "[:kept]");
    }
    await Promise.all([a.kill(), b.kill()]);
  });

  it.each([
    ["the process of the greater node is killed", "randomExitName", "ts1@localhost"],
    ["the process of the greater node is told", "randomNotifyName", "ts1@localhost"],
    ["both are told, and nobody has the name", "notifyAllName", "undefined"],
  ])("settle who keeps a name that two partitions have: %s", async (_title, resolve, winner) => {
    const [er1, ts1, er2, ts2] = await Promise.all([
      interop.erl("er1"),
      interop.ts.start("ts1", VISIBLE),
      interop.erl("er2"),
      interop.ts.start("ts2", VISIBLE),
    ]);
    const partitions = [
      [er1, ts1],
      [er2, ts2],
    ] as const;
    for (const [er, ts] of partitions) {
      expect(await er.run(`net_kernel:connect_node('${ts.name}'), global:sync()`)).toBe("ok");
      await ts.check(
        "const told = []; const holder = spawn(async () => { for (;;) told.push(await receive()); })",
        "#PID<..>",
      );
      await ts.check(`await Global.registerName(atom.same, holder, Global.${resolve})`, ":yes");
      expect(await er.run("global:register_name(node(), self())")).toBe("yes");
    }
    await er1.run("net_kernel:connect_node(er2@localhost)");
    for (const [er, ts] of partitions) {
      await er.until("length(nodes())", "3");
      expect(await er.run("global:sync()")).toBe("ok");
      const names = `case global:whereis_name(same) of undefined -> undefined; P -> node(P) end`;
      await er.until(names, winner);
      await er.until("length(global:registered_names())", winner === "undefined" ? "2" : "3");
      await until(ts, "String(Global.whereisName(atom.same)?.node)", `"${winner}"`);
      expect(
        await er.run("{is_pid(global:whereis_name(er1@localhost)), is_pid(global:whereis_name(er2@localhost))}"),
      ).toBe("{true,true}");
    }
    await ts1.check("Process.alive(holder)", "true");
    await until(ts2, "Process.alive(holder)", String(resolve !== "randomExitName"));
    const conflict = "told.map((message) => String(message[0])).join()";
    await until(ts2, conflict, resolve === "randomExitName" ? '""' : '"Symbol(global_name_conflict)"');
    await until(ts1, conflict, resolve === "notifyAllName" ? '"Symbol(global_name_conflict)"' : '""');
    await Promise.all([er1.kill(), er2.kill(), ts1.kill(), ts2.kill()]);
  });

  it("leave all others when two of them lose each other, as nodes of Erlang do", async () => {
    const [e1, e2, t] = await Promise.all([interop.erl("e1"), interop.erl("e2"), interop.ts.start("t", VISIBLE)]);
    await e1.run("net_kernel:connect_node(e2@localhost), net_kernel:connect_node(t@localhost), global:sync()");
    await e2.until("length(nodes())", "2");
    await t.check("await Global.sync()", ":ok");
    await e1.run("erlang:disconnect_node(e2@localhost)");
    await t.expect(/'global' at node t@localhost (requested disconnect from|disconnected) node e\d@localhost/);
    await until(t, "Node.list().length", "0");
    await e1.until("nodes()", "[]");
    await e2.until("nodes()", "[]");
    await e1.run("net_kernel:connect_node(e2@localhost), net_kernel:connect_node(t@localhost)");
    await e2.until("length(nodes())", "2");
    expect(await e2.run("global:sync()")).toBe("ok");
    await Promise.all([e1.kill(), e2.kill(), t.kill()]);
  });

  it("share names among themselves, without any node of Erlang; others of TypeScript stay apart", async () => {
    const [a, b, plain] = await Promise.all([
      interop.ts.start("a", VISIBLE),
      interop.ts.start("b", VISIBLE),
      interop.ts.start("plain"),
    ]);
    await plain.check('await Node.connect("a@localhost")', "true");
    await a.check('await Node.connect("b@localhost")', "true");
    await until(plain, NODES, '"a@localhost,b@localhost"');
    await a.check("await Global.sync()", ":ok");
    await a.check("await Global.registerName(atom.shared, self())", ":yes");
    await b.check("Global.whereisName(atom.shared)?.node", '"a@localhost"');
    await plain.check("Global.whereisName(atom.shared)", "null");
    await plain.check("await Global.registerName(atom.shared, self())", ":yes");
    await plain.check("Global.whereisName(atom.shared) === self()", "true");
    const erl = await interop.erl("e");
    await erl.run("net_kernel:connect_node(b@localhost)");
    await erl.until("lists:sort(nodes())", "[a@localhost,b@localhost]");
    expect(await erl.run("{global:sync(), node(global:whereis_name(shared)), nodes(hidden)}")).toBe(
      "{ok,a@localhost,[]}",
    );
    await plain.check(NODES, '"a@localhost,b@localhost"');
    await Promise.all([a.kill(), b.kill(), plain.kill(), erl.kill()]);
  });
});
