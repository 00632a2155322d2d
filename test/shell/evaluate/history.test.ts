import { describe, expect, it } from "@jest/globals";
import { createHistory } from "../../../shell/evaluate/index.js";

describe("the history of values", () => {
  const filled = (...lines: number[]) => {
    const history = createHistory();
    for (const line of lines) history.append(line, `value ${line}`);
    return history;
  };

  it("answers the last value, a prompt's value, and values from the end", () => {
    const history = filled(1, 2, 4);
    expect([history.v(), history.v(-1), history.v(-3), history.v(4), history.v(1)]).toEqual([
      "value 4",
      "value 4",
      "value 1",
      "value 4",
      "value 1",
    ]);
  });

  it("keeps twenty values", () => {
    const history = filled(...Array.from({ length: 25 }, (_, i) => i + 1));
    expect(history.size).toBe(20);
    expect(history.v(6)).toBe("value 6");
    expect(() => history.v(5)).toThrow(
      "v(5) is out of bounds, the currently preserved history ranges from 6 to 25 (or use negative numbers to look from the end)",
    );
  });

  it("keeps everything when its limit is negative", () => {
    const history = createHistory({ limit: -1 });
    for (let line = 1; line <= 100; line++) history.append(line, line);
    expect(history.v(1)).toBe(1);
  });

  it("says so when there is nothing to look for", () => {
    expect(() => filled().v()).toThrow("v(-1) is out of bounds, no entries were stored in history so far");
    for (const n of [0, 3, 99, -4, 1.5]) expect(() => filled(1, 2, 4).v(n)).toThrow(`v(${n}) is out of bounds`);
    const history = filled(1);
    history.clear();
    expect(() => history.v(1)).toThrow("no entries were stored");
  });
});
