import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { createInterop, describeWithBeam, type Interop } from "./support/index.js";

describeWithBeam("nodes of Erlang and Elixir under test", () => {
  let interop: Interop;
  beforeAll(async () => {
    interop = await createInterop();
  });
  afterAll(() => interop.end());

  it("evaluate expressions, keep variables and tell what was raised", async () => {
    const [erl, elixir] = await Promise.all([interop.erl("b"), interop.elixir("c")]);
    expect(await erl.run('X = [node(), <<"\u00e9"/utf8>>]')).toBe('[b@localhost,<<"\u00e9"/utf8>>]');
    expect(await erl.run("hd(X)")).toBe("b@localhost");
    await expect(erl.run("1 = 2")).rejects.toThrow("badmatch");
    expect(await elixir.run('x = {Node.self(), "\u00e9"}')).toBe('{:c@localhost, "\u00e9"}');
    expect(await elixir.run("elem(x, 0)")).toBe(":c@localhost");
    await expect(elixir.run('raise "no"')).rejects.toThrow("(RuntimeError) no");
    expect(await erl.run("net_kernel:connect_node(c@localhost)")).toBe("true");
    await elixir.run('IO.puts("printed")');
    await elixir.printed(/^printed$/m);
  });
});
