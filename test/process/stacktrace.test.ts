import { describe, expect, it } from "@jest/globals";
import { hideFrames, stacktrace } from "../../src/process/stacktrace.js";
import { atom, tuple } from "../../src/term/index.js";

function frame(name: string, file: string, line: number): unknown {
  return tuple(atom("iex_ts"), atom(name), 0, [tuple(atom.file, file), tuple(atom.line, line)]);
}

/** An error whose stack has these lines. */
function thrown(...lines: string[]): Error {
  return Object.assign(new Error("oops"), {
    stack: ["Error: oops", ...lines.map((line) => `    at ${line}`)].join("\n"),
  });
}

describe("a stack trace", () => {
  it.each([
    ["a named function", "chat (/app/remote.ts:6:3)", frame("chat", "/app/remote.ts", 6)],
    ["a method", "Object.chat [as talk] (/app/remote.ts:6:3)", frame("chat", "/app/remote.ts", 6)],
    ["a constructor", "new Point (/app/point.ts:2:1)", frame("Point", "/app/point.ts", 2)],
    ["an awaited function", "async chat (/app/remote.ts:6:3)", frame("chat", "/app/remote.ts", 6)],
    ["a module itself", "file:///app/main.mjs:3:7", frame("", "/app/main.mjs", 3)],
    ["an awaited module", "async file:///app/main.mjs:3:7", frame("", "/app/main.mjs", 3)],
    ["what was typed at a prompt", "iex:3:9", frame("", "iex", 3)],
  ])("has a frame for %s", (_what, line, expected) => {
    expect(stacktrace(thrown(line))).toEqual([expected]);
  });

  it("leaves out frames of Node.js, and files that are said to be hidden", () => {
    hideFrames((file) => file.startsWith("/hidden/"));
    const error = thrown("node:fs:1:1", "read (node:fs:1:1)", "f (/hidden/a.js:1:1)", "async file:///hidden/b.js:1:1");
    expect(stacktrace(error)).toEqual([]);
  });

  it("is empty for what has none", () => {
    expect([stacktrace(undefined), stacktrace("text"), stacktrace({ stack: 1 })]).toEqual([[], [], []]);
  });

  it("is empty where the program fails to tell it", () => {
    const error = Object.defineProperty(new Error("oops"), "stack", {
      get: () => {
        throw new Error("another one");
      },
    });
    expect(stacktrace(error)).toEqual([]);
  });
});
