import { describe, expect, it } from "@jest/globals";
import * as fc from "fast-check";
import { merge } from "../../src/project/merge.js";

class Point {
  constructor(readonly x: number) {}
}
const fun = () => 1;
const point = new Point(1);

describe("two values that are configured one after the other", () => {
  it.each<[string, unknown, unknown, unknown]>([
    ["plain objects are merged", { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
    ["at every depth", { a: { b: { c: 1, d: 1 } } }, { a: { b: { d: 2 } } }, { a: { b: { c: 1, d: 2 } } }],
    ["lists are replaced", { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ["functions are replaced", { a: { b: 1 } }, { a: fun }, { a: fun }],
    ["functions are replaced by objects", { a: fun }, { a: { b: 1 } }, { a: { b: 1 } }],
    ["instances of classes are replaced", { a: { x: 2, y: 3 } }, { a: point }, { a: point }],
    ["maps are replaced", { a: new Map([[1, 1]]) }, { a: new Map() }, { a: new Map() }],
    ["null and undefined are values", { a: { b: 1 }, c: 1 }, { a: null, c: undefined }, { a: null, c: undefined }],
  ])("%s", (_title, before, later, merged) => {
    expect(merge(before, later)).toEqual(merged);
  });

  it("keep no tie to what they were", () => {
    const before = { a: { b: 1 } };
    merge(before, { a: { b: 2, c: 3 } });
    expect(before).toEqual({ a: { b: 1 } });
  });

  it("cannot reach the prototype of all objects", () => {
    merge({}, JSON.parse('{"__proto__": {"polluted": 1}}'));
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  const values = fc.jsonValue();
  it("leave the later one where it is merged with itself", () => {
    fc.assert(fc.property(values, (value) => expect(merge(value, value)).toEqual(value)));
  });

  it("can be merged in any grouping", () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        // A value that is no object forgets what was before it, which grouping the other way cannot know.
        fc.pre([a, b, c].every((value) => typeof value === "object" && value !== null && !Array.isArray(value)));
        fc.pre(JSON.stringify([a, b, c]).indexOf("__proto__") < 0);
        const flat = (value: unknown) => Object.fromEntries(Object.keys(value as object).map((key) => [key, { key }]));
        expect(merge(merge(flat(a), flat(b)), flat(c))).toEqual(merge(flat(a), merge(flat(b), flat(c))));
      }),
    );
  });
});
