import { describe, expect, it } from "@jest/globals";
import { toText } from "../../src/io/chardata.js";
import { atom, float, tuple } from "../../src/term/index.js";
import { remotePid } from "../support/processes.js";

describe("the text of an item", () => {
  it.each([
    ["hello", "hello"],
    ["", ""],
    [42, "42"],
    [1.5, "1.5"],
    [float(2), "2.0"],
    [10n ** 20n, "100000000000000000000"],
    [atom.ok, "ok"],
    [atom("Elixir.My.Module"), "My.Module"],
    [true, "true"],
    [undefined, "undefined"],
    [null, ""],
    [["a", "b"], "ab"],
    [[104, [105, " "], "there"], "hi there"],
    [[0x1f600, 233], "😀é"],
    [[], ""],
    [new TextEncoder().encode("é"), "é"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [new URL("https://example.com/"), "https://example.com/"],
    [remotePid(), String(remotePid())],
    [{ toString: () => "its own" }, "its own"],
  ])("%p is %p", (item, text) => {
    expect(toText(item)).toBe(text);
  });

  it("of an error is its name and message", () => {
    expect(toText(new RangeError("too far"))).toBe("RangeError: too far");
  });

  it.each([
    [tuple(atom.ok, 1), "{:ok, 1}"],
    [{ a: 1 }, "{ a: 1 }"],
    [Symbol("private"), "Symbol(private)"],
    [["fine", { a: 1 }], "{ a: 1 }"],
  ])("%p has none, and says what to do", (item, shown) => {
    expect(() => toText(item)).toThrow(
      new TypeError(`Cannot print ${shown} as text: use IO.inspect, or make a string of it`),
    );
  });

  it("has no function", () => {
    expect(() => toText(() => 1)).toThrow(/^Cannot print #Function<.*> as text: use IO.inspect/);
  });
});
