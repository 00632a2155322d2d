import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Signal } from "../../src/process/signal.js";
import { atom } from "../../src/term/index.js";
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
  });
});
