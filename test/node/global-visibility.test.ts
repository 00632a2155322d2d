import { describe, expect, it } from "@jest/globals";
import { FLAGS, flagsOfErlang, flagsToErlang, isHidden, ownFlags, speaksGlobal } from "../../src/dist/flags.js";

const HIDDEN = ownFlags(true);
const PLAIN = ownFlags(false);
const VISIBLE = ownFlags(false, true);

describe("a node of ours towards nodes of Erlang", () => {
  it.each<[string, bigint, boolean]>([
    ["that is hidden says so", HIDDEN, true],
    ["that is visible among ours only is hidden", PLAIN, true],
    ["that speaks global is visible", VISIBLE, false],
  ])("%s", (_title, own, hidden) => {
    expect(isHidden(flagsToErlang(own))).toBe(hidden);
    expect(speaksGlobal(flagsToErlang(own))).toBe(false);
  });

  it.each<[string, bigint, bigint, boolean]>([
    ["visible, and so is ours", PLAIN, VISIBLE, true],
    ["hidden, and ours is visible", HIDDEN, VISIBLE, false],
    ["visible, and ours is so among ours only", PLAIN, PLAIN, false],
    ["visible, and ours is hidden", PLAIN, HIDDEN, false],
    ["visible, with a flag that means something else there", PLAIN | FLAGS.GLOBAL, PLAIN, false],
  ])("shares names with one that is %s: %#", (_title, theirs, own, shares) => {
    const seen = flagsOfErlang(theirs, own);
    expect(speaksGlobal(seen)).toBe(shares);
    expect(isHidden(seen)).toBe(!shares);
  });

  it("is hidden, if it is told to be, also where it would speak global", () => {
    expect(speaksGlobal(ownFlags(true, true))).toBe(false);
  });
});
