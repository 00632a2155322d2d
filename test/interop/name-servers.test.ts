import { afterEach, expect, it } from "@jest/globals";
import { namesUntil } from "../support/names.js";
import { createInterop, describeWithBeam, type Interop, WireNodes } from "./support/index.js";

describeWithBeam("nodes of iex-ts and Erlang", () => {
  let interop: Interop;
  let nodes: WireNodes;

  async function open(epmd: boolean): Promise<void> {
    interop = await createInterop({ epmd });
    nodes = new WireNodes(interop);
  }
  afterEach(async () => {
    await nodes.stop();
    await interop.end();
  });

  it("find each other where a node of iex-ts serves the names", async () => {
    await open(false);
    const a = await nodes.start("a@localhost");
    const [b, c] = await Promise.all([interop.erl("b"), interop.erl("c")]);
    const names = await namesUntil(interop.epmdPort, (found) => Object.keys(found ?? {}).length === 3);
    expect(Object.keys(names!).sort()).toEqual(["a", "b", "c"]);
    expect(await b.run("{ok, L} = net_adm:names(), lists:sort([N || {N, _} <- L])")).toBe('["a","b","c"]');
    expect(await b.run("[net_kernel:connect_node(N) || N <- [a@localhost, c@localhost]]")).toBe("[true,true]");
    expect(await a.connect("c@localhost")).toBe(true);
    await c.kill();
    await namesUntil(interop.epmdPort, (found) => !("c" in (found ?? {})));
  });

  it("are found again after Erlang's name server was killed and started again", async () => {
    await open(true);
    const a = await nodes.start("a@localhost");
    const b = await interop.erl("b");
    await a.connect("b@localhost");
    await interop.killEpmd();
    await namesUntil(interop.epmdPort, (found) => found !== undefined && "a" in found);
    expect(a.isConnected("b@localhost")).toBe(true);
    const c = await interop.erl("c");
    expect(await c.run("net_kernel:connect_node(a@localhost)")).toBe("true");
    await namesUntil(interop.epmdPort, (found) => "b" in (found ?? {}));
    expect(await c.run("net_kernel:connect_node(b@localhost)")).toBe("true");
    expect(await b.run("lists:sort(nodes(connected))")).toBe("[a@localhost,c@localhost]");
  });
});
