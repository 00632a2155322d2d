import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { addRestart } from "../../src/otp/supervisor/intensity.js";
import { affected } from "../../src/otp/supervisor/strategy.js";

const seconds = (...times: number[]): number[] => times.map((time) => time * 1_000);

describe("the intensity of restarts", () => {
  it.each([
    { what: "the first restart is fine", before: [], now: 0, max: 1, tooMany: false },
    { what: "none is fine when none is allowed", before: [], now: 0, max: 0, tooMany: true },
    { what: "as many as allowed are fine", before: [0, 1], now: 2, max: 3, tooMany: false },
    { what: "one more within the time is too many", before: [0, 1, 2], now: 3, max: 3, tooMany: true },
    { what: "one at the very end of the time still counts", before: [0, 1, 2], now: 5, max: 3, tooMany: true },
    { what: "older ones do not count", before: [0, 1, 2], now: 5.5, max: 3, tooMany: false },
  ])("$what", ({ before, now, max, tooMany }) => {
    const counted = addRestart(seconds(...before), now * 1_000, { maxRestarts: max, maxSeconds: 5 });
    expect(counted.tooMany).toBe(tooMany);
  });

  it("keeps no more than those within the time, so that a long life costs nothing", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000)), fc.integer({ min: 1, max: 5 }), (gaps, maxSeconds) => {
        let now = 0;
        let restarts: number[] = [];
        for (const gap of gaps) {
          now += gap;
          ({ restarts } = addRestart(restarts, now, { maxRestarts: 3, maxSeconds }));
          expect(restarts.every((then) => now - then <= maxSeconds * 1_000)).toBe(true);
          expect(restarts.at(-1)).toBe(now);
        }
      }),
    );
  });
});

describe("a strategy", () => {
  const children = ["a", "b", "c"];

  it.each([
    { strategy: "oneForOne", failed: "b", again: ["b"] },
    { strategy: "oneForAll", failed: "b", again: ["a", "b", "c"] },
    { strategy: "restForOne", failed: "b", again: ["b", "c"] },
    { strategy: "restForOne", failed: "c", again: ["c"] },
    { strategy: "restForOne", failed: "a", again: ["a", "b", "c"] },
  ] as const)("$strategy starts $again again when $failed has failed", ({ strategy, failed, again }) => {
    expect(affected<string>(strategy, children, failed)).toEqual(again);
  });
});
