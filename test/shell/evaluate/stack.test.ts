import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { mapStack, pruneStack } from "../../../shell/evaluate/index.js";
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
});
