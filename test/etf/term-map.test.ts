import { describe, expect, it } from "@jest/globals";
import { atom, ExternalFun, Float, ImproperList, internPid, tuple } from "../../src/term/index.js";
import { TermMap } from "../../src/term/term-map.js";

const pid = internPid("m@h", 1, 2, 3);

const equal: [string, unknown, unknown][] = [
  ["tuples", tuple(1, [atom("a")]), tuple(1, [atom("a")])],
  ["lists", [1, ["x"]], [1, ["x"]]],
  ["empty lists", [], []],
  ["bytes", Uint8Array.of(255), Uint8Array.of(255)],
  ["text and its bytes", "é", Uint8Array.of(0xc3, 0xa9)],
  ["a small bigint and its number", 1n, 1],
  ["floats", new Float(1), new Float(1)],
  ["objects in another order", { a: 1, b: [2] }, { b: [2], a: 1 }],
  ["an object and a map of atoms", { a: 1 }, new Map([[atom("a"), 1]])],
  ["nil and null", Symbol.for("nil"), null],
  ["pids inside", tuple(pid), tuple(pid)],
  ["dates", new Date(1), new Date(1)],
  ["sets", new Set([1, 2]), new Set([2, 1])],
  ["improper lists", new ImproperList([1], 2), new ImproperList([1], 2)],
  ["external functions", new ExternalFun(atom("a"), atom("b"), 1), new ExternalFun(atom("a"), atom("b"), 1)],
];

const different: [string, unknown, unknown][] = [
  ["1 and 1.0", 1, new Float(1)],
  ["0.0 and -0.0", new Float(0), new Float(-0)],
  ["a list and a tuple", [1], tuple(1)],
  ["an atom and its text", atom("a"), "a"],
  ["the number and the text inside", [1], ["1"]],
  ["texts split otherwise", ["a", "bc"], ["ab", "c"]],
  ["nested otherwise", [[1], 2], [[1, 2]]],
  ["an improper list and a list", new ImproperList([1], 2), [1, 2]],
];

describe("a map of terms", () => {
  it.each(equal)("finds by value: %s", (_name, one, other) => {
    const map = new TermMap([[one, "found"]]);
    expect([map.get(other), map.has(other), map.size]).toEqual(["found", true, 1]);
    expect(map.set(other, "again").size).toBe(1);
    expect([map.delete(other), map.size, map.has(one)]).toEqual([true, 0, false]);
  });

  it.each(different)("keeps apart: %s", (_name, one, other) => {
    const map = new TermMap([[one, 1]]);
    expect([map.has(other), map.delete(other)]).toEqual([false, false]);
    expect(map.set(other, 2).size).toBe(2);
    expect([map.get(one), map.get(other)]).toEqual([1, 2]);
  });

  it("shows the first of equal keys, in the order in which they came", () => {
    const first = tuple(1);
    const map = new TermMap<unknown, number>([
      [first, 1],
      ["x", 2],
      [tuple(1), 3],
    ]);
    expect([...map]).toEqual([
      [first, 3],
      ["x", 2],
    ]);
    expect([...map.keys()][0]).toBe(first);
  });

  it("works on keys of any depth, and refuses one that contains itself", () => {
    const deep = () => {
      let value: unknown = { a: 1, b: 2 };
      for (let i = 0; i < 100_000; i++) value = [value];
      return value;
    };
    expect(new TermMap([[deep(), 1]]).get(deep())).toBe(1);
    const self: unknown[] = [];
    self.push(self);
    expect(() => new TermMap([[self, 1]])).toThrow("Cannot use a value that contains itself as a key of a TermMap");
  });
});
