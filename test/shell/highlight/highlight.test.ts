import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { highlight } from "../../../shell/highlight/index.js";
import { pieces } from "../../../shell/highlight/pieces.js";

const mark = (kind: string, text: string): string => `<${kind} ${text}>`;

describe("a line in colours", () => {
  it.each([
    ["const x = 1", "<keyword const> x = <number 1>"],
    ["1_000n + .5e-3 + 0xff", "<number 1_000n> + <number .5e-3> + <number 0xff>"],
    [`send("you", 'me')`, `send(<string "you">, <string 'me'>)`],
    [`"unfinished`, `<string "unfinished>`],
    [`"a\\"b" c`, `<string "a\\"b"> c`],
    ["tuple(atom.ok, true, null, undefined)", "tuple(<atom atom.ok>, <boolean true>, <nil null>, <nil undefined>)"],
    ["x.atom.ok", "x.atom.ok"],
    ["a.new + b?.class", "a.new + b?.class"],
    ["1 // why", "<number 1> <comment // why>"],
    ["/* a */ b /* c", "<comment /* a */> b <comment /* c>"],
    ["x = /[/]\\d/g", "x = <regex /[/]\\d/g>"],
    ["a / b / c", "a / b / c"],
    ["f() / 2 / 3", "f() / <number 2> / <number 3>"],
    ["return /x/", "<keyword return> <regex /x/>"],
    [
      "`a${1 + `b${2}`}c` + d",
      "<string `><string a${><number 1> + <string `><string b${><number 2><string }><string `><string }><string c`> + d",
    ],
    ["`${{ a: {} }}`", "<string `><string ${>{ a: {} }<string }><string `>"],
    ["`open", "<string `><string open>"],
    ["constant", "constant"],
    ["żółć = '漢字 👍'", "żółć = <string '漢字 👍'>"],
  ])("%s", (line, painted) => expect(highlight(line, "", mark)).toBe(painted));

  it("begins as the lines above it end", () => {
    expect(highlight("b` + 1", "`a\n", mark)).toBe("<string b`> + <number 1>");
    expect(highlight("still */ 1", "/* a\n", mark)).toBe("<comment still */> <number 1>");
    expect(highlight("  1,", "[\n", mark)).toBe("  <number 1>,");
  });

  it("is the same line without the colours, whatever it is", () => {
    const texts = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: fc.constantFrom(..."`${}/\\\"'*.\n 1a", "atom.ok", "const ") }),
    );
    fc.assert(fc.property(texts, texts, (before, line) => highlight(line, before, (_, text) => text) === line));
    fc.assert(fc.property(texts, (text) => pieces(text).every((piece) => piece.text !== "")));
  });

  it("has none when it is longer than anybody types", () => {
    const long = "1".repeat(10_000);
    expect(highlight(long, "", mark)).toBe(long);
  });
});
