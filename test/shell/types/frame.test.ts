import { describe, expect, it } from "@jest/globals";
import { problemFrames } from "../../../shell/types/frame.js";

describe("what does not fit its type", () => {
  it("is shown in its line, whose number is that of the prompt", () => {
    const problem = { message: "Type 'number' is not assignable to type 'string'", line: 2, column: 9, length: 3 };
    expect(problemFrames("warning", [problem], { text: "f(\n  \u{1f600} a: abc)\n)", name: "iex", first: 11 })).toBe(
      [
        "warning: Type 'number' is not assignable to type 'string'",
        "    │",
        ` 12 │   \u{1f600} a: abc)`,
        "    │          ~~~",
        "    │",
        "    └─ iex:12:9",
      ].join("\n"),
    );
  });

  it("is not listed without end", () => {
    const problem = { message: "no", line: 1, column: 1, length: 1 };
    const shown = problemFrames("error", Array(7).fill(problem), { text: "x", name: "x.ts", first: 1 });
    expect(shown.match(/error: no/g)).toHaveLength(5);
    expect(shown).toMatch(/\n\n\.\.\. and 2 more$/);
  });
});
