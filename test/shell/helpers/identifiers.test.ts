import { describe, expect, it } from "@jest/globals";
import { pid, port, ref } from "../../../shell/helpers/identifiers.js";
import type { Session } from "../../../shell/session.js";
import { atom, inProcess, inspect, Process, self } from "../../../src/index.js";

type Make = (...parts: unknown[]) => unknown;
const [pidOf, refOf, portOf] = [pid, ref, port].map(({ make }) => make({} as Session) as Make) as [Make, Make, Make];

describe("pid, ref and port", () => {
  it("find what prints like a text, or like these numbers", () => {
    expect([pidOf("0.111.0"), pidOf(0, 111, 0), pidOf("#PID<0.111.0>")].map((it) => inspect(it))).toEqual(
      Array(3).fill("#PID<0.111.0>"),
    );
    expect(inspect([refOf(0, 1, 2, 3), portOf(0, 4)])).toBe("[#Reference<0.1.2.3>, #Port<0.4>]");
  });

  it("find a registered process by its name, and name the one that is not there", () =>
    inProcess(() => {
      Process.register(self(), "finder");
      expect(pidOf(atom.finder)).toBe(self());
      expect(() => pidOf(atom.nope)).toThrow("could not find registered process with name: :nope");
    }));

  it.each<[text: string, part: unknown]>([
    ["a symbol that is no atom", Symbol("x")],
    ["an object that has no text", Object.create(null)],
    ["nothing", undefined],
  ])("refuse %s", (_, part) => {
    expect(() => pidOf(part)).toThrow("not a textual representation of a pid");
    expect(() => pidOf(0, part, 0)).toThrow("not a textual representation of a pid");
    expect(() => refOf(part)).toThrow("not a textual representation of a reference");
    expect(() => portOf(part)).toThrow("not a textual representation of a port");
  });

  it("refuse an atom where only processes have names", () => {
    expect(() => refOf(atom.user)).toThrow("not a textual representation of a reference");
    expect(() => portOf(atom.user)).toThrow("not a textual representation of a port");
  });
});
