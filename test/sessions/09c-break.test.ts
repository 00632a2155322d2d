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

const MENU = "BREAK: (a)bort (c)ontinue (p)roc info (i)nfo\n       (l)oaded (v)ersion (k)ill (d)istribution";

async function openMenu(shell: TestScreen): Promise<void> {
  shell.press("ctrl+c");
  await shell.waitFor(ending(MENU));
}

/** The process that is marked in the list. */
function choice(shell: TestScreen): string | undefined {
  return /^> +(\S+)/m.exec(shell.screen())?.[1];
}

describe("Ctrl+C at an empty prompt", () => {
  it("opens the BREAK menu, and c goes on", async () => {
    const shell = await openShell(world, "mel");
    shell.type("const x = 7\r");
    await shell.waitFor(ending("iex(mel@localhost)2>"));
    await openMenu(shell);
    shell.type("c");
    await shell.waitFor(ending(`${MENU}\nc`));
    shell.press("enter");
    await shell.waitFor(ending(`iex(mel@localhost)2>\n${MENU}\nc\niex(mel@localhost)2>`));
    shell.type("x + 1\r");
    await shell.waitFor(ending("iex(mel@localhost)2> x + 1\n8\niex(mel@localhost)3>"));
    shell.press("up");
    await shell.waitFor(ending("iex(mel@localhost)3> x + 1"));
  });

  it("has no pastes marked while it is open", async () => {
    const shell = await openShell(world, "mel");
    const marksPastes = (): boolean => shell.raw().lastIndexOf("\x1b[?2004h") > shell.raw().lastIndexOf("\x1b[?2004l");
    expect(marksPastes()).toBe(true);
    await openMenu(shell);
    expect(marksPastes()).toBe(false);
    shell.type("c\r");
    await shell.waitFor(ending("c\niex(mel@localhost)1>"));
    expect(marksPastes()).toBe(true);
  });

  it("asks again for what means nothing there", async () => {
    const shell = await openShell(world, "mel");
    await openMenu(shell);
    shell.type("x\r");
    await shell.waitFor(ending(`${MENU}\nx\nInvalid option 'x'. Please enter one of the following:\n${MENU}`));
    shell.type("c\r");
    await shell.waitFor(ending(`${MENU}\nc\niex(mel@localhost)1>`));
  });

  it("tells the version, the modules, the node and its processes", async () => {
    const shell = await openShell(world, "mel");
    shell.type("Process.register(self(), 'shell'); send(self(), 1)\r");
    await shell.waitFor(ending("iex(mel@localhost)2>"));
    await openMenu(shell);
    shell.type("v\r");
    await shell.waitFor(/\nv\niex-ts [\d.]+ \(Node\.js v[\d.]+, v8 [^\n]*\)\niex\(mel@localhost\)2>$/);
    await openMenu(shell);
    shell.type("l\r");
    await shell.waitFor(/\nl\n(?:\S+\n)*GenServer\n(?:\S+\n)*iex\(mel@localhost\)2>$/);
    await openMenu(shell);
    shell.type("i\r");
    await shell.waitFor(/\nProcesses +\d+\n(?:.*\n)*iex\(mel@localhost\)2>$/);
    await openMenu(shell);
    shell.type("p\r");
    await shell.waitFor(
      /\np\nPid +Messages +Status +Initial call +Name\n(?:.*\n)*#PID<0\.\d+\.0> +1 +waiting +\S+ +:shell\n(?:.*\n)*iex\(mel@localhost\)2>$/,
    );
  });

  it("tells with which nodes this one is connected, and what passed between them", async () => {
    const shell = await openShell(world, "mel");
    await openShell(world, "you");
    await openMenu(shell);
    shell.type("d\r");
    await shell.waitFor(/\n=node::mel@localhost\ncookie: sha256 [0-9a-f]{8}…\nno connections\niex\(mel@localhost\)1>$/);
    shell.type("Rpc.call('you@localhost', 'Node', 'self', [])\r");
    await shell.waitFor(ending(":you@localhost\niex(mel@localhost)2>"));
    await openMenu(shell);
    shell.type("d\r");
    await shell.waitFor(
      /\n=visible_node::you@localhost iex-ts, [1-9]\d* bytes in, [1-9]\d* bytes out\niex\(mel@localhost\)2>$/,
    );
  });

  it("lets a process be chosen and killed", async () => {
    const shell = await openShell(world, "mel");
    shell.type("const idle = spawn(function idler() { return receive() }); Process.register(idle, 'idle')\r");
    await shell.waitFor(ending("iex(mel@localhost)2>"));
    await openMenu(shell);
    shell.type("k\r");
    await shell.waitFor(/\(k\)ill \(n\)ext \(r\)eturn$/);
    while (!/^> +\S+ .*:idle$/m.test(shell.screen())) {
      const chosen = choice(shell);
      shell.type("n");
      await shell.waitFor(() => ![undefined, chosen].includes(choice(shell)));
    }
    shell.type("k");
    await shell.waitFor(() => !/:idle$/m.test(shell.screen()));
    shell.type("r");
    await shell.waitFor(ending("iex(mel@localhost)2>"));
    shell.type("Process.alive(idle)\r");
    await shell.waitFor(ending("false\niex(mel@localhost)3>"));
  });

  it("lets processes and other nodes go on: what they print appears afterwards", async () => {
    const shell = await openShell(world, "mel");
    const you = await openShell(world, "you");
    await openMenu(shell);
    you.type("Rpc.call('mel@localhost', () => { spawn(() => IO.puts('user', 'meanwhile')); return 'answered' })\r");
    await you.waitFor(/\n"answered"\n/);
    expect(shell.screen()).not.toContain("meanwhile");
    shell.type("c\r");
    await shell.waitFor(ending("c\nmeanwhile\niex(mel@localhost)1>"));
  });

  it.each([
    ["a and Enter", "a\r"],
    ["Ctrl+C once more", "\x03"],
  ])("ends the node with %s", async (_, keys) => {
    const shell = await openShell(world, "mel");
    await openMenu(shell);
    shell.type(keys);
    expect(await shell.exit).toBe(0);
    expect(await names(world.epmdPort)).toBeUndefined();
  });

  it("ends the node when it comes twice in a row, however fast", async () => {
    const shell = await openShell(world, "mel");
    shell.type("\x03\x03");
    expect(await shell.exit).toBe(0);
    expect(await names(world.epmdPort)).toBeUndefined();
  });

  it("is asked twice where there is no screen", async () => {
    const shell = await openShell(world, "mel", { env: { TERM: "dumb" } });
    shell.press("ctrl+c");
    await shell.waitFor("(press Ctrl+C again to leave, or type on)");
    shell.press("ctrl+c");
    expect(await shell.exit).toBe(0);
  });
});

