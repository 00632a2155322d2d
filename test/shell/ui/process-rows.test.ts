import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { firstShown, processLines, processRows } from "../../../shell/ui/process-rows.js";
import { atom, inProcess, inspect, Process, receive, self, send, spawn } from "../../../src/index.js";
import { nextTurn } from "../../support/processes.js";

describe("the list of processes", () => {
  it("tells pid, messages, status, initial call and name of each", () =>
    inProcess(async () => {
      const idle = spawn(async function idler() {
        await receive((message) => message);
      });
      Process.register(self(), "lister");
      send(self(), 1);
      send(self(), 2);
      await nextTurn();
      const rows = processRows();
      expect(rows.find(({ pid }) => pid === self())).toMatchObject({ name: ":lister", messages: 2 });
      expect(rows.find(({ pid }) => pid === idle)).toMatchObject({ name: "", messages: 0, status: "waiting" });
      const lines = processLines(rows, 200);
      expect(lines[0]).toMatch(/^Pid +Messages +Status +Initial call +Name$/);
      expect(lines.find((line) => line.startsWith(`${inspect(self())} `))).toMatch(/ 2 .* :lister$/);
      Process.exit(idle, atom.kill);
    }));

  it("is cut off at the edge of the screen", () => {
    expect(processLines(processRows(), 10).every((line) => line.length <= 10)).toBe(true);
  });

  it("shows a part with the selected line in it, and no empty line while there are others", () => {
    const whole = fc.integer({ min: 1, max: 50 });
    fc.assert(
      fc.property(whole, whole, fc.nat(), (height, count, at) => {
        const selected = at % count;
        const first = firstShown(selected, height, count);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(selected).toBeGreaterThanOrEqual(first);
        expect(selected).toBeLessThan(first + height);
        if (count >= height) expect(first + height).toBeLessThanOrEqual(count);
      }),
    );
  });
});
