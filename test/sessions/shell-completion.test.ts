import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createWorld, type World } from "../../src/testing/world.js";
import { ending, openShell } from "../support/shells.js";
import type { TestScreen } from "../support/terminal.js";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.remove());

const open = (name?: string): Promise<TestScreen> => openShell(world, name);

/** Types, then presses Tab: as the last key of a burst it completes, for in the middle of one it is text. */
async function tabAfter(shell: TestScreen, typed: string): Promise<void> {
  shell.type(`${typed}\t`);
  await shell.waitFor((seen) => seen.split("\n").at(-1)!.includes(typed.trimEnd()));
}

/** Tab waits for a moment only, which a busy machine may let pass: a person presses it again. */
async function completes(shell: TestScreen, typed: string, shown: string): Promise<void> {
  await tabAfter(shell, typed);
  for (let tries = 1; tries < 10; tries++) {
    try {
      await shell.waitFor(ending(shown), 1500);
      return;
    } catch {
      shell.press("tab");
    }
  }
  await shell.waitFor(ending(shown));
}

describe("Tab at the prompt", () => {
  it("inserts what is common to all, then lists them, as iex does", async () => {
    const me = await open("me");
    await completes(me, "Node.sp", "iex(me@localhost)1> Node.spawn");
    me.press("tab");
    await me.waitFor(
      ending(
        "iex(me@localhost)1> Node.spawn\nspawn/1           spawnLink/1       spawnMonitor/1\n\niex(me@localhost)1> Node.spawn",
      ),
    );
    await completes(me, "L", "iex(me@localhost)1> Node.spawnLink");
  });

  it("completes in the middle of a line, and leaves what follows", async () => {
    const shell = await open();
    shell.type("const answer = { deep: 41 }\r");
    await shell.waitFor("iex(2)>");
    shell.type(`[ans.deep + 1]${"\u001b[D".repeat(".deep + 1]".length)}\t`);
    await shell.waitFor(ending("iex(2)> [answer.deep + 1]"));
    shell.type("\r");
    await shell.waitFor(ending("[42]\niex(3)>"));
  });

  it("does nothing, and breaks nothing, where nothing can follow", async () => {
    const shell = await open();
    await tabAfter(shell, "xyzzy");
    shell.type(".a");
    await tabAfter(shell, ".b");
    shell.type("!");
    await shell.waitFor(ending("iex(1)> xyzzy.a.b!"));
  });

  it("knows what was bound before, earlier lines of a text, and nothing after respawn()", async () => {
    const shell = await open();
    shell.type("const zebra = { stripes: 3 }\r");
    await shell.waitFor("iex(2)>");
    shell.type("[1,\r");
    await shell.waitFor(ending("...(2)>"));
    await completes(shell, "zeb", "...(2)> zebra");
    await completes(shell, ".str", "...(2)> zebra.stripes");
    shell.type("]\r");
    await shell.waitFor(ending("...(2)> zebra.stripes]\n[1, 3]\niex(3)>"));
    shell.type("respawn()\r");
    await shell.waitFor("iex(4)>");
    await tabAfter(shell, "zeb");
    shell.type(" + 1");
    await shell.waitFor(ending("iex(4)> zeb + 1"));
  });

  it("completes the functions of a module that c() has loaded, and the name of its file", async () => {
    writeFileSync(join(world.home, "remote.ts"), "export const Remote = { chat(_to: string) {}, hello() {} };\n");
    const shell = await open();
    await completes(shell, 'c("rem', 'iex(1)> c("remote.ts');
    shell.type('")\r');
    await shell.waitFor(ending('iex(1)> c("remote.ts")\n[Remote]\niex(2)>'));
    await completes(shell, "Remote.", "chat/1     hello/0\n\niex(2)> Remote.");
  });

  it("completes the names of other nodes and of registered processes", async () => {
    const [me, you] = [await open("me"), await open("you")];
    me.type('Node.connect("you@localhost")\r');
    await me.waitFor(ending("true\niex(me@localhost)2>"));
    await completes(me, 'Node.spawnLink("yo', 'iex(me@localhost)2> Node.spawnLink("you@localhost');
    you.type('Process.register(self(), "zookeeper")\r');
    await you.waitFor(ending("true\niex(you@localhost)2>"));
    await completes(you, 'Process.whereis("zoo', 'iex(you@localhost)2> Process.whereis("zookeeper');
  });

  it("asks nothing while an evaluation reads a line of its own", async () => {
    const shell = await open();
    shell.type('const line = IO.gets("name> ")\r');
    await shell.waitFor("name>");
    await tabAfter(shell, "Node.sp");
    shell.type("!\r");
    await shell.waitFor(ending('name> Node.sp!\n"Node.sp!\\n"\niex(2)>'));
  });

  it("never runs getters", async () => {
    const shell = await open();
    shell.type("let asked = 0; const lazy = { get heavy() { return ++asked }, light: 1 }; 0\r");
    await shell.waitFor("iex(2)>");
    await completes(shell, "lazy.", "heavy    light\n\niex(2)> lazy.");
    await tabAfter(shell, "heavy.");
    shell.press("ctrl+u");
    shell.type("asked\r");
    await shell.waitFor(ending("iex(2)> asked\n0\niex(3)>"));
    expect(shell.screen()).toContain("heavy");
  });
});
