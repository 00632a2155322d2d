import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { charsLength, columnAfter, firstGraphemes } from "../../../src/io/erlang-format/width.js";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const clusters = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment);

describe("the width of a text", () => {
  it("is the number of its characters where all are of Latin-1", () => {
    expect(["", "abc", "é\r\n"].map(charsLength)).toEqual([0, 3, 3]);
  });

  it("is the number of its grapheme clusters where one is beyond", () => {
    const piece = fc.constantFrom(
      "日",
      "e\u0301",
      "👩‍👩‍👧",
      "🇩🇪",
      "\u0301",
      "a",
      "\r\n",
      "x".repeat(63),
      "\u0301".repeat(200),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.nat(80), (pieces, count) => {
        const text = `日${pieces.join("")}`;
        expect(charsLength(text)).toBe(clusters(text).length);
        expect(firstGraphemes(text, count)).toBe(clusters(text).slice(0, count).join(""));
      }),
    );
  });

  it("moves the column, to the next tab stop after a tab and to the first after a line break", () => {
    expect([columnAfter("ab", 3), columnAfter("a\tb", 0), columnAfter("x\nab", 9), columnAfter("\t", 8)]).toEqual([
      5, 9, 2, 16,
    ]);
  });
});
