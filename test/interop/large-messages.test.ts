import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Signal } from "../../src/process/signal.js";
import { atom, tuple } from "../../src/term/index.js";
import { type Beam, createInterop, describeWithBeam, type Interop, WireNodes } from "./support/index.js";

const SIZE = 64 * 1024 * 1024;

describeWithBeam("messages of 64 MiB between iex-ts and Erlang", () => {
  let interop: Interop;
  let nodes: WireNodes;
  let erl: Beam;

  beforeAll(async () => {
    interop = await createInterop();
    nodes = new WireNodes(interop);
    erl = await interop.erl("m", { args: ["-kernel", "net_ticktime", "4"] });
  });
  afterAll(async () => {
    await nodes.stop();
    await interop.end();
  });

  const contents = (signals: readonly { signal: Signal }[]): unknown[] =>
    signals.flatMap(({ signal }) => (signal.type === "message" ? [signal.message] : []));

  it("arrive whole in both directions, in order with small ones, and nobody is given up meanwhile", async () => {
    const a = await nodes.start("a@localhost", { netTicktime: 4, highWater: 2 * SIZE });
    await a.connect("m@localhost");
    await erl.run("register(shell, self())");
    const bytes = Buffer.alloc(SIZE, 0xfe);
    for (const message of [1, bytes, 2])
      a.deliver("m@localhost", { type: "message", from: a.pid(), to: atom("shell"), message });
    expect(
      await erl.run(
        "(fun() -> receive 1 -> receive B when is_binary(B) -> receive 2 -> erlang:md5(B) end end end end)()",
      ),
    ).toBe(await erl.run(`erlang:md5(binary:copy(<<254>>, ${SIZE}))`));
    await erl.run(`length([{x, a@localhost} ! M || M <- [3, binary:copy(<<253>>, ${SIZE}), 4]])`);
    await a.until(() => contents(a.signals).length === 3);
    const [three, large, four] = contents(a.signals);
    expect([three, four]).toEqual([3, 4]);
    expect(Buffer.alloc(SIZE, 0xfd).equals(large as Uint8Array)).toBe(true);
    expect(a.events).toEqual(["up m@localhost"]);
    expect(a.lines).toEqual([]);
    await a.stop();
  });

  it("let those of other processes overtake, and none between the same two", async () => {
    const b = await nodes.start("b@localhost", { netTicktime: 4, highWater: 2 * SIZE });
    await b.connect("m@localhost");
    await erl.run(
      "register(order, spawn(fun() -> receive start -> ok end, (fun F(Seen) -> receive {get, P} -> P ! lists:reverse(Seen); B when is_binary(B) -> F([size(B) | Seen]); M -> F([M | Seen]) end end)([]) end))",
    );
    const send = (id: number, to: string, message: unknown) =>
      b.deliver("m@localhost", { type: "message", from: b.pid(id), to: atom(to), message });
    send(1, "order", atom("start"));
    send(1, "order", Buffer.alloc(SIZE, 0xfe));
    send(1, "order", atom("after"));
    send(2, "order", atom("other_sender"));
    for (let i = 0; i < 1000; i++) send(3, "shell", i);
    send(1, "shell", atom("same_sender"));
    // What overtakes is there while the long message is on its way; what must not comes behind it.
    await erl.run("(fun() -> [receive I -> ok end || I <- lists:seq(0, 999)], receive M -> M = same_sender end end)()");
    expect(await erl.run("order ! {get, self()}, (fun() -> receive L -> L end end)()")).toBe(
      `[${SIZE},'after',other_sender]`,
    );
    expect(b.lines).toEqual([]);
    await b.stop();
  });

  it("of many processes of Erlang's arrive whole when their pieces alternate", async () => {
    const c = await nodes.start("c@localhost", { netTicktime: 4 });
    await c.connect("m@localhost");
    await erl.run(
      '[spawn(fun() -> {x, c@localhost} ! {I, 1, binary:copy(<<(128 + I)>>, 3000000)}, {x, c@localhost} ! {I, 2, list_to_atom("atom_" ++ integer_to_list(I))} end) || I <- lists:seq(1, 20)], ok',
    );
    await c.until(() => contents(c.signals).length === 40);
    const found = contents(c.signals) as [number, number, unknown][];
    for (let i = 1; i <= 20; i++) {
      const [large, small] = found.filter(([who]) => who === i);
      expect([large?.[1], small]).toEqual([1, tuple(i, 2, atom(`atom_${i}`))]);
      expect(Buffer.alloc(3_000_000, 128 + i).equals(large?.[2] as Uint8Array)).toBe(true);
    }
    expect(c.lines).toEqual([]);
    await c.stop();
  });

  it("do not hold up ticks: neither side gives the other up while it sends without end", async () => {
    const d = await nodes.start("d@localhost", { netTicktime: 4, highWater: 16 * SIZE });
    await d.connect("m@localhost");
    await erl.run(
      "register(drain, spawn(fun() -> (fun F() -> receive {P, done} -> P ! done; _ -> erlang:garbage_collect() end, F() end)() end))",
    );
    await erl.run(
      "register(flood, spawn(fun() -> B = binary:copy(<<253>>, 16#400000), [{x, d@localhost} ! B || _ <- lists:seq(1, 100)], receive never -> ok end end))",
    );
    const bytes = Buffer.alloc(SIZE, 0xfe);
    for (let i = 0; i < 8; i++)
      d.deliver("m@localhost", { type: "message", from: d.pid(i), to: atom("drain"), message: bytes });
    await d.until(() => contents(d.signals).length >= 100 || d.events.length > 1);
    await erl.run("drain ! {self(), done}, (fun() -> receive done -> ok end end)()");
    expect(d.events).toEqual(["up m@localhost"]);
    expect(d.lines).toEqual([]);
    expect(await erl.run("lists:member(d@localhost, nodes(hidden))")).toBe("true");
    await d.stop();
  });
});

