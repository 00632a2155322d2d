import { describe, expect, it } from "@jest/globals";
import { wrap } from "../../../shell/helpers/wrap.js";

describe("a line that is longer than the screen is wide", () => {
  it("goes on in the next one, at a word, further in than it began", () => {
    expect(wrap("chat(to: string, text: string): number", 24)).toBe("chat(to: string,\n    text: string):\n    number");
    expect(wrap("interface A {\n  b(c: string): number;\n}", 18)).toBe(
      "interface A {\n  b(c:\n      string):\n      number;\n}",
    );
  });

  it("stays as it is where it fits, to the last column", () => {
    expect(wrap("one two\n\nthree", 7)).toBe("one two\n\nthree");
    expect(wrap("one two three", Number.POSITIVE_INFINITY)).toBe("one two three");
  });

  it("keeps a word whole that no line can hold", () => {
    expect(wrap("a unbreakable b", 6)).toBe("a\n    unbreakable\n    b");
  });
});
