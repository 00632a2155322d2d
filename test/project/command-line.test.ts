import { describe, expect, it } from "@jest/globals";
import { parseOptions } from "../../shell/options.js";
import { translateFrames } from "../../shell/project/frames.js";
import { similar } from "../../shell/project/similar.js";

describe("the command line", () => {
  it.each<[string[], object]>([
    [["-S", "mix"], { mix: true }],
    [["--sname", "a@localhost", "-S", "mix"], { mix: true, node: { name: "a@localhost", type: "shortnames" } }],
    [["-S", "mix", "--sname", "a"], { mix: true, node: { name: "a", type: "shortnames" } }],
    [["-S", "mix", "--env", "prod"], { mix: true, environment: "prod" }],
    [["-S", "mix", "test", "--only", "slow"], { mix: true, task: { name: "test", args: ["--only", "slow"] } }],
    [["test", "--only", "slow"], { mix: false, task: { name: "test", args: ["--only", "slow"] } }],
    [["-e", "1", "compile", "--force"], { mix: false, eval: ["1"], task: { name: "compile", args: ["--force"] } }],
    [["--sname=a", "new", "chat", "--sup"], { task: { name: "new", args: ["chat", "--sup"] } }],
  ])("%j is understood", (args, options) => {
    expect(parseOptions(args)).toMatchObject(options);
  });

  it.each<[string[], string]>([
    [["-S"], "Option -S needs a value"],
    [["-S", "rake"], 'Cannot run "rake": -S knows no other script than mix'],
    [["--env", "prod"], "Cannot use --env without a project: add -S mix"],
    [["chat.ts"], "Unexpected argument chat.ts"],
  ])("%j makes no sense", (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });
});

describe("a task that is misspelt", () => {
  const tasks = ["compile", "help", "new", "run", "test"];
  it.each([
    ["tset", "test"],
    ["tests", "test"],
    ["complie", "compile"],
    ["nwe", "new"],
    ["foo", undefined],
    ["x".repeat(10_000), undefined],
  ])("%.20s is taken for %s", (name, meant) => {
    expect(similar(name, tasks)).toBe(meant);
  });
});

describe("the places of a project in a stack", () => {
  const origin = {
    root: "/home/me/chat",
    application: "chat 0.1.0",
    moduleOf: (path: string) => (path.endsWith("/src/chat.ts") ? "Chat" : undefined),
  };

  it.each([
    ["    at send (/home/me/chat/src/chat.ts:4:9)", "    at Chat.send ((chat 0.1.0) src/chat.ts:4:9)"],
    [
      "    at async Object.send (/home/me/chat/src/chat.ts:4:9)",
      "    at async Chat.send ((chat 0.1.0) src/chat.ts:4:9)",
    ],
    ["    at /home/me/chat/src/chat.ts:2:1", "    at src/chat.ts:2:1"],
    ["    at load (/home/me/chat/config/dev.ts:2:1)", "    at load (config/dev.ts:2:1)"],
    ["    at other (/home/me/other/src/chat.ts:2:1)", "    at other (/home/me/other/src/chat.ts:2:1)"],
    [
      "    at run (/home/me/chat/node_modules/iex-ts/dist/run.js:2:1)",
      "    at run (/home/me/chat/node_modules/iex-ts/dist/run.js:2:1)",
    ],
    ["Error: no /home/you", "Error: no /home/you"],
  ])("%s is told as %s", (line, told) => {
    expect(translateFrames(line, origin)).toBe(told);
  });
});