describeWithBeam("atoms between iex-ts and Erlang", () => {
  let interop: Interop;
  let nodes: WireNodes;
  let erl: Beam;

  beforeAll(async () => {
    interop = await createInterop();
    nodes = new WireNodes(interop);
    erl = await interop.erl("m");
  });
  afterAll(async () => {
    await nodes.stop();
    await interop.end();
  });

  it("are the right ones, however often the cache's entries change", async () => {
    const a = await nodes.start("a@localhost");
    await a.connect("m@localhost");
    await erl.run(
      '[{x, a@localhost} ! {I, list_to_atom("churn_" ++ integer_to_list(I rem 5000)), list_to_atom("other_" ++ integer_to_list(I * 7919 rem 5000)), ok, node()} || I <- lists:seq(1, 20000)], ok',
    );
    await a.until(() => a.signals.length === 20_000);
    const wrong = a.signals.flatMap(({ signal }, i) => {
      const [number, one, two, ok, node] = (signal.type === "message" ? signal.message : []) as unknown[];
      const right =
        number === i + 1 &&
        one === atom(`churn_${number % 5000}`) &&
        two === atom(`other_${(number * 7919) % 5000}`) &&
        ok === atom.ok &&
        node === atom("m@localhost");
      return right ? [] : [signal];
    });
    expect(wrong).toEqual([]);
    expect(a.lines).toEqual([]);
    await a.stop();
  });

  it("may be more in one message than a header holds, in both directions", async () => {
    const b = await nodes.start("b@localhost");
    await b.connect("m@localhost");
    await erl.run('{x, b@localhost} ! [list_to_atom("single_" ++ integer_to_list(I)) || I <- lists:seq(1, 10000)], ok');
    await b.until(() => b.signals.length === 1);
    const expected = Array.from({ length: 10_000 }, (_, i) => atom(`single_${i + 1}`));
    const [found] = b.signals;
    expect(found?.signal.type === "message" && found.signal.message).toEqual(expected);
    await erl.run("register(shell, self())");
    b.deliver("m@localhost", { type: "message", from: b.pid(), to: atom("shell"), message: expected });
    expect(
      await erl.run(
        'receive L -> L =:= [list_to_atom("single_" ++ integer_to_list(I)) || I <- lists:seq(1, 10000)] end',
      ),
    ).toBe("true");
    expect(b.lines).toEqual([]);
    await b.stop();
  });

  it("of a node that was there before do not stay in the cache of a new connection", async () => {
    const c = await nodes.start("c@localhost");
    for (let round = 1; round <= 5; round++) {
      await c.connect("m@localhost");
      await erl.run(
        `[{x, c@localhost} ! {I, list_to_atom("round_${round}_" ++ integer_to_list(I))} || I <- lists:seq(1, 100)], ok`,
      );
      await c.until(() => c.signals.length === 100 * round);
      c.disconnect("m@localhost");
      await erl.until("lists:member(c@localhost, nodes(hidden))", "false");
    }
    expect(c.signals.at(-1)?.signal).toMatchObject({ message: tuple(100, atom("round_5_100")) });
    expect(c.lines).toEqual([]);
  });
});
