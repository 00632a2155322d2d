import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { mapStack, pruneStack, readableStack } from "../../../shell/evaluate/index.js";
import { inTemporaryFolder, prompt } from "./prompt.js";

describe("the stack of an error", () => {
  it("names the prompt, the line and the column as typed", async () => {
    const { fail } = prompt();
    expect(pruneStack(await fail("const n: number = nowhere"))).toEqual([{ file: "iex", line: 1, column: 19 }]);
  });

  it("follows calls from one prompt into another, and counts the lines of a longer one", async () => {
    const { type, fail } = prompt();
    await type(
      "interface Unused { a: string }\nfunction inner(n: number): number {\n  if (n > 1) throw new Error('deep')\n  return n\n}",
    );
    await type("const outer = (n: number) => inner(n as any)");
    expect(pruneStack(await fail("outer(2)"))).toEqual([
      { function: "inner", file: "iex", line: 3, column: 20 },
      { function: "outer", file: "iex", line: 2, column: 30 },
      { file: "iex", line: 3, column: 1 },
    ]);
  });

  it("names asynchronous functions, too", async () => {
    const { type, fail } = prompt();
    await type("async function late() { await 1; throw new Error('late') }");
    expect(pruneStack(await fail("await late()"))[0]).toEqual({ function: "late", file: "iex", line: 1, column: 40 });
  });

  it("does not count what the prompt put in front of the text", async () => {
    const { type, fail } = prompt();
    expect(pruneStack(await fail("{a: nowhere}"))).toEqual([{ file: "iex", line: 1, column: 5 }]);
    await type("1");
    expect(pruneStack(await fail(".toFixed(nowhere)"))).toEqual([{ file: "iex", line: 3, column: 10 }]);
  });

  it("names the line of a call of what does not exist, where V8 blames the words in front of it", async () => {
    expect(pruneStack(await prompt().fail("const one = 1\n\nnowhere(one)"))[0]).toMatchObject({ file: "iex", line: 3 });
    expect(pruneStack(await prompt().fail("nowhere(1)"))[0]).toEqual({ file: "iex", line: 1, column: 1 });
  });

  it("is right behind wide characters", async () => {
    expect(pruneStack(await prompt().fail("['🙂', nowhere]"))[0]?.column).toBe(8);
  });

  it("keeps prompts of the same number apart", async () => {
    const [one, other] = [prompt(), prompt()];
    await one.type("const f = () => nowhere");
    await other.type("                const f = () => nowhere");
    expect(pruneStack(await one.fail("f()"))[0]?.column).toBe(17);
    expect(pruneStack(await other.fail("f()"))[0]?.column).toBe(33);
  });

  it("keeps the user's own files, and drops everything else", async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, "lib.mjs"), "export const call = (f) => f();\n");
      const { type, fail } = prompt({ folder });
      await type("import { call } from './lib.mjs'");
      const frames = pruneStack(await fail("call(() => { throw new Error('x') })"));
      expect(frames.map(({ file, line }) => [file, line])).toEqual([
        ["iex", 2],
        [join(folder, "lib.mjs"), 1],
        ["iex", 2],
      ]);
    });
  });

  it("leaves out the helpers that a compiler adds", async () => {
    const { type, fail } = prompt();
    await type("const failing = (_: unknown, __: unknown): any => { throw new Error('decorated') }");
    const error = await fail("class D { @failing m() {} }");
    expect(pruneStack(error)[0]).toEqual({ function: "failing", file: "iex", line: 1, column: 59 });
    for (const { line, column } of pruneStack(error).slice(1)) expect([line, column < 28]).toEqual([2, true]);
    expect(mapStack(error.stack)).not.toMatch(/iex:(?![12]:)/);
    const disposal = await fail("{ using u = { [Symbol.dispose]() { throw new Error('disposed') } } }");
    expect(new Set(pruneStack(disposal).map(({ line }) => line))).toEqual(new Set([3]));
  });

  it("names no function after what stands beside it", async () => {
    const error = await prompt().fail("const { d, e = boom() } = { d: 1 }");
    expect(pruneStack(error)).toEqual([{ file: "iex", line: 1, column: 16 }]);
    const beside = await prompt().fail("await Promise.reject(new Error('first')); const o = { g: 1 }");
    expect(pruneStack(beside)[0]).toEqual({ file: "iex", line: 1, column: 22 });
  });

  it("begins with a message that names what was called as it was typed", async () => {
    const { type, fail } = prompt();
    await type("const five = 5");
    for (const call of ["five()", "five?.()", "five`x`", "const [a] = five()", "(() => five(1))()"])
      expect((await fail(call)).stack).toMatch(/^TypeError: five is not a function\n/);
  });

  it("is nothing for a value that has none", () => {
    expect(pruneStack(5)).toEqual([]);
    expect(pruneStack(null)).toEqual([]);
    expect(pruneStack({ stack: 7 })).toEqual([]);
  });

  it("can be told as text", async () => {
    const error = await prompt().fail("nowhere");
    expect(mapStack(error.stack).split("\n").slice(0, 2)).toEqual([
      "ReferenceError: nowhere is not defined",
      "    at iex:1:1",
    ]);
  });

  it("can be told as text without what evaluates it, and is the same when it is told once more", async () => {
    const { type, fail } = prompt();
    await type("const g = () => nowhere");
    const { stack } = await fail("  g()");
    const told = "ReferenceError: nowhere is not defined\n    at g (iex:1:17)\n    at iex:2:3";
    expect(stack).toContain(import.meta.filename.replace("test/shell/evaluate/stack.test.ts", "shell/evaluate"));
    expect(readableStack(stack, true)).toBe(told);
    expect(mapStack(readableStack(told, true))).toBe(told);
  });

  it("stays whole where nothing of it is the user's", () => {
    const { stack = "" } = new Error("of the program");
    expect(readableStack(stack, true)).toBe(stack);
    const own = `Error: x\n    at f (${import.meta.filename.replace("test/shell/evaluate/stack.test.ts", "shell/node.ts")}:1:1)`;
    expect(readableStack(own, false)).toBe(own);
  });
});
