import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createCluster, type TestNode } from "iex-ts/testing";

const cluster = createCluster();
let me: TestNode;
let known: Record<string, string> = {};

async function play(transcript: string): Promise<void> {
  known = await cluster.play(transcript, known);
}

beforeAll(async () => {
  me = await cluster.start("me");
});
afterAll(() => cluster.stopAll());

/** The steps of one session: each test goes on where the one before it ended. */
describe("values and the prompt's number", () => {
  it("are kept for v(), by the number and from the end", async () => {
    await play(`
      me> 1 + 1
      2
      me> "str" + "ing"
      "string"
      me> v()
      "string"
      me> v(-1)
      "string"
      me> v(-2)
      "string"
      me> v(1)
      2
      me> v(99)
      ** (RangeError) v(99) is out of bounds, the currently preserved history ranges from 1 to 6 (or use negative numbers to look from the end)
          iex:7: (file)
      me> v(-99)
      ** (RangeError) v(-99) is out of bounds, the currently preserved history ranges from 1 to 6 (or use negative numbers to look from the end)
          iex:7: (file)
    `);
    expect(me.prompt).toBe("iex(me@localhost)7>");
  });

  it("come from any text, also one without a value", async () => {
    expect(await me.type("")).toBe("");
    expect(me.prompt).toBe("iex(me@localhost)7>");
    expect(await me.type("// only a comment")).toBe("");
    expect(me.prompt).toBe("iex(me@localhost)8>");
    await play(`
      me> null
      null
    `);
    expect(await me.type(";")).toBe("");
    expect(me.prompt).toBe("iex(me@localhost)10>");
    await play(`
      me> 1; 2
      2
      me> x = 5; y = x * 2
      10
      me> tuple(x, y)
      {5, 10}
      me> x + 1
      6
      me> _ = 3
      3
      me> _foo = 3
      3
    `);
    expect(me.prompt).toBe("iex(me@localhost)16>");
  });

  it("are what a line that begins in mid-expression goes on from", () =>
    play(`
      me> 6
      6
      me> * 2
      12
      me> .toString().padStart(4, "0")
      "0012"
      me> ?.length
      4
      me> === 4 ? "four" : "other"
      "four"
      me> .nope()
      ** (TypeError) _.nope is not a function
          iex:[..]: (file)
      me> .length
      4
    `));
});

describe("a text over several lines", () => {
  it("is asked for to its end", () =>
    play(`
      me> [1, 2, 3].map((x) => {
      me...>   return x * 2
      me...> })
      [2, 4, 6]
      me> [1,
      me...> 2,
      me...> 3]
      [1, 2, 3]
      me> if (true) {
      me...>   atom.yes
      me...> } else {
      me...>   atom.no
      me...> }
      :yes
      me> \`a string
      me...> over two lines\`
      "a string\\nover two lines"
      me> 1 +
      me...> 2
      3
      me> 1
      1
      me> + 2
      2
    `));

  it("is asked for with the same number, and given up at #iex:break", async () => {
    const before = me.prompt;
    expect(await me.type("[1, 2")).toBe("");
    expect(me.prompt).toBe(before.replace("iex", "..."));
    await play(`
      me> #iex:break
      ** (TokenMissingError) iex:{n}: incomplete expression

      me! nothing
    `);
    expect(me.prompt).toBe(before);
  });

  it("may be a whole module", () =>
    play(`
      me> namespace M {
      me...>   export function f(x: number) { return x + 1 }
      me...>   export function g(x: number): number {
      me...>     if (x > 0) return f(x)
      me...>     throw new RangeError("no clause for " + x)
      me...>   }
      me...> }
      { f: #Function<f/1>, g: #Function<g/1> }
      me> M.f(1)
      2
      me> M.g(0)
      ** (RangeError) no clause for 0
          iex:[..]: g/0
          iex:[..]: (file)
      me> M.h(1)
      ** (TypeError) M.h is not a function
          iex:[..]: (file)
    `));
});