describe("Ctrl+C while something runs", () => {
  it.each([
    ["an endless loop of microtasks", "while (true) await null"],
    ["one in a function", "(async () => { for (;;) await 1 })()"],
  ])("stops %s, and keeps the bindings", async (_, text) => {
    const shell = await openShell(world);
    shell.type("const x = 7\r");
    await shell.waitFor(ending("iex(2)>"));
    shell.type(`IO.puts("begun"); ${text}\r`);
    await shell.waitFor(/^begun$/m);
    shell.press("ctrl+c");
    await shell.waitFor(/\*\* \(Interrupted\) .*\n\niex\(2\)>$/);
    shell.type("x + 1\r");
    await shell.waitFor(ending("iex(2)> x + 1\n8\niex(3)>"));
  });

  it("ends a call on another node there too, and leaves what was started with a link", async () => {
    const shell = await openShell(world, "mel");
    const you = await openShell(world, "you");
    shell.type(
      "const linked = await Node.spawnLink('you@localhost', () => { Process.register(self(), 'linked'); return receive() })\r",
    );
    await shell.waitFor(ending("iex(mel@localhost)2>"));
    shell.type(
      "Rpc.call('you@localhost', () => { Process.register(self(), 'called'); IO.puts('begun'); return receive() })\r",
    );
    await shell.waitFor(/^begun$/m);
    shell.press("ctrl+c");
    await shell.waitFor(/\*\* \(Interrupted\) .*\n\niex\(mel@localhost\)2>$/);
    you.type("[Process.whereis('called'), Process.whereis('linked') !== null]\r");
    await you.waitFor(ending("[null, true]\niex(you@localhost)2>"));
    you.type("void Process.monitor('linked')\r");
    await you.waitFor(ending("undefined\niex(you@localhost)3>"));
    shell.type("respawn()\r");
    you.type("receive()\r");
    await you.waitFor(/, :shutdown\}\niex\(you@localhost\)4>$/);
  });
});
