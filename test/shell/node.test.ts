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
    ["a tick", "process.nextTick(() => { throw 'boo' }); 1", "boo"],
    ["an event of the process itself", "process.emit('error', 'boo')", "boo"],
    [
      "a revoked proxy",
      "const r = Proxy.revocable({}, {}); r.revoke(); void Promise.reject(r.proxy); 1",
      "cannot be shown",
    ],
    [
      "an odd class",
      "class X { get [Symbol.toStringTag]() { throw 1 } }; setTimeout(() => { throw new X }); 1",
      "throw",
    ],
  ])("leaves the shell to tell the next one: %s", async (_what, line, told) => {
    const input = `${line}\nawait Process.sleep(20)\nvoid Promise.reject('next')\nawait Process.sleep(20); 40 + 2\n`;
    const { output, status } = await run([], { env: world.env, cwd: world.home, input });
    expect(status).toBe(0);
    expect(output).toContain(told);
    expect(output).toMatch(/Uncaught\n\*\* \(throw\) "next"[\s\S]* 42\n/);
  });

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
