import { describe, expect, it } from "@jest/globals";
import { continuesStatement, PastedLines } from "../../../shell/terminal/pasted-lines.js";

function entered(...blocks: string[]): string[] {
  const lines = new PastedLines();
  return blocks.flatMap((block) => {
    lines.begin();
    return block.split("\n").flatMap((line) => lines.take(line) ?? []);
  });
}

describe("A pasted block", () => {
  it("that begins with a prompt is a session: prompts and output go", () => {
    expect(entered("iex(1)> 1 +\n...(1)> 2\n3\niex(2)> x = 5\n5\niex(3)>")).toEqual(["1 +", "2", "x = 5"]);
  });

  it("may come from a named node, or from a lesson", () => {
    expect(entered("iex(foo@localhost)3> self()\n#PID<0.104.0>\niex(foo@localhost)4> flush()\n:ok")).toEqual([
      "self()",
      "flush()",
    ]);
    expect(entered("iex> 1\n1\niex> 2\n2")).toEqual(["1", "2"]);
    expect(entered("\n  iex(me@my-host.example)12> 1\n  1\n")).toEqual(["", "1"]);
  });

  it("keeps the indentation and the blank lines of what goes on over several", () => {
    expect(entered("iex(1)> `a\n...(1)>\n...(1)>   b`\n")).toEqual(["`a", "", "  b`"]);
  });

  it("stays as it is when it begins with anything else", () => {
    for (const text of ["const a = 1\n5\niex(1)> 2", "iex > 2", "...(1)> 2", "", "iexample(1)> 2", "...rest"])
      expect(entered(text)).toEqual(text.split("\n"));
  });

  it("ends a session with its end", () => {
    expect(entered("iex(1)> 1\n1", "2\n3", "iex> 4")).toEqual(["1", "2", "3", "4"]);
  });
});

describe("A line that goes on with the statement above it", () => {
  it.each([
    "  .then(f)",
    "?.x",
    "else {",
    "} catch".slice(2),
    "finally {",
    "  ? a",
    "  : b",
    "| 'x'",
    "&& c",
    "|| d",
    "?? e",
    "  * 3",
    "** 2",
    "% 2",
    "  + 5",
    "  - 5",
    "=== 2",
    "!= 2",
    "= 2",
    "=> x",
    "< 3",
    ">= 3",
    ", b = 2",
    "as any",
    "satisfies T",
    "in o",
    "instanceof C",
  ])("may be %j", (line) => expect(continuesStatement(line)).toBe(true));

  it.each([
    "",
    "x",
    "...rest",
    ".5",
    "elsewhere()",
    "catcher",
    "(a)",
    "[b]",
    "- 1",
    "  -1",
    "  ++x",
    "!x",
    "<T>(x: T) => x",
    "as = 1",
    "inner()",
    "// .then",
  ])("is not %j", (line) => expect(continuesStatement(line)).toBe(false));
});
