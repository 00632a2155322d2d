import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createWorld, type World } from "../../src/testing/world.js";
import { COMMAND, ending, openShell } from "../support/shells.js";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.remove());

const later = (what: string) => `const me = self(); void spawn(async () => { await Process.sleep(800); ${what} })`;

describe("an evaluator that dies while half a line is typed", () => {
  it.each([
    ["of a link", "void spawnLink(async () => { await Process.sleep(800); exit(atom.boom) })", ":boom"],
    ["of an exit signal", later("Process.exit(me, atom.shutdown)"), "shutdown"],
    ["of a kill", later("Process.exit(me, atom.kill)"), "killed"],
  ])("%s gives a fresh one; the line and the counter survive", async (_, text, reason) => {
    const shell = await openShell(world, "me");
    shell.type(`${text}\r`);
    await shell.waitFor(/iex\(me@localhost\)2>$/);
    shell.type("1 + ");
    await shell.waitFor(
      (seen) =>
        seen.includes(`shell process exited with reason: ${reason}\n`) && seen.endsWith("\niex(me@localhost)2> 1 +"),
    );
    shell.type("2\r");
    await shell.waitFor(ending("iex(me@localhost)2> 1 + 2\n3\niex(me@localhost)3>"));
    shell.type("typeof me\r");
    await shell.waitFor(ending('"undefined"\niex(me@localhost)4>'));
  });

  it("by exit() in the midst of what was typed ahead: the rest goes to its successor", async () => {
    const shell = await openShell(world, "me");
    shell.type("const x = 1\rawait Process.sleep(500); exit(atom.done)\rtypeof x\r'half");
    await shell.waitFor(/\*\* \(exit\) :done|exited with reason: :done/);
    await shell.waitFor(/iex\(me@localhost\)\d> 'half$/);
    shell.type("'\r");
    await shell.waitFor(/"half"\niex\(me@localhost\)\d>$/);
  });
});

describe("output", () => {
  it("of a node whose reader has gone ends in an error, not in waiting", async () => {
    const me = await openShell(world, "me");
    const you = await openShell(world, "you");
    me.type(
      "void Node.spawn('you@localhost', async () => { Process.register(self(), 'writer'); try { for (let n = 0; ; n++) { await IO.puts(`line ${n}`); await Process.sleep(1) } } catch (error) { await IO.puts('user', `stopped: ${error.message}`) } })\r",
    );
    await me.waitFor(/line 20\n/);
    me.kill("SIGKILL");
    await you.waitFor(/^stopped: /m);
    you.type("Process.whereis('writer')\r");
    await you.waitFor(/null\niex\(you@localhost\)2>$/);
  });

  it("to a pipe that nobody reads holds its writers up, so that nothing piles up", async () => {
    const text =
      "let n = 0; spawn(async () => { for (;;) { await IO.puts('x'.repeat(1000)); n++ } }); setInterval(() => IO.puts('stderr', n), 50)\n";
    const [program, ...args] = COMMAND;
    const child = spawn(program!, args, { env: world.env });
    try {
      child.stdin.write(text);
      const written = await heldUp(child.stderr);
      expect(written).toBeLessThan(5_000);
    } finally {
      child.kill("SIGKILL");
    }
  });
});

/** Reads how many lines were written so far until that is the same ten times; nobody reads the lines themselves. */
async function heldUp(counts: NodeJS.ReadableStream): Promise<number> {
  const last: number[] = [];
  for await (const line of createInterface({ input: counts })) {
    last.unshift(Number(line));
    last.length = Math.min(last.length, 10);
    if (last.length === 10 && last[0]! > 0 && last.every((count) => count === last[0])) return last[0]!;
  }
  throw new Error("The shell ended before it was held up");
}
