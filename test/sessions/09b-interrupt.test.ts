import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { command } from "../../src/testing/command.js";
import { createWorld, type World } from "../../src/testing/world.js";
import { openScreen, type TestScreen } from "../support/terminal.js";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.remove());

const [program, ...first] = command();

/** A loop tells by a file that it runs: its node can print nothing. */
const FILES = [
  ["a busy loop", 'require("node:fs").writeFileSync("begun", ""); for (;;) {}'],
  ["a wait", 'require("node:fs").writeFileSync("begun", ""); await receive();'],
] as const;

async function interrupt(me: TestScreen, shows: (seen: string) => boolean): Promise<void> {
  me.press("ctrl+c");
  await me.waitFor(shows);
}

describe("Ctrl+C", () => {
  it.each(FILES)("ends %s of the file that a shell begins with, and of one that is imported", async (_what, line) => {
    const marker = join(world.home, "begun");
    writeFileSync(join(world.home, "begin.ts"), `const early = "early";\n${line}\nconst late = "late";\n`);
    const begun = async (): Promise<void> => {
      while (!existsSync(marker)) await new Promise((resolve) => setTimeout(resolve, 20));
      rmSync(marker);
    };
    const env = { ...world.env, COLUMNS: "" };
    const me = openScreen(program, [...first, "--dot-iex", "begin.ts"], { cwd: world.home, env });
    await begun();
    await interrupt(me, (seen) => /Error while evaluating: begin\.ts\n\*\* \(Interrupted\).*\n\niex\(1\)>$/.test(seen));
    me.type("[early, typeof late].join()\r");
    await me.waitFor((seen) => seen.includes('"early,undefined"\niex(2)>'));
    me.type('importFile("begin.ts")\r');
    await begun();
    await interrupt(me, (seen) => seen.split("** (Interrupted)").length === 3 && seen.endsWith("iex(2)>"));
    me.type("exit()\r");
    expect(await me.exit).toBe(0);
  });

  it("ends a wait of .iex.ts, and what stands above it is bound", async () => {
    const marker = join(world.home, "begun");
    const dotIex = join(world.home, ".iex.ts");
    writeFileSync(
      dotIex,
      `const early = "early";\nrequire("node:fs").writeFileSync("begun", "");\nawait new Promise(() => {});\n`,
    );
    const me = openScreen(program, first, { cwd: world.home, env: { ...world.env, COLUMNS: "" } });
    while (!existsSync(marker)) await new Promise((resolve) => setTimeout(resolve, 20));
    rmSync(marker);
    rmSync(dotIex);
    await interrupt(me, (seen) => /Error while evaluating: \.iex\.ts\n\*\* \(Interrupted\).*\n\niex\(1\)>$/.test(seen));
    me.type("early\r");
    await me.waitFor((seen) => seen.endsWith('"early"\niex(2)>'));
  });
});
