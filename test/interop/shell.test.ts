import { afterAll, beforeAll, expect, it } from "@jest/globals";
import { type Beam, createInterop, describeWithBeam, type Interop } from "./support/index.js";

describeWithBeam("a shell of iex-ts among nodes of Elixir", () => {
  let interop: Interop;
  let elixir: Beam;

  beforeAll(async () => {
    interop = await createInterop();
    elixir = await interop.elixir("ex");
  });
  afterAll(() => interop.end());

  it("connects, pings and lists, from both sides, whatever carrier its own nodes use", async () => {
    const me = await interop.ts.start("me", { args: ["--carrier", "tcp"] });
    const you = await interop.ts.start("you", { args: ["--carrier", "tcp"] });
    await me.check('Node.connect("ex@localhost")', "true");
    await me.check('Node.ping("you@localhost")', ":pong");
    await me.check("Node.list()", "[:you@localhost]");
    await me.check('Node.list("hidden")', "[:ex@localhost]");
    await you.check('Node.ping("ex@localhost")', ":pong");
    expect(await elixir.run("{Node.list(), Enum.sort(Node.list(:hidden))}")).toBe(
      "{[], [:me@localhost, :you@localhost]}",
    );
    expect(await elixir.run(":erlang.disconnect_node(:me@localhost); Node.ping(:me@localhost)")).toBe(":pong");
    await me.check('Node.list("connected")', "[:ex@localhost, :you@localhost]");
    await me.close();
    await you.close();
  });

  it("tells of a wrong cookie as iex does, at the node that was called", async () => {
    const me = await interop.ts.start("wrong", { cookie: "other" });
    const why =
      'the cookies differ: start both nodes with the same --cookie, or call Node.setCookie("ex@localhost", cookie)';
    await me.check('Node.connect("ex@localhost")', `\n[TIME] [notice] Cannot connect to :ex@localhost: ${why}\nfalse`);
    await elixir.printed(
      /\[error\] \*\* Connection attempt from node :wrong@localhost rejected\. Invalid challenge reply\. \*\*/,
    );
    expect(await elixir.run("Node.ping(:wrong@localhost)")).toBe(":pang");
    await me.expect(
      "\n[TIME] [error] ** Connection attempt from node :ex@localhost rejected. Invalid challenge reply. **",
    );
    await me.close();
  });
});
