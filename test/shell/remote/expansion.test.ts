import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import {
  beforeFromTerm,
  beforeToTerm,
  expansionFromTerm,
  expansionToTerm,
  NO_EXPANSION,
} from "../../../shell/remote/expansion.js";
import { interruptMessage, interruptOf } from "../../../shell/remote/interrupt.js";
import { atom, tuple } from "../../../src/index.js";

const text = fc.string({ unit: "grapheme" });

describe("what Tab asks and is answered, between nodes", () => {
  it("is what was asked and answered, for any text", () => {
    fc.assert(
      fc.property(fc.boolean(), text, fc.array(text), (yes, insert, candidates) => {
        expect(expansionFromTerm(expansionToTerm({ yes, insert, candidates }))).toEqual({ yes, insert, candidates });
        expect(beforeFromTerm(beforeToTerm(insert))).toBe(insert);
      }),
    );
  });

  it("has the shapes of Erlang: the text before the cursor comes backwards", () => {
    expect(beforeToTerm("No.")).toEqual([46, 111, 78]);
    expect(expansionToTerm({ yes: true, insert: "de", candidates: [] })).toEqual(tuple(atom("yes"), [100, 101], []));
    expect(expansionToTerm(NO_EXPANSION)).toEqual(tuple(atom("no"), [], []));
  });

  it.each([
    ["characters of several code points as lists", [[101, 769], 78], "Ne\u0301"],
    ["nothing", [], ""],
    ["no list", atom.no!, ""],
  ])("reads %s", (_what, term, before) => {
    expect(beforeFromTerm(term)).toBe(before);
  });

  it.each([[atom("no")], [tuple(atom("badrpc"), atom.nodedown!)], [tuple(atom("yes"), [], atom.none!)], [null]])(
    "takes %p for the answer that nothing can follow",
    (term) => {
      expect(expansionFromTerm(term)).toEqual(NO_EXPANSION);
    },
  );

  it("takes strings as well as lists of characters", () => {
    expect(expansionFromTerm(tuple(atom("yes"), "ab", ["ab", [99]]))).toEqual({
      yes: true,
      insert: "ab",
      candidates: ["ab", "c"],
    });
  });
});

describe("what Ctrl+C tells a shell of another node", () => {
  it.each(["busy", "typing", "idle"] as const)("is that it came while %s", (during) => {
    expect(interruptOf(interruptMessage(during))).toBe(during);
  });

  it.each([[atom.interrupt], [tuple(atom.interrupt, atom("later"))], [tuple(atom.hi!, atom("busy"))], ["busy"]])(
    "is not %p",
    (message) => {
      expect(interruptOf(message)).toBeUndefined();
    },
  );
});
