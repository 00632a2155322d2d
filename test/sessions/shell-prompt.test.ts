import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster, type TestNode } from "iex-ts/testing";

describe("a prompt", () => {
  const cluster = createCluster();
  let known: Record<string, string> = {};
  let me: TestNode;
  beforeAll(async () => {
    me = await cluster.start("me");
    known.banner = me.banner;
  });
  afterAll(() => cluster.stopAll());

  async function play(transcript: string): Promise<void> {
    known = await cluster.play(transcript, known);
  }

  it("keeps what is declared, and lets it be declared anew, as anything", () =>
    play(`
      me> const x = 1
      1
      me> let x = "two"
      "two"
      me> x = 3
      3
      me> function x(n: number): number { return n * 2 }
      #Function<x/1>
      me> [1, 2].map(x)
      [2, 4]
      me> const [first, { second }] = [1, { second: 2 }]
      [1, { second: 2 }]
      me> first + second
      3
      me> interface Point { left: number }
      me> const at: Point = { left: 1 }
      { left: 1 }
      me> enum Colour { Red, Green }
      { 0: "Red", 1: "Green", Red: 0, Green: 1 }
      me> Colour.Green
      1
    `));

  it("awaits", () =>
    play(`
      me> Promise.resolve(42)
      42
      me> const later = Promise.resolve("later")
      "later"
      me> later.length
      5
      me> Promise.reject(new RangeError("too far"))
      ** (RangeError) too far
          iex:[..]: (file)
    `));

  it("asks for the rest of a text, and gives it up at #iex:break", async () => {
    await play(`
      me> [1,
      me...> 2].map((n) => {
      me...>   return n * 2
      me...> })
      [2, 4]
    `);
    const before = me.prompt;
    await me.type("const o = {");
    expect(me.prompt).toBe(before.replace("iex", "..."));
    await me.type("  a: 1,");
    await play(`
      me> #iex:break
      ** (TokenMissingError) iex:[..]: incomplete expression

      me> typeof o
      "undefined"
    `);
  });

  it("goes on after every kind of error, with the same number", async () => {
    const before = me.prompt;
    await play(`
      me> nope
      ** (ReferenceError) nope is not defined
          iex:[..]: (file)
      me> throw new TypeError("mine")
      ** (TypeError) mine
          iex:[..]: (file)
      me> throw 42
      ** (throw) 42

      me> 1 2
      ** (SyntaxError) iex:[..]:3: ';' expected
          │
       [..] │ 1 2
          │   ^

      me> exit("why")
      ** (exit) "why"

      me! nothing
    `);
    expect(me.prompt).toBe(before);
    await me.expectNothing();
  });

  it("has the values of the last prompts", async () => {
    await play(`
      me> respawn()

      {banner}
      me> "first"
      "first"
      me> "second"
      "second"
      me> v()
      "second"
      me> v(-3)
      "first"
    `);
    const number = Number(/\d+/.exec(me.prompt));
    await me.check(`v(${number - 2})`, '"second"');
    await play(`
      me> v(999)
      ** (RangeError) v(999) is out of bounds, the currently preserved history ranges from {from} to {to} (or use negative numbers to look from the end)
          iex:[..]: (file)
    `);
  });

  it("has a fresh evaluator after respawn(), without bindings, with the next number", async () => {
    await play(`
      me> const mine = self()
      #PID<0.{first}.0>
    `);
    const before = Number(/\d+/.exec(me.prompt));
    await play(`
      me> respawn()

      {banner}
      me> mine
      ** (ReferenceError) mine is not defined
          iex:[..]: (file)
      me> self()
      #PID<0.{second}.0>
    `);
    expect(known.second).not.toBe(known.first);
    expect(me.prompt).toBe(`iex(me@localhost)${before + 2}>`);
  });

  it("goes on when its evaluator dies, in every way", () =>
    play(`
      me> const gone = 1
      1
      me> Process.exit(self(), atom.kill)
      ** (EXIT from #PID<0.{second}.0>) shell process exited with reason: killed

      {banner}
      me> typeof gone
      "undefined"
      me> spawnLink(() => exit(atom.boom)); receive()
      ** (EXIT from #PID<0.{third}.0>) shell process exited with reason: :boom

      {banner}
      me> Process.exit(self(), atom.normal)

      {banner}
      me> 1 + 1
      2
    `));

  it("helps", async () => {
    const help = await me.type("h()");
    for (const helper of [
      "c(files)",
      "flush()",
      "nl(nodes?, Module)",
      "pid(text)",
      "r(modules)",
      "respawn()",
      "v(n = -1)",
    ])
      expect(help).toContain(`\n  ${helper} `);
    expect(await me.type("h(v)")).toMatch(/^v\(n = -1\)\n\nthe value of prompt n, /);
    expect(await me.type('h("v")')).toBe(await me.type("h(v)"));
  });

  it("is left by exit(), with status 0 and without waiting for other processes", async () => {
    await me.type("spawn(() => receive())");
    await me.type("exit()");
    expect(await me.exit).toEqual({ code: 0, signal: null });
  });
});
