import { describe, expect, it } from "@jest/globals";
import { snippets, stripPrompts } from "../../../shell/evaluate/index.js";

describe("a pasted block", () => {
  it("that begins with a prompt is a session: prompts and output go", () => {
    expect(stripPrompts("iex(1)> 1 +\n...(1)> 2\n3\niex(2)> x = 5\n5\niex(3)>")).toBe("1 +\n2\nx = 5");
  });

  it("may come from a named node, or from a lesson", () => {
    expect(stripPrompts("iex(foo@localhost)3> self()\n#PID<0.104.0>\niex(foo@localhost)4> flush()\n:ok")).toBe(
      "self()\nflush()",
    );
    expect(stripPrompts("iex> 1\n1\niex> 2\n2")).toBe("1\n2");
    expect(stripPrompts("\n  iex(me@my-host.example)12> 1\r\n  1\r\n")).toBe("1");
  });

  it("keeps each input together with its continuation", () => {
    expect(snippets("iex(1)> [1,\n...(1)>   2]\n[1, 2]\niex(2)> 3\n3")).toEqual(["[1,\n  2]", "3"]);
    expect(snippets("const a = 1")).toBe(undefined);
  });

  it("stays as it is when it begins with anything else", () => {
    for (const text of ["const a = 1\n5\niex(1)> 2", "iex > 2", "...(1)> 2", "", "iexample(1)> 2"])
      expect(stripPrompts(text)).toBe(text);
  });
});
