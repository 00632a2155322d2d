import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createWorld, type World } from "../../src/testing/world.js";
import { names } from "../support/names.js";
import { COMMAND, ending, openShell } from "../support/shells.js";
import { openScreen } from "../support/terminal.js";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.remove());

describe("keys at the prompt", () => {
  it("bring back what was entered, and move about in the line", async () => {
    const shell = await openShell(world, "me");
    shell.type("1 + 1\r2 + 2\r");
    await shell.waitFor(ending("4\niex(me@localhost)3>"));
    shell.press("up");
    await shell.waitFor(ending("iex(me@localhost)3> 2 + 2"));
    shell.press("up");
    await shell.waitFor(ending("iex(me@localhost)3> 1 + 1"));
    shell.press("down");
    await shell.waitFor(ending("iex(me@localhost)3> 2 + 2"));
    shell.press("enter");
    await shell.waitFor(ending("iex(me@localhost)3> 2 + 2\n4\niex(me@localhost)4>"));
    shell.type("Node.sp");
    shell.press("ctrl+u");
    await shell.waitFor(ending("iex(me@localhost)4>"));
    shell.type("bc'");
    shell.press("ctrl+a");
    shell.type("'a");
    await shell.waitFor(ending("iex(me@localhost)4> 'abc'"));
    shell.press("ctrl+e");
    shell.type("d");
    shell.press("backspace");
    shell.press("enter");
    await shell.waitFor(ending(`iex(me@localhost)4> 'abc'\n"abc"\niex(me@localhost)5>`));
  });

  it("search through the history with Ctrl+R", async () => {
    const shell = await openShell(world, "me");
    shell.type("40 + 2\r'other'\r");
    await shell.waitFor(ending('"other"\niex(me@localhost)3>'));
    shell.press("ctrl+r");
    shell.type("40");
    await shell.waitFor(ending("(search)`40': 40 + 2"));
    shell.press("enter");
    await shell.waitFor(ending("42\niex(me@localhost)4>"));
  });

  it("do nothing with Ctrl+D in the middle of a line, and leave at an empty one", async () => {
    const shell = await openShell(world, "me");
    shell.type("'x'");
    shell.press("ctrl+d");
    shell.press("enter");
    await shell.waitFor(ending('"x"\niex(me@localhost)2>'));
    shell.press("ctrl+d");
    expect(await shell.exit).toBe(0);
    expect(await names(world.epmdPort)).toBeUndefined();
  });

  it("end the node at once with Ctrl+\\", async () => {
    const shell = await openShell(world, "me");
    process.kill(shell.pid, "SIGQUIT");
    expect(await shell.exit).not.toBe(0);
    expect(shell.raw()).toContain("\x1b[?2004l\x1b[?25h");
    expect(await names(world.epmdPort)).toBeUndefined();
  });

  it("stop the program with Ctrl+Z, and fg brings the whole prompt back", async () => {
    const bash = openScreen("bash", ["--norc", "--noprofile", "-i"], { env: { ...world.env, PS1: "$ ", COLUMNS: "" } });
    await bash.waitFor("$ ");
    bash.type(`clear; ${COMMAND.join(" ")} --sname me@localhost\r`);
    await bash.waitFor("iex(me@localhost)1>");
    bash.type("const x = 40\r");
    await bash.waitFor(ending("iex(me@localhost)2>"));
    bash.type("x +");
    await bash.waitFor(ending("iex(me@localhost)2> x +"));
    bash.press("ctrl+z");
    await bash.waitFor(/Stopped[\s\S]*\$$/);
    bash.type("echo $((6 * 7))\r");
    await bash.waitFor(/^42$/m);
    bash.type("fg\r");
    await bash.waitFor(/\niex\(me@localhost\)2> x \+$/);
    bash.type(" 1\r");
    await bash.waitFor(ending("iex(me@localhost)2> x + 1\n41\niex(me@localhost)3>"));
    bash.press("ctrl+g");
    await bash.waitFor(/ -->$/);
    bash.press("ctrl+z");
    await bash.waitFor(/Stopped[\s\S]*Stopped[\s\S]*\$$/);
    bash.type("fg\r");
    await bash.waitFor(/fg\n[\s\S]*\n -->$/);
    bash.type("c\r");
    await bash.waitFor(ending("iex(me@localhost)3>"));
  });
});
