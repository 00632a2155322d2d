import { PassThrough } from "node:stream";
import { describe, expect, it } from "@jest/globals";
import { clearInTime } from "../../../shell/evaluate/dispose.js";
import { createScope } from "../../../shell/evaluate/index.js";
import { Shell } from "../../../shell/index.js";
import { atom, inProcess, Process, self, startGroupLeader, stringDevice } from "../../../src/index.js";

/** What a shell prints that is given these lines, until it is left. */
async function session(...lines: string[]): Promise<string> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let printed = "";
  output.on("data", (chunk) => {
    printed += chunk;
  });
  const shell = Shell.start({ input, output });
  input.end(lines.map((line) => `${line}\n`).join(""));
  expect(await shell.left).toBe(0);
  return printed;
}

const OPEN = "const open = (name) => ({ async [Symbol.asyncDispose]() { await 1; IO.puts(`closed ${name}`) } })";

describe("what using has bound at a prompt", () => {
  it("is disposed of, the newest first, when the input ends", async () => {
    const printed = await session(OPEN, "await using a = open('a'), b = open('b')", "'last'");
    expect(printed).toMatch(/"last"[\s\S]*closed b\nclosed a\n$/);
  });

  it("finds what else was bound there", async () => {
    const printed = await session("const name = 'a'", "using a = { [Symbol.dispose]() { IO.puts(`closed ${name}`) } }");
    expect(printed).toMatch(/closed a\n$/);
  });

  it("is disposed of when the shell is left by exit()", async () => {
    expect(await session(OPEN, "await using a = open('a')", "exit()")).toMatch(/closed a\n$/);
  });

  it("that cannot be disposed of is told, and keeps nothing else from it", async () => {
    const failing = "using bad = { [Symbol.dispose]() { throw new Error('stuck') } }";
    const printed = await session(OPEN, "await using a = open('a')", failing);
    expect(printed).toMatch(
      /Cannot dispose of a value that using bound at the prompt:\n\*\* \(Error\) stuck\n {4}iex:3: /,
    );
    expect(printed).toMatch(/closed a\n/);
  });

  it("holds nobody for ever", async () => {
    const scope = createScope();
    const begun = new Promise<void>((resolve) => {
      scope.dispose({
        [Symbol.asyncDispose]: () => {
          resolve();
          return new Promise(() => {});
        },
      });
    });
    const device = stringDevice();
    const leader = startGroupLeader(device);
    await inProcess(async () => {
      Process.groupLeader(self(), leader);
      await clearInTime(scope, 10);
      Process.exit(leader, atom.kill);
    });
    await begun;
    expect(device.contents()).toBe(
      "What using bound at the prompt is not disposed of after 0.01 seconds: left as it is\n",
    );
  });
});
