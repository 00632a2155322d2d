import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
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

  it("deletes nothing for a key that is only a part of another one", () => {
    const map = new TermMap<unknown, number>([
      [tuple(1, tuple(2)), 1],
      [undefined, 2],
    ]);
    expect([map.delete(tuple(2)), map.size, map.get(undefined)]).toEqual([false, 2, 2]);
  });

  it("finds the keys that stay while thousands of others come and go", () => {
    const key = (i: number) => tuple(atom("job"), [i, { id: `#${i};` }], new Set([tuple(i % 7)]));
    const staying = [0, 1_500, 2_999];
    const map = new TermMap<unknown, number>();
    for (let i = 0; i < 3_000; i++) {
      map.set(key(i), i);
      if (i >= 20 && !staying.includes(i - 20)) expect(map.delete(key(i - 20))).toBe(true);
    }
    expect(map.size).toBe(22);
    expect(staying.map((i) => map.get(key(i)))).toEqual(staying);
    expect([map.has(key(20)), map.has(key(2_979)), map.has(key(2_980))]).toEqual([false, false, true]);
    expect(map.set(key(1_500), -1).size).toBe(22);
    expect(map.get(key(1_500))).toBe(-1);
  });

  it("keeps nothing of the keys that were deleted", () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const key = (i: number) => tuple(i, "x".repeat(20_000));
    const map = new TermMap([[key(-1), 0]]);
    collect();
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 5_000; i++) {
      map.set(key(i), i);
      map.delete(key(i));
    }
    collect();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(30_000_000);
    expect(map.get(key(-1))).toBe(0);
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
