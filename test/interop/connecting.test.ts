import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import type { TestNode } from "../dist/support/cluster.js";
import { type Beam, createInterop, describeWithBeam, type Interop, WireNodes } from "./support/index.js";

const WRONG_COOKIE = "rejected. Invalid challenge reply. **";

describeWithBeam("a node of iex-ts and one of Erlang", () => {
  let interop: Interop;
  let nodes: WireNodes;
  let erl: Beam;

  beforeAll(async () => {
    interop = await createInterop();
    nodes = new WireNodes(interop);
    erl = await interop.erl("m");
  });
  afterAll(() => interop.end());
  afterEach(() => nodes.stop());

  /** Waits until the node of Erlang has noticed, too, that a connection is there or is gone. */
  function erlangHas(expected: string): Promise<void> {
    return erl.until("lists:sort(nodes(connected))", expected);
  }

  async function lost(node: TestNode, peer = "m@localhost"): Promise<void> {
    await node.until(() => !node.isConnected(peer));
  }

  it("connect when ours calls, and are hidden from each other's node lists", async () => {
    const a = await nodes.start("a@localhost");
    expect(await a.connect("m@localhost")).toBe(true);
    expect([a.list("visible"), a.list("hidden"), a.list("connected")]).toEqual([[], ["m@localhost"], ["m@localhost"]]);
    await erlangHas("[a@localhost]");
    expect(await erl.run("{nodes(), nodes(hidden)}")).toBe("{[],[a@localhost]}");
    expect(a.events).toEqual(["up m@localhost"]);
    expect(a.lines).toEqual([]);
  });

  it("connect when Erlang's calls, whatever our node is among its own", async () => {
    const a = await nodes.start("a@localhost", { hidden: true });
    const z = await nodes.start("z@localhost");
    expect(await erl.run("[net_kernel:connect_node(N) || N <- [a@localhost, z@localhost]]")).toBe("[true,true]");
    await Promise.all([a, z].map((node) => node.until(() => node.isConnected("m@localhost"))));
    expect([a.list("hidden"), z.list("hidden")]).toEqual([["m@localhost"], ["m@localhost"]]);
    expect(await erl.run("{nodes(), lists:sort(nodes(hidden))}")).toBe("{[],[a@localhost,z@localhost]}");
    expect([...a.lines, ...z.lines]).toEqual([]);
  });

  it("disconnect from either side, and both are told", async () => {
    const a = await nodes.start("a@localhost");
    await a.connect("m@localhost");
    expect(a.disconnect("m@localhost")).toBe(true);
    await erlangHas("[]");
    await a.connect("m@localhost");
    await erlangHas("[a@localhost]");
    expect(await erl.run("erlang:disconnect_node(a@localhost)")).toBe("true");
    await lost(a);
    expect(a.events).toEqual([
      "up m@localhost",
      "down m@localhost disconnect",
      "up m@localhost",
      "down m@localhost connection_closed",
    ]);
  });

  it.each(["a@localhost", "z@localhost"])("make one connection when both call at once: %s", async (name) => {
    const node = await nodes.start(name);
    for (let round = 0; round < 25; round++) {
      const [ours, theirs] = await Promise.all([
        node.connect("m@localhost"),
        erl.run(`net_kernel:connect_node('${name}')`),
      ]);
      expect([ours, theirs]).toEqual([true, "true"]);
      expect(node.list("connected")).toEqual(["m@localhost"]);
      await erlangHas(`[${name}]`);
      node.disconnect("m@localhost");
      await erlangHas("[]");
    }
    expect(node.events.filter((event) => event.startsWith("up"))).toHaveLength(25);
    expect(node.lines).toEqual([]);
  });

  it.each(["a@localhost", "z@localhost"])(
    "stay of one mind when both connect and part as they like: %s",
    async (name) => {
      const node = await nodes.start(name);
      const theirs = erl.run(
        `length([begin net_kernel:connect_node('${name}'), erlang:disconnect_node('${name}') end || _ <- lists:seq(1, 200)])`,
      );
      let over = false;
      void theirs.finally(() => {
        over = true;
      });
      for (let round = 0; !over; round++) {
        await node.connect("m@localhost");
        if (round % 3 === 0) node.disconnect("m@localhost");
      }
      expect(await theirs).toBe("200");
      expect(await node.connect("m@localhost")).toBe(true);
      await erlangHas(`[${name}]`);
      const kinds = node.events.map((event) => event.split(" ")[0]);
      expect(kinds).toEqual(kinds.map((_, index) => (index % 2 === 0 ? "up" : "down")));
      expect(node.lines.filter(({ level }) => level === "error")).toEqual([]);
    },
  );

  it("refuse each other for a wrong cookie, and say so in the same words", async () => {
    const a = await nodes.start("a@localhost", { cookie: "other" });
    expect(await a.connect("m@localhost")).toBe(false);
    await erl.printed(new RegExp(`Connection attempt from node a@localhost ${WRONG_COOKIE.replaceAll("*", "\\*")}`));
    expect(a.lines).toEqual([{ level: "notice", message: expect.stringContaining("the cookies differ") }]);
    expect(await erl.run("net_kernel:connect_node(a@localhost)")).toBe("false");
    await a.until(() => a.lines.length === 2);
    expect(a.lines[1]).toEqual({
      level: "error",
      message: `** Connection attempt from node :m@localhost ${WRONG_COOKIE}`,
    });
    a.setCookie("m@localhost", interop.cookie);
    expect(await a.connect("m@localhost")).toBe(true);
  });

  it("are told why when Erlang's allows others only", async () => {
    const picky = await interop.erl("picky");
    await picky.run("net_kernel:allow([somebody@localhost])");
    const a = await nodes.start("a@localhost");
    expect(await a.connect("picky@localhost")).toBe(false);
    expect(a.lines[0]?.message).toContain("it refuses connections from this node");
    await picky.kill();
  });

  it("do not mix short and long names, whoever calls", async () => {
    const long = await interop.erl("long@127.0.0.1");
    const a = await nodes.start("a@localhost");
    expect(await a.connect("long@127.0.0.1")).toBe(false);
    expect(a.lines.pop()?.message).toContain("** System NOT running to use fully qualified hostnames **");
    expect(await long.run("net_kernel:connect_node(a@localhost)")).toBe("false");
    const ours = await nodes.start("ours@127.0.0.1", { mode: "long" });
    expect(await ours.connect("long@127.0.0.1")).toBe(true);
    await long.kill();
  });

  it("connect when Erlang's has no name yet: ours gives it one", async () => {
    const a = await nodes.start("a@localhost");
    const nameless = await interop.erl("undefined@localhost");
    expect(await nameless.run("node()")).toBe("nonode@nohost");
    expect(await nameless.run("net_kernel:connect_node(a@localhost)")).toBe("true");
    await a.until(() => a.list("hidden").length === 1);
    const [name] = a.list("hidden");
    expect(name).toMatch(/^[0-9A-Z]+@localhost$/);
    expect(await nameless.run("{node(), nodes(hidden)}")).toBe(`{'${name}',[a@localhost]}`);
    await nameless.kill();
    await lost(a, name);
  });

  it("notice at once that the other was killed", async () => {
    const a = await nodes.start("a@localhost");
    const mortal = await interop.erl("mortal");
    await a.connect("mortal@localhost");
    await mortal.kill();
    await lost(a, "mortal@localhost");
    expect(a.events).toEqual(["up mortal@localhost", "down mortal@localhost connection_closed"]);
  });

  it("that was started again is another life of the name", async () => {
    const a = await nodes.start("a@localhost");
    const first = await interop.erl("again");
    await first.run("net_kernel:connect_node(a@localhost)");
    await first.kill();
    const second = await interop.erl("again");
    expect(await second.run("net_kernel:connect_node(a@localhost)")).toBe("true");
    await a.until(() => a.events.length === 3);
    expect(a.events).toEqual(["up again@localhost", "down again@localhost connection_closed", "up again@localhost"]);
    await second.kill();
  });

  it("replace a connection that Erlang's believes alive by that of a new life", async () => {
    const first = await nodes.start("a@localhost");
    await first.connect("m@localhost");
    await erlangHas("[a@localhost]");
    const second = await nodes.startUnregistered("a@localhost");
    expect(await second.connect("m@localhost")).toBe(true);
    await lost(first);
    await erlangHas("[a@localhost]");
    expect(second.list("connected")).toEqual(["m@localhost"]);
    expect([first.lines, second.lines]).toEqual([[], []]);
  });

  it("stay connected through silence, also when the other's tick time is much shorter", async () => {
    const hasty = await interop.erl("hasty", { args: ["-kernel", "net_ticktime", "4"] });
    const [slow, quick] = [
      await nodes.start("slow@localhost"),
      await nodes.start("quick@localhost", { netTicktime: 4 }),
    ];
    await Promise.all([slow, quick].map((node) => node.connect("hasty@localhost")));
    await hasty.run("timer:sleep(7000)");
    expect(await hasty.run("lists:sort(nodes(hidden))")).toBe("[quick@localhost,slow@localhost]");
    expect([...slow.events, ...quick.events]).toEqual(["up hasty@localhost", "up hasty@localhost"]);
    await hasty.kill();
  });

  it("give each other up after silence", async () => {
    const frozen = await interop.erl("frozen", { args: ["-kernel", "net_ticktime", "4"] });
    const a = await nodes.start("a@localhost", { netTicktime: 4 });
    await a.connect("frozen@localhost");
    await frozen.kill("SIGSTOP");
    await lost(a, "frozen@localhost");
    expect(a.events[1]).toBe("down frozen@localhost net_tick_timeout");
    expect(a.lines[0]?.message).toBe(
      "** Node :frozen@localhost not responding **\n** Removing (timedout) connection **",
    );
    await frozen.kill();
  });
});
