import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { common, lowest } from "../../../shell/complete/names.js";

const names = fc.array(fc.string({ unit: fc.constantFrom("a", "b", "A", "\u{1d4d0}", "\u{1d4d1}"), maxLength: 4 }), {
  minLength: 1,
  maxLength: 60,
});

describe("what names have in common", () => {
  it.each([
    [["spawn", "spawnLink"], "spawn"],
    [["spawnLink", "spawn", "spam"], "spa"],
    [["one"], "one"],
    [["one", "two"], ""],
    [["\u{1d4d0}", "\u{1d4d1}"], ""],
  ])("of %j is %j", (some, expected) => {
    expect(common(some)).toBe(expected);
  });

  it("is what all of them begin with, and no character more is", () => {
    fc.assert(
      fc.property(names, (some) => {
        const begin = common(some);
        const [next] = some[0]!.slice(begin.length);
        expect(some.every((name) => name.startsWith(begin))).toBe(true);
        expect(next !== undefined && some.every((name) => name.startsWith(begin + next))).toBe(false);
      }),
    );
  });
});

describe("the lowest of names", () => {
  it("are the first of all, sorted", () => {
    fc.assert(
      fc.property(names, fc.integer({ min: 1, max: 20 }), (some, count) => {
        expect(lowest(some, count)).toEqual([...some].sort().slice(0, count));
      }),
    );
  });

  it("leave the list as it is", () => {
    const some = ["b", "a", "c", "b"];
    expect(lowest(some, 1)).toEqual(["a"]);
    expect(some).toEqual(["b", "a", "c", "b"]);
  });
});
