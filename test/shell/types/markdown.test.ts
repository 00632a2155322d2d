import { describe, expect, it } from "@jest/globals";
import { renderMarkdown } from "../../../shell/helpers/markdown.js";

const plain = { heading: (text: string) => text, inspect: {} };
const coloured = {
  heading: (text: string) => `<b>${text}</b>`,
  inspect: { color: (_: string, text: string) => `<${text}>` },
};

describe("Markdown on a terminal", () => {
  it("has its paragraphs filled to the width, and no line broken in the middle of code", () => {
    expect(renderMarkdown("One two three\nfour `a b c` five. See {@link six}.", { width: 16, style: plain })).toBe(
      "One two three\nfour `a b c`\nfive. See `six`.",
    );
  });

  it("has items with hanging lines, and code as it is", () => {
    const text = "* one two three four\n* `x`\n\n    if (a) {\n      b\n    }\n\n```ts\nc  d\n\ne\n```";
    expect(renderMarkdown(text, { width: 14, style: plain })).toBe(
      "  • one two\n    three four\n  • `x`\n\n    if (a) {\n      b\n    }\n\n    c  d\n\n    e",
    );
  });

  it("has a fence apart from the text that it follows", () => {
    expect(renderMarkdown("Example:\n```ts\na;\n\n  b;\n```\nAnd so on.", { width: 80, style: plain })).toBe(
      "Example:\n\n    a;\n\n      b;\n\nAnd so on.",
    );
  });

  it("has headings and emphasis in bold, and code in colour, where there are colours", () => {
    expect(renderMarkdown("## Title\n\nA **strong** `word`.", { width: 80, style: coloured })).toBe(
      "<b>Title</b>\n\nA <b>strong</b> <word>.",
    );
  });
});
