import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { atom } from "../../src/index.js";
import { describeFilters, evaluate, filtersOf, normalize, type Verdict } from "../../src/jest/filters.js";
import { type Filter, parseFilter } from "../../src/jest/options.js";
import type { Tag, Tags } from "../../src/jest/tags.js";

const filters = (include: readonly Tag[], exclude: readonly Tag[]) => ({
  include: filtersOf(include),
  exclude: filtersOf(exclude),
});

describe("a test runs, is excluded or is skipped", () => {
  // What ExUnit.Filters.eval/4 of Elixir 1.14 answers for the same filters and tags.
  const table: [include: Tag[], exclude: Tag[], tags: Tags, verdict: Verdict][] = [
    [[], [], {}, "run"],
    [[], ["a"], { a: 1 }, "excluded"],
    [["a"], ["a"], { a: 1 }, "run"],
    [[], [{ a: 1 }], { a: 1 }, "excluded"],
    [[], [{ a: 1 }], { a: 2 }, "run"],
    [[], [{ a: "1" }], { a: 1 }, "excluded"],
    [[], [{ a: 1 }], { a: "1" }, "excluded"],
    [[], [{ a: "true" }], { a: true }, "excluded"],
    [[{ a: true }], ["a"], { a: true }, "run"],
    [[{ a: false }], ["a"], { a: true }, "excluded"],
    [[], ["a"], { a: false }, "excluded"],
    [[], ["a"], { a: undefined }, "excluded"],
    [[{ os: "unix" }], ["test"], { test: "x", os: atom.unix }, "run"],
    [[{ os: "unix" }], ["test"], { test: "x", os: atom.windows }, "excluded"],
    [["a"], ["a", "b"], { a: 1, b: 1 }, "run"],
    [["a"], ["b"], { b: 1 }, "excluded"],
    [[], ["a", "b"], { b: 1 }, "excluded"],
    [[], [{ a: 1 }, { a: 2 }], { a: 2 }, "excluded"],
    [[], [{ a: "x y" }], { a: "x y" }, "excluded"],
    [[], [], { skip: true }, "skipped"],
    [[], [], { skip: "later" }, "skipped"],
    [["skip"], [], { skip: true }, "run"],
    [[{ skip: "true" }], [], { skip: true }, "run"],
    [["a"], [], { skip: true, a: 1 }, "skipped"],
    [[], [], { skip: false }, "run"],
    [[], ["a"], { skip: "x", a: 1 }, "excluded"],
  ];

  it.each(table)("with --include %p and --exclude %p, tagged %p: %s", (include, exclude, tags, verdict) => {
    expect(evaluate(filters(include, exclude), tags)).toBe(verdict);
  });
});

describe("filters that say the same", () => {
  // What ExUnit.Filters.normalize/2 of Elixir 1.14 answers.
  const table: [include: Tag[], exclude: Tag[], left: Tag[]][] = [
    [["foo", "bar", "bar"], ["foo", "baz"], ["baz"]],
    [[{ foo: "true" }], ["foo"], ["foo"]],
    [["foo"], [{ foo: "true" }], []],
    [[{ foo: "true" }], [{ foo: true }], []],
    [[{ foo: true }], [{ foo: "true" }], []],
    [[{ foo: 1 }], [{ foo: 1 }], []],
    [[{ foo: 1 }], [{ foo: 3 }], [{ foo: 3 }]],
    [[{ foo: 1 }], [{ foo: 1 }, { foo: 3 }], [{ foo: 1 }, { foo: 3 }]],
    [[{ foo: 1 }, { foo: 2 }], [{ foo: 1 }], [{ foo: 1 }]],
    [[{ foo: 1 }, { foo: 2 }], [{ foo: 2 }, { foo: 1 }], []],
    [[], ["foo", { foo: 2 }], ["foo", { foo: 2 }]],
    [["distributed"], [{ distributed: true }], []],
    [[{ distributed: true }], ["distributed"], ["distributed"]],
    [[{ distributed: "true" }], ["test", { distributed: true }], ["test"]],
    [
      ["b", "a"],
      ["d", "c", "d", { b: 1 }],
      ["d", "c"],
    ],
    [["a", { foo: 1 }], [{ foo: 1, b: 2 }], [{ b: 2 }]],
  ];

  it.each(table)("including %p leaves of the exclusions %p: %p", (include, exclude, left) => {
    expect(normalize(filters(include, exclude)).exclude).toEqual(filtersOf(left));
  });

  it("are said once", () => {
    const { include } = normalize(filters([{ foo: 1 }, { foo: 1 }, { foo: 2 }, "bar", "bar"], []));
    expect(include).toEqual([["foo", 1], ["foo", 2], ["bar"]]);
  });

  it("choose the same tests as before", () => {
    const name = fc.constantFrom("a", "b");
    const value = fc.constantFrom(1, true, "true");
    const filter: fc.Arbitrary<Filter> = fc.oneof(fc.tuple(name), fc.tuple(name, value));
    const both = fc.record({ include: fc.array(filter), exclude: fc.array(filter) });
    fc.assert(
      fc.property(both, fc.dictionary(name, value), (given, tags) => {
        expect(evaluate(normalize(given), tags)).toBe(evaluate(given, tags));
      }),
    );
  });
});

describe("a filter of the command line", () => {
  it.each<[string, Filter]>([
    ["slow", ["slow"]],
    ["os:unix", ["os", "unix"]],
    ["url:http://x", ["url", "http://x"]],
    ["a:", ["a", ""]],
  ])("%s", (text, filter) => {
    expect(parseFilter(text)).toEqual(filter);
  });
});

describe("the announcement of a run", () => {
  it.each<[Tag[], Tag[], string]>([
    [[], [], ""],
    [[], [{ distributed: true }], "Excluding tags: [distributed: true]\n\n"],
    [["distributed"], [{ slow: 1 }], "Excluding tags: [slow: 1]\nIncluding tags: [:distributed]\n\n"],
    [[], ["os", { distributed: true, slow: 1 }], "Excluding tags: [:os, {:distributed, true}, {:slow, 1}]\n\n"],
    [[{ os: "unix" }], ["test"], 'Excluding tags: [:test]\nIncluding tags: [os: "unix"]\n\n'],
  ])("including %p and excluding %p says %j", (include, exclude, text) => {
    expect(describeFilters(filters(include, exclude))).toBe(text);
  });
});
