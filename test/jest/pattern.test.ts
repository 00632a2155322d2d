import { describe, expect, it } from "@jest/globals";
import { atom, P, Pid, tuple } from "../../src/index.js";
import { showPattern } from "../../src/jest/pattern.js";

describe("a pattern in a failure", () => {
  it.each<[unknown, string]>([
    [atom.hello, ":hello"],
    [[atom.hello, P._], "[:hello, _]"],
    [tuple(atom.x!, { n: P.number, s: [P.string] }), "{:x, { n: P.number, s: [P.string] }}"],
    [P.instanceOf(Pid), "P(...)"],
  ])("%# is shown as it is written", (pattern, text) => {
    expect(showPattern(pattern)).toBe(text);
  });

  it("is the source of a predicate", () => {
    expect(showPattern((n: number) => n > 1)).toMatch(/^\(?n\)? => n > 1$/);
  });
});
