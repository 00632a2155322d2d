import { describe, expect, it } from "@jest/globals";
import { diagnose, formatSyntaxError } from "../../../shell/evaluate/index.js";

const told = (text: string, counter: number) => formatSyntaxError(diagnose(text).problem!, text, counter);

describe("a syntax error", () => {
  it("is told with the line and a mark under the place", () => {
    expect(told("1 2", 28)).toEqual(["** (SyntaxError) iex:28:3: ';' expected", "    │", " 28 │ 1 2", "    │   ^"]);
  });

  it("is told with the line that it stands on", () => {
    expect(told("foo(\n  1 2)", 3)).toEqual([
      "** (SyntaxError) iex:4:5: ',' expected",
      "    │",
      "  4 │   1 2)",
      "    │     ^",
    ]);
  });

  it("is marked at the right place behind tabs and wide characters", () => {
    expect(told("\t1 2", 1).at(-1)).toBe("    │ \t  ^");
    expect(told("'🙂' 2", 1).slice(2)).toEqual(["  1 │ '🙂' 2", "    │      ^"]);
  });

  it("makes room for long numbers", () => {
    expect(told(")", 12345).slice(1)).toEqual(["       │", " 12345 │ )", "       │ ^"]);
  });

  it("shows of a long line what is around the place", () => {
    const long = `${"a + ".repeat(1000)}1 2${" + b".repeat(1000)}`;
    const [first, , line = "", mark = ""] = told(long, 7);
    expect(first).toBe("** (SyntaxError) iex:7:4003: ';' expected");
    expect([line.length, line.startsWith("  7 │ …"), line.endsWith("…")]).toEqual([128, true, true]);
    expect(line.slice(mark.indexOf("^") - 2, mark.indexOf("^") + 3)).toBe("1 2 +");
    expect(told(`1 2${" ".repeat(500)}`, 1).slice(2)).toEqual([`  1 │ 1 2${" ".repeat(117)}…`, "    │   ^"]);
  });

  it("is short when the text was given up", () => {
    expect(told("[1, 2\n#iex:break", 26)).toEqual(["** (TokenMissingError) iex:26: incomplete expression"]);
  });
});
