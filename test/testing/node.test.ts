import { afterEach, describe, expect, it } from "@jest/globals";
import { MismatchError, startNode, stopAll } from "iex-ts/testing";

afterEach(stopAll);

describe("a node started by a test", () => {
  it("shows its banner and its first prompt", async () => {
    const me = await startNode("me");
    expect(me.banner).toMatch(/^Interactive TypeScript \(\S+\) - press Ctrl\+C to exit \(type h\(\) ENTER for help\)$/);
    expect([me.name, me.prompt, me.unread]).toEqual(["me@localhost", "iex(me@localhost)1>", ""]);
  });

  it("may have no name", async () => {
    const node = await startNode();
    expect(await node.type("Node.self()")).toBe(":nonode@nohost");
    expect(node.prompt).toBe("iex(2)>");
    await node.type('Node.start("late@localhost")');
    expect(node.prompt).toBe("iex(late@localhost)3>");
  });

  it("evaluates lines and blocks, and returns what they print", async () => {
    const me = await startNode("me");
    expect(await me.type("1 + 1")).toBe("2");
    expect(await me.type("[\n  1,\n  2,\n].length")).toBe("2");
    expect(await me.type("")).toBe("");
    expect(await me.type('IO.puts("a\\n"); IO.puts("b"); atom.done')).toBe("a\n\nb\n:done");
    expect(me.prompt).toBe("iex(me@localhost)4>");
    expect(me.transcript).toContain("iex(me@localhost)1> 1 + 1\n2\niex(me@localhost)2> ");
  });

  it("waits at a continuation prompt as at any other", async () => {
    const me = await startNode("me");
    expect(await me.type("(1 +")).toBe("");
    expect(me.prompt).toBe("...(me@localhost)1>");
    expect(await me.type("2)")).toBe("3");
  });

  it("does not take printed text for a prompt when it belongs to another node or is not complete", async () => {
    const me = await startNode("me");
    expect(await me.type('IO.write("iex("); IO.puts("iex)1> ..."); atom.ok')).toBe("iex(iex)1> ...\n:ok");
    expect(await me.type('IO.puts("iex(you@localhost)2> ")')).toBe("iex(you@localhost)2> \n:ok");
  });

  it("answers questions", async () => {
    const me = await startNode("me");
    expect(await me.type('[await IO.gets("first? "), await IO.gets("last? ")]', { until: "first? " })).toBe("first? ");
    expect(await me.answer("joe", { until: "last? " })).toBe("last? ");
    expect(await me.answer("armstrong")).toBe('["joe\\n", "armstrong\\n"]');
    expect(await me.type("1")).toBe("1");
  });

  it("answers the question of another node's process while the shell prompts", async () => {
    const [me, you] = await Promise.all([startNode("me"), startNode("you")]);
    const name =
      'Node.spawn("me@localhost", async () => IO.puts("user", "hello " + (await IO.gets("user", "name? "))))';
    await you.check(name, "#PID<..>");
    await me.expect(/name\? /);
    expect(await me.answer("joe")).toBe("");
    await me.expect("hello joe\n");
  });

  it("keeps errors and output in the order in which they were printed", async () => {
    const me = await startNode("me");
    const lines = Array.from({ length: 20 }, (_, i) => `line ${i}`);
    await me.check(
      `for (let i = 0; i < 20; i++) await IO.puts(i % 2 ? "stderr" : "stdio", \`line \${i}\`)\natom.ok`,
      [...lines, ":ok", ":ok"].join("\n"),
    );
  });

  it("reads output that comes later, whether or not it comes before the prompt", async () => {
    const me = await startNode("me");
    const { p } = await me.check(
      "const p = spawn(() => receive((x) => { IO.puts('got ' + x); return x }))",
      "#PID<0.{p}.0>",
    );
    const { q } = await me.check(`tuple(p, send(p, 7))`, "[unordered]\ngot 7\n{#PID<0.{p}.0>, {q}}\n[/unordered]", {
      p: p!,
    });
    expect(q).toBe("7");
    await me.expectNothing();
  });

  it("finds an expression in what is to come, and returns its match", async () => {
    const me = await startNode("me");
    await me.type('IO.puts("noise"); IO.puts("number 42 it is")', { until: "noise" });
    const [, number] = await me.expect(/number (\d+)/);
    expect(number).toBe("42");
    expect(await me.type("1")).toMatch(/^ it is\n/);
  });

  it("says what it saw instead, and counts it as read", async () => {
    const me = await startNode("me");
    await expect(me.check("1 + 1", "3")).rejects.toThrow(
      /Expected the output\n {2}3\nbut saw[\s\S]*> 2\n[\s\S]*1> 1 \+ 1\n2\n/,
    );
    await expect(me.check('IO.puts("more"); 1', "more")).rejects.toThrow("Expected nothing more of IO.puts");
    await expect(me.check("1 + 1", "")).rejects.toThrow(MismatchError);
    expect(await me.type("3")).toBe("3");
  });

  it("says what it printed when something is expected in vain", async () => {
    const me = await startNode("me", { timeout: 5000 });
    await me.type("const x = 1");
    await expect(me.expect("never")).rejects.toThrow(
      /Waited in vain for the output never from me@localhost: 5000 ms passed\nUnread: nothing\nRecently at me@localhost:\n[\s\S]*const x = 1\n1\n/,
    );
    await me.type('IO.puts("half a")', { until: "half" });
    await expect(me.expectNothing()).rejects.toThrow("Expected me@localhost to print nothing, but saw\n a\n:ok");
    await me.expectNothing();
  });

  it("tells how it ended to whoever waits for it or types", async () => {
    const me = await startNode("me");
    const evaluation = me.type("receive(() => skip)");
    expect(await me.kill()).toEqual({ code: null, signal: "SIGKILL" });
    await expect(evaluation).rejects.toThrow("it was ended by SIGKILL");
    await expect(me.type("1")).rejects.toThrow("Cannot type 1 at me@localhost: it was ended by SIGKILL");
    expect(await me.exit).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("leaves at the end of its input, and by exit()", async () => {
    expect(await (await startNode("me")).close()).toBe(0);
    const you = await startNode("you");
    expect(await you.type('IO.puts("bye"); exit()')).toBe("bye");
    expect(await you.exit).toEqual({ code: 0, signal: null });
  });

  it("says why it did not start", async () => {
    await startNode("me");
    await expect(startNode("me")).rejects.toThrow(/ended with status 1\nUnread: \n[\s\S]*me/);
    await expect(startNode("you", { args: ["--nonsense"] })).rejects.toThrow("Unknown option --nonsense");
    await expect(startNode("you", { cwd: "/no/such/folder" })).rejects.toThrow("ENOENT");
  });

  it("takes arguments, a folder, variables and a cookie", async () => {
    const me = await startNode("me", { args: ["--eval", "const x = 41"], cwd: "/", env: { GREETING: "hi" } });
    expect(await me.type("x + 1")).toBe("42");
    expect(await me.type("[process.cwd(), process.env.GREETING]")).toBe('["/", "hi"]');
    const you = await startNode("you", { cookie: "another" });
    expect(await you.type("Node.getCookie()")).toBe(":another");
    expect(await you.type('Node.ping("me@localhost")')).toContain(":pang");
  });

  it("has long names, too", async () => {
    await startNode("me@127.0.0.1");
    const you = await startNode("you@127.0.0.1");
    expect(await you.type('Node.ping("me@127.0.0.1")')).toBe(":pong");
  });
});
