import { describe, expect, it } from "@jest/globals";
import { MismatchError, matchOutput } from "iex-ts/testing";

describe("matchOutput", () => {
  it("compares to the character", () => {
    expect(matchOutput("{:hi, [1]}\n", "{:hi, [1]}\n")).toEqual({});
    expect(() => matchOutput("{:hi, [1]}", "{:hi,[1]}")).toThrow(MismatchError);
    expect(() => matchOutput("a\n", "a")).toThrow(MismatchError);
    expect(() => matchOutput("", "a")).toThrow(MismatchError);
  });

  it("shows pattern and output, and marks the line that differs", () => {
    expect(() => matchOutput("a\nb\nc", "a\nx\nc")).toThrow(
      "Expected the output\n  a\n  x\n  c\nbut saw (line 2 differs)\n  a\n> b\n  c",
    );
  });

  it("captures pieces of lines under names", () => {
    expect(matchOutput("{:from, #PID<10001.113.0>, :me@localhost}", "{:from, #PID<{node}.{n}.0>, {who}}")).toEqual({
      node: "10001",
      n: "113",
      who: ":me@localhost",
    });
  });

  it("wants the same text for a name that it met before, in the line, above it, or in the captures given", () => {
    expect(matchOutput("1 1\n1", "{a} {a}\n{a}")).toEqual({ a: "1" });
    expect(() => matchOutput("1 2", "{a} {a}")).toThrow(MismatchError);
    expect(() => matchOutput("1\n2", "{a}\n{a}")).toThrow(MismatchError);
    expect(() => matchOutput("2", "{a}", { a: "1" })).toThrow(MismatchError);
    expect(matchOutput("a.c", "{x}", { x: "a.c" })).toEqual({ x: "a.c" });
    expect(() => matchOutput("abc", "{x}", { x: "a.c" })).toThrow(MismatchError);
  });

  it.each([
    ["in [..] it", "in the middle of it"],
    ["#PID<..>", "#PID<0.105.0>"],
    ["#Reference<..>", "#Reference<0.626996533.340358643.88>"],
    ["#Port<..>", "#Port<0.3>"],
    ["#Function<..>", "#Function<anonymous/0>"],
    ["[TIME] [error] x", "02:15:45.765 [error] x"],
    ["[DATE]", "2026-11-23"],
    ["a\n...\nz", "a\nz"],
    ["a\n...\nz", "a\nb\nz\nz"],
  ])("lets %j stand for %j", (pattern, output) => {
    expect(matchOutput(output, pattern)).toEqual({});
  });

  it.each([
    ["#PID<..>", "#PID<0.105>"],
    ["[..]", "two\nlines"],
    ["[TIME]", "2:15"],
    ["a\n...\nz", "a\nb"],
  ])("does not let %j stand for %j", (pattern, output) => {
    expect(() => matchOutput(output, pattern)).toThrow(MismatchError);
  });

  it("takes the lines of an unordered block in any order, each once", () => {
    const pattern = "first\n[unordered]\na\nb\n{x}\n[/unordered]\nlast {x}";
    expect(matchOutput("first\nb\nc\na\nlast c", pattern)).toEqual({ x: "c" });
    expect(() => matchOutput("first\na\na\nc\nlast c", pattern)).toThrow(MismatchError);
    expect(() => matchOutput("b\nfirst\nc\na\nlast c", pattern)).toThrow(MismatchError);
  });

  it("keeps the groups of an unordered block together", () => {
    const pattern = "[unordered]\na\n  b\n[and]\nc\n[/unordered]";
    expect(matchOutput("c\na\n  b", pattern)).toEqual({});
    expect(() => matchOutput("a\nc\n  b", pattern)).toThrow(MismatchError);
  });

  it("finds the reading that fits when a name could stand for several lines", () => {
    expect(matchOutput("x\ny\n=y", "[unordered]\n{a}\n{b}\n[/unordered]\n={a}")).toEqual({ a: "y", b: "x" });
  });

  it("lets an optional line be missing", () => {
    expect(matchOutput("1\n2", "[?] {a}\n2")).toEqual({ a: "1" });
    expect(matchOutput("2", "[?] 1\n2")).toEqual({});
    expect(matchOutput("x\ny", "[unordered]\n[?] 1\ny\nx\n[/unordered]")).toEqual({});
  });

  it("refuses a block without an end", () => {
    expect(() => matchOutput("a", "[unordered]\na")).toThrow("lacks [/unordered]");
  });
});
