import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { parseCommand } from "../../../shell/jobs/command.js";

describe("a line at the job menu", () => {
  it.each([
    ["c", { type: "connect", job: undefined }],
    ["c 2", { type: "connect", job: 2 }],
    ["  i   12 ", { type: "interrupt", job: 12 }],
    ["k 1\n", { type: "kill", job: 1 }],
    ["j", { type: "list" }],
    ["q", { type: "quit" }],
    ["h", { type: "help" }],
    ["?", { type: "help" }],
    ["s", { type: "start" }],
    ["s 'Elixir.IEx'", { type: "start" }],
    ["r", { type: "remote", node: undefined }],
    ["r you@localhost", { type: "remote", node: "you@localhost" }],
    ["r 'other@localhost' 'Elixir.IEx'", { type: "remote", node: "other@localhost" }],
    ['r "other@localhost"', { type: "remote", node: "other@localhost" }],
    ["", { type: "nothing" }],
    [" \n", { type: "nothing" }],
  ])("%j is a command", (line, command) => {
    expect(parseCommand(line)).toEqual(command);
  });

  it.each(["nonsense", "c x", "c 1 2", "c -1", "j 1", "q now", "s shell", "r node shell", "constructor", "C"])(
    "%j is none",
    (line) => {
      expect(parseCommand(line)).toEqual({ type: "unknown" });
    },
  );

  it("may be anything", () => {
    fc.assert(fc.property(fc.string(), (line) => typeof parseCommand(line).type === "string"));
  });
});
