import { describe, expect, it } from "@jest/globals";
import { Folding, type Situation } from "../../../shell/terminal/folding.js";

/** A line of 100 letters, with the cursor behind it, that was drawn on 80 columns and is now on fewer. */
function narrowed(columns: number): Situation {
  const asDrawn = { rows: 1, cols: 20 };
  return { anew: { rows: Math.floor(100 / columns), cols: 100 % columns }, asDrawn, aroundCursor: asDrawn, columns };
}

describe("Where a line begins after the width has changed", () => {
  it("is told by the column of the cursor", () => {
    expect(new Folding().rowsAbove(narrowed(47), 6)).toBe(2);
    expect(new Folding().rowsAbove(narrowed(47), 20)).toBe(1);
    expect(new Folding().rowsAbove(narrowed(15), 14)).toBe(1);
  });

  it("is as near as it may be, when nobody can tell", () => {
    expect(new Folding().rowsAbove(narrowed(47))).toBe(1);
    expect(new Folding().rowsAbove(narrowed(40), 20)).toBe(1);
    expect(new Folding().rowsAbove(narrowed(47), 33)).toBe(1);
  });

  it("is known from before, where the column means both", () => {
    const folding = new Folding();
    folding.rowsAbove(narrowed(47), 6);
    expect(folding.rowsAbove(narrowed(40), 20)).toBe(2);
    folding.rowsAbove(narrowed(47), 20);
    expect(folding.rowsAbove(narrowed(40), 20)).toBe(1);
  });
});
