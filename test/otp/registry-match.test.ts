import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { holds } from "../../src/otp/registry/guard.js";
import { match } from "../../src/otp/registry/match.js";
import { atom, compareTerms, float, ImproperList, isSameTerm, makeRef, TermMap, tuple } from "../../src/term/index.js";

const [any, one, two] = [atom("_"), atom("$1"), atom("$2")];
const op = (name: string, ...args: unknown[]): unknown => tuple(atom(name), ...args);

/** What ETS says of the term, the pattern and the guards. */
function found(term: unknown, pattern: unknown, guards: unknown[] = []): boolean {
  const bindings = match(pattern, term);
  return bindings !== undefined && holds(guards, bindings);
}

describe("a pattern", () => {
  it.each<[string, unknown, unknown, boolean]>([
    ["anything", { a: 1 }, any, true],
    ["an equal text", "a", "a", true],
    ["another text", "a", "b", false],
    ["a text as bytes", "a", new Uint8Array([97]), true],
    ["a float for an integer", 1, float(1), false],
    ["a tuple by its elements", tuple(1, tuple(2)), tuple(one, tuple(any)), true],
    ["a longer tuple", tuple(1, 2), tuple(any), false],
    ["a list for a tuple", [1, 2], tuple(any, any), false],
    ["a tuple for a list", tuple(1, 2), [any, any], false],
    ["the same variable twice, same terms", tuple(tuple(1), tuple(1)), tuple(one, one), true],
    ["the same variable twice, other terms", tuple(1, 2), tuple(one, one), false],
    ["a map by the keys of the pattern", { a: 1, b: 2 }, { a: any }, true],
    ["a map without the key", { b: 2 }, { a: any }, false],
    ["a map with another value", { a: 2 }, { a: 1 }, false],
    ["any map by the empty one", { a: 1 }, {}, true],
    ["no map by the empty one", [1], {}, false],
    ["a map with keys of any kind", new TermMap([[tuple(1), "x"]]), new TermMap([[tuple(1), one]]), true],
    ["a list by its head", [1, 2, 3], new ImproperList([one], any), true],
    ["an empty list by its head", [], new ImproperList([one], any), false],
    ["an improper list", new ImproperList([1, 2], 3), new ImproperList([1], any), true],
    ["nil", null, null, true],
  ])("fits %s", (_what, term, pattern, expected) => {
    expect(found(term, pattern)).toBe(expected);
  });

  it("gives what its variables stand for", () => {
    expect(match(tuple(one, [two, any]), tuple("a", [2, 3]))).toEqual(
      new Map<number, unknown>([
        [1, "a"],
        [2, 2],
      ]),
    );
  });
});

describe("a guard", () => {
  it.each<[string, unknown, unknown[], boolean]>([
    ["compares numbers of both kinds", { a: 1 }, [op("==", one, { a: float(1) })], true],
    ["compares exactly", 1, [op("=:=", one, float(1))], false],
    ["compares texts", "abc", [op(">", one, "abb")], true],
    ["compares terms of different kinds", atom("b"), [op(">", one, 5)], true],
    ["asks for a kind", 5, [op("is_integer", one)], true],
    ["joins", 5, [op("andalso", op("is_integer", one), op("<", one, 3))], false],
    ["negates", 5, [op("not", op("is_atom", one))], true],
    ["looks into a tuple", tuple(1, 2), [op("==", op("element", 1, one), 1)], true],
    ["measures a list", [1, 2, 3], [op("==", op("length", one), 3)], true],
    ["computes", 5, [op("==", op("+", one, 1), 6)], true],
    ["divides", 7, [op("==", op("rem", one, 4), 3), op("==", op("div", one, 4), 1)], true],
    ["makes a tuple", tuple(atom("a"), 1), [op("==", one, tuple(tuple(atom("a"), 1)))], true],
    ["takes a constant", tuple(atom("a"), 1), [op("==", one, op("const", tuple(atom("a"), 1)))], true],
    ["is a variable that is true", true, [one], true],
    ["is a variable that is not true", 5, [one], false],
    ["does not hold when one of them does not", 5, [true, false], false],
    ["does not hold when it fails", 5, [op("or", true, 1)], false],
    ["does not fail for what it need not look at", 5, [op("orelse", true, 1)], true],
    ["does not hold when a text is added", "a", [op("+", one, 1)], false],
    ["does not hold when it divides by 0", 1, [op("==", op("div", one, 0), 0)], false],
    ["does not hold for the head of nothing", [], [op("==", op("hd", one), 1)], false],
  ])("%s", (_what, term, guards, expected) => {
    expect(found(term, one, guards)).toBe(expected);
  });

  it.each([
    ["foo/1 does not exist", [op("foo", 1)]],
    ["the variable $7 is not in the pattern", [op("==", atom("$7"), 5)]],
    ["double braces", [tuple(1, 2)]],
  ])("is refused when %s", (text, guards) => {
    expect(() => found(5, any, guards)).toThrow(
      expect.objectContaining({ name: "ArgumentError", message: expect.stringContaining(text) }),
    );
  });
});

describe("the order of terms", () => {
  it("is that of Erlang", () => {
    const ref = makeRef();
    const sorted = [
      1,
      float(1.5),
      2n,
      atom("a"),
      true,
      ref,
      () => {},
      tuple(9),
      tuple(1, 1),
      { b: 1 },
      { a: 1, b: 1 },
      [],
      [1],
      [1, 1],
      "",
      "a",
      "ä",
    ];
    for (const [i, a] of sorted.entries())
      for (const [j, b] of sorted.entries())
        expect([i, j, Math.sign(compareTerms(a, b))]).toEqual([i, j, Math.sign(i - j)]);
  });
});

describe("any two terms", () => {
  const leaf = fc.oneof(
    fc.integer(),
    fc.integer().map((n) => float(n)),
    fc.string(),
    fc.boolean(),
    fc.constantFrom(atom("a"), atom("b"), null),
  );
  const { term } = fc.letrec<{ term: unknown }>((tie) => ({
    term: fc.oneof(
      { depthSize: "small" },
      leaf,
      fc.array(tie("term"), { maxLength: 3 }),
      fc.array(tie("term"), { maxLength: 3 }).map((items) => tuple(...items)),
      fc.dictionary(fc.constantFrom("x", "y", "z"), tie("term")),
    ),
  }));

  it("have an order, in which the same ones are equal", () => {
    fc.assert(
      fc.property(term, term, (a, b) => {
        expect(Math.sign(compareTerms(a, b))).toBe(-Math.sign(compareTerms(b, a)) + 0);
        if (isSameTerm(a, b)) expect(compareTerms(a, b)).toBe(0);
        expect(compareTerms(a, a)).toBe(0);
      }),
    );
  });

  it("fit each other as patterns, when they are the same", () => {
    fc.assert(
      fc.property(term, term, (a, b) => {
        expect(match(a, a)).toEqual(new Map());
        if (isSameTerm(a, b)) expect(match(a, b)).toEqual(new Map());
      }),
    );
  });

  it("are found by a pattern that leaves everything open, and by variables", () => {
    fc.assert(
      fc.property(term, term, (a, b) => {
        expect(match(tuple(any, any), tuple(a, b))).toEqual(new Map());
        expect(match([one, one], [a, b]) !== undefined).toBe(isSameTerm(a, b));
      }),
    );
  });
});
