import { describe, expect, it } from "@jest/globals";
import { inProcess, Process, receive, self, send, spawn } from "../../src/process/index.js";
import { atom } from "../../src/term/index.js";

describe("the process dictionary", () => {
  it("keeps values by key and gives back what was there before", async () => {
    await inProcess(() => {
      expect(Process.get("count")).toBeNull();
      expect(Process.get("count", 0)).toBe(0);
      expect(Process.put("count", 1)).toBeNull();
      expect(Process.put("count", undefined)).toBe(1);
      expect(Process.get("count", "missing")).toBeUndefined();
      expect(Process.put(atom.ok, 2)).toBeNull();
      expect(Process.info(self(), "dictionary")).toEqual(
        new Map<unknown, unknown>([
          ["count", undefined],
          [atom.ok, 2],
        ]),
      );
      expect(Process.delete(atom.ok)).toBe(2);
      expect(Process.delete(atom.ok)).toBeNull();
    });
  });

  it("belongs to one process", async () => {
    await inProcess(async () => {
      const me = self();
      Process.put("mine", 1);
      spawn(() => send(me, ["mine is", Process.get("mine")]));
      expect(await receive()).toEqual(["mine is", null]);
    });
  });
});
