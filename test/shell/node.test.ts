import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createWorld, type World } from "../../src/testing/world.js";
import { run } from "../support/command.js";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.remove());

describe("an error that nobody handles, at the command", () => {
  it.each([
    ["a timer", "uncaughtException", "void setTimeout(() => { throw new Error('late') })"],
    ["a promise", "unhandledRejection", "void new Promise((_, reject) => setTimeout(() => reject(new Error('late'))))"],
  ])("is told once, and ends nothing, where the process of %s has ended", async (_what, event, failure) => {
    const lines = [
      `const told = [new Promise((resolve) => process.once('${event}', resolve))]; 0`,
      `spawn(() => ${failure})`,
      "await told[0]; 'still ' + 'here'",
    ];
    const { output, errors, status } = await run([], {
      env: world.env,
      cwd: world.home,
      input: lines.map((line) => `${line}\n`).join(""),
    });
    expect({ status, errors }).toEqual({ status: 0, errors: "" });
    expect(output.match(/\[error\] Uncaught\n\*\* \(Error\) late\n {4}iex:2: /g)).toHaveLength(1);
    expect(output).toContain('"still here"');
  });
});
