import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createWorld, type World } from "../../src/testing/world.js";
import { names } from "../support/names.js";
import { ending, openShell } from "../support/shells.js";
import type { TestScreen } from "../support/terminal.js";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.remove());

const TITLE = "User switch command (enter 'h' for help)";
const LOCAL = "{'Elixir.IEx',start,[]}";
const BANNER = /Interactive TypeScript [^\n]*\niex\(meg@localhost\)1>$/;

/** Types a command at the job menu and waits for what comes, up to the next ` -->`. */
async function tell(shell: TestScreen, command: string, answer = ""): Promise<void> {
  shell.type(`${command}\r`);
  await shell.waitFor(ending(` --> ${command}\n${answer}${answer && "\n"} -->`));
}

async function openMenu(shell: TestScreen): Promise<void> {
  shell.press("ctrl+g");
  await shell.waitFor(ending(`${TITLE}\n -->`));
}

describe("Ctrl+G", () => {
  it("opens the job menu, and c comes back to the shell as it was left", async () => {
    const shell = await openShell(world, "meg");
    shell.type("let x = 1\r");
    await shell.waitFor(ending("iex(meg@localhost)2>"));
    shell.type("x +");
    await shell.waitFor(ending("iex(meg@localhost)2> x +"));
    shell.press("ctrl+g");
    await shell.waitFor(ending(`iex(meg@localhost)2> x +\n${TITLE}\n -->`));
    await tell(shell, "");
    await tell(
      shell,
      "h",
      [
        "  c [nn]            - connect to job",
        "  i [nn]            - interrupt job",
        "  k [nn]            - kill job",
        "  j                 - list all jobs",
        "  s                 - start local shell",
        "  r [node]          - start remote shell",
        "  q                 - quit iex-ts",
        "  ? | h             - this message",
      ].join("\n"),
    );
    await tell(shell, "j", `   1* ${LOCAL}`);
    await tell(shell, "nonsense", "Unknown command");
    await tell(shell, "c 7", "Unknown job");
    shell.type("c\r");
    await shell.waitFor(ending(" --> c\niex(meg@localhost)2> x +"));
    shell.type(" 1\r");
    await shell.waitFor(ending("iex(meg@localhost)2> x + 1\n2\niex(meg@localhost)3>"));
  });

  it("starts further shells in the same node, each with bindings, values and a counter of its own", async () => {
    const shell = await openShell(world, "meg");
    shell.type("let x = 1; Process.register(self(), 'first')\r");
    await shell.waitFor(ending("iex(meg@localhost)2>"));
    await openMenu(shell);
    await tell(shell, "s");
    await tell(shell, "j", `   1  ${LOCAL}\n   2* ${LOCAL}`);
    shell.type("c\r");
    await shell.waitFor(BANNER);
    shell.type("typeof x\r");
    await shell.waitFor(ending('"undefined"\niex(meg@localhost)2>'));
    shell.type("send('first', 'from the second')\r");
    await shell.waitFor(ending("iex(meg@localhost)3>"));
    await openMenu(shell);
    shell.type("c 1\r");
    await shell.waitFor(ending(" --> c 1\niex(meg@localhost)2>"));
    shell.type("flush()\r");
    await shell.waitFor(ending('"from the second"\n:ok\niex(meg@localhost)3>'));
    shell.type("x + 2\r");
    await shell.waitFor(ending("3\niex(meg@localhost)4>"));
  });

  it("leaves a shell that is busy alone: what it prints appears, and so does its prompt at the return", async () => {
    const shell = await openShell(world, "meg");
    const go = join(world.home, "go");
    const untilThere = `while (!require("fs").existsSync("${go}")) await Process.sleep(5);`;
    shell.type(`${untilThere} IO.puts('from the background'); 'value'\r`);
    shell.type("'typed ahead'\r");
    await openMenu(shell);
    await tell(shell, "s");
    shell.type("c 2\r");
    await shell.waitFor(BANNER);
    shell.type("1 +");
    await shell.waitFor(ending("iex(meg@localhost)1> 1 +"));
    writeFileSync(go, "");
    await shell.waitFor(/\nfrom the background\n(?:.*\n)*"value"\n(?:.*\n)*iex\(meg@localhost\)1> 1 \+$/);
    shell.press("ctrl+g");
    await shell.waitFor(ending(`iex(meg@localhost)1> 1 +\n${TITLE}\n -->`));
    shell.type("c 1\r");
    await shell.waitFor(/'typed ahead'\n"typed ahead"\niex\(meg@localhost\)3>$/);
  });

  it("interrupts a shell that is busy with i, which keeps its bindings", async () => {
    const shell = await openShell(world, "meg");
    shell.type("const x = 7\r");
    await shell.waitFor(ending("iex(meg@localhost)2>"));
    shell.type("IO.puts('begun'); receive()\r");
    await shell.waitFor(/^begun$/m);
    await openMenu(shell);
    await tell(shell, "i 3", "Unknown job");
    shell.type("i\r");
    await shell.waitFor(/\*\* \(Interrupted\) /);
    shell.type("c\r");
    await shell.waitFor(/ --> .*\n(?:.*\n)*iex\(meg@localhost\)2>$/);
    shell.type("x\r");
    await shell.waitFor(ending("iex(meg@localhost)2> x\n7\niex(meg@localhost)3>"));
  });

  it("kills shells with k; without a current one there is nothing to connect with", async () => {
    const shell = await openShell(world, "meg");
    await openMenu(shell);
    await tell(shell, "s");
    await tell(shell, "s");
    await tell(shell, "k 2");
    await tell(shell, "j", `   1  ${LOCAL}\n   3* ${LOCAL}`);
    await tell(shell, "k");
    await tell(shell, "j", `   1  ${LOCAL}`);
    await tell(shell, "c", "Unknown job");
    await tell(shell, "k 1");
    await tell(shell, "j");
    await tell(shell, "s");
    await tell(shell, "j", `   4* ${LOCAL}`);
    shell.type("c\r");
    await shell.waitFor(BANNER);
  });

  it("comes by itself when a shell is left while others are there, and the node ends with the last", async () => {
    const shell = await openShell(world, "meg");
    await openMenu(shell);
    await tell(shell, "s");
    shell.type("c\r");
    await shell.waitFor(BANNER);
    shell.type("exit()\r");
    await shell.waitFor(ending(`iex(meg@localhost)1> exit()\n${TITLE}\n -->`));
    shell.type("c 1\r");
    await shell.waitFor(ending(" --> c 1\niex(meg@localhost)1>"));
    shell.type("exit()\r");
    expect(await shell.exit).toBe(0);
  });

  it("opens a shell on another node with r, which lives as long as that node", async () => {
    const shell = await openShell(world, "meg");
    const other = await openShell(world, "other");
    await openMenu(shell);
    await tell(shell, "r 'other@localhost' 'Elixir.IEx'");
    await tell(shell, "j", `   1  ${LOCAL}\n   2* {other@localhost,'Elixir.IEx',start,[]}`);
    shell.type("c\r");
    await shell.waitFor(/Interactive TypeScript [^\n]*\niex\(other@localhost\)1>$/);
    shell.type("node()\r");
    await shell.waitFor(ending(":other@localhost\niex(other@localhost)2>"));
    other.kill("SIGKILL");
    await shell.waitFor(/\*\*\* ERROR: Shell process terminated! \(.*\) \*\*\*\n/);
    await shell.waitFor(ending(`${TITLE}\n -->`));
    shell.type("r nosuch@localhost\r");
    await shell.waitFor(
      /Could not contact remote node nosuch@localhost, reason: :nodedown\. Aborting\.\.\.\n[\s\S]* -->$/,
    );
    shell.type("c 1\r");
    await shell.waitFor(ending(" --> c 1\niex(meg@localhost)1>"));
  });

  it("knows no other node where this one has no name", async () => {
    const shell = await openShell(world);
    await openMenu(shell);
    await tell(shell, "r you@localhost", "Not alive");
  });

  it("ends the node with q", async () => {
    const shell = await openShell(world, "meg");
    await openMenu(shell);
    shell.type("q\r");
    expect(await shell.exit).toBe(0);
    expect(await names(world.epmdPort)).toBeUndefined();
  });
});
