import { describe, expect, it } from "@jest/globals";
import { quoteQuestion } from "../../../shell/types/question.js";

const quoted = (text: string): string => quoteQuestion(text, (name) => /^[thb]$/.test(name));

describe("the argument of a helper that asks about code", () => {
  it.each([
    ["t(list)", 't("list")'],
    ["t(list.map((n) => n + 1))", 't("list.map((n) => n + 1)")'],
    ["  await t( { a: [1, 2] } ) ;", 't("{ a: [1, 2] }")'],
    ["t(Point)", 't("Point")'],
    ['t("a" + "b")', 't("\\"a\\" + \\"b\\"")'],
    ["t(new Map<string, number>())", 't("new Map<string, number>()")'],
    ["t({} as Record<string, number>)", 't("{} as Record<string, number>")'],
    ["t(<T,>(x: T) => x)", 't("<T,>(x: T) => x")'],
    ["t(a < b, c > d)", 't("a < b, c > d")'],
    ["t(...a)", 't("...a")'],
    ["t(1, )", 't("1")'],
    ["h(Node.spawnLink, )", 'h("Node.spawnLink")'],
    ["h(Node.spawnLink)", 'h("Node.spawnLink")'],
    ["b(GenServer)", 'b("GenServer")'],
  ])("is given as its text: %s", (text, expected) => {
    expect(quoted(text)).toBe(expected);
  });

  it.each([
    't("list")',
    't("list", )',
    "t()",
    "t(,)",
    "h(a, b)",
    "h(...a)",
    "t(a).b",
    "t(a) + t(b)",
    "h(v(1))",
    "h(list[0])",
    "th(a)",
    "const x = t(a)",
    "t(a",
    "t(a); t(b)",
  ])("is left alone: %s", (text) => {
    expect(quoted(text)).toBe(text);
  });

  it("is the user's own business where the user has made a function of that name", () => {
    expect(quoteQuestion("t(list)", () => false)).toBe("t(list)");
  });
});
