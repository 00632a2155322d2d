import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type MenuState, typeAtMenu } from "../../../shell/ui/menu-state.js";

const EMPTY: MenuState = { choices: ["a", "c"], typed: "", wrong: [], answer: undefined };

describe("what is typed at a menu", () => {
  it.each([
    ["c", { typed: "c", wrong: [], answer: undefined }],
    ["c\r", { typed: "c", wrong: [], answer: "c" }],
    [" c \n", { typed: " c ", wrong: [], answer: "c" }],
    ["x\x7fc\r", { typed: "c", wrong: [], answer: "c" }],
    ["\x7f\r", { typed: "", wrong: [""], answer: undefined }],
    ["x\rboth\ra\rc\r", { typed: "a", wrong: ["x", "both"], answer: "a" }],
    ["\u{1f600}\x7fa\x1b\r", { typed: "a", wrong: [], answer: "a" }],
  ])("%j", (characters, expected) => {
    expect(typeAtMenu(EMPTY, characters)).toMatchObject(expected);
  });

  it("means the same in one piece as key by key", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "c", "x", "\r", "\x7f", " ")), (keys) => {
        const together = typeAtMenu(EMPTY, keys.join(""));
        expect(keys.reduce(typeAtMenu, EMPTY)).toEqual(together);
      }),
    );
  });
});
