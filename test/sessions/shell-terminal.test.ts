import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createWorld, type World } from "../../src/testing/world.js";
import { names, namesUntil } from "../support/names.js";
import { COMMAND, ending, openShell } from "../support/shells.js";
import { openScreen, type ScreenOptions, type TestScreen } from "../support/terminal.js";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.remove());

const open = (name?: string, options?: ScreenOptions): Promise<TestScreen> => openShell(world, name, options);

/** Opens a terminal as a user has it: with a shell, from which nodes are started. */
async function openBash(): Promise<TestScreen> {
  const rc = join(world.home, "bashrc");
  writeFileSync(rc, "PS1='$ '\n");
  const bash = openScreen("bash", ["--rcfile", rc, "-i"], { cwd: world.home, env: { ...world.env, COLUMNS: "" } });
  await bash.waitFor("$ ");
  return bash;
}

const NODE = COMMAND.join(" ");

describe("a shell on a terminal", () => {
  it("says what it runs on, then its banner, then prompts", async () => {
    const shell = await open("me");
    expect(shell.screen()).toMatch(
      /^Node\.js v\d[\d.]* \[\w+-\w+\] \[v8 [^\]]+\]\n\nInteractive TypeScript \([\d.]+\) - press Ctrl\+C to exit \(type h\(\) ENTER for help\)\niex\(me@localhost\)1>$/,
    );
    shell.type("1 + 1\r");
    await shell.waitFor(ending("iex(me@localhost)1> 1 + 1\n2\niex(me@localhost)2>"));
  });

  it("evaluates lines that are typed ahead strictly in order, each at its prompt", async () => {
    const shell = await open();
    shell.type('Process.sleep(200)\rconst x = "a"\rx + "b"\rx +');
    await shell.waitFor(
      ending('iex(1)> Process.sleep(200)\n:ok\niex(2)> const x = "a"\n"a"\niex(3)> x + "b"\n"ab"\niex(4)> x +'),
    );
    shell.type(' "c"\r');
    await shell.waitFor(ending('iex(4)> x + "c"\n"ac"\niex(5)>'));
  });

  it("asks for the rest of a text, and gives it up at #iex:break", async () => {
    const shell = await open();
    shell.type("[1,\r2]\r");
    await shell.waitFor(ending("iex(1)> [1,\n...(1)> 2]\n[1, 2]\niex(2)>"));
    shell.type("const o = {\r");
    await shell.waitFor(ending("...(2)>"));
    shell.type("#iex:break\r");
    await shell.waitFor(ending("** (TokenMissingError) iex:2: incomplete expression\n\niex(2)>"));
  });

  it("has colours, unless NO_COLOR is set", async () => {
    const plain = await open();
    plain.type("atom.ok\r");
    await plain.waitFor(ending(":ok\niex(2)>"));
    expect(plain.raw()).not.toContain("\u001b[36m");
    const coloured = await open(undefined, { env: { NO_COLOR: "" } });
    coloured.type("atom.ok\r");
    await coloured.waitFor(ending(":ok\niex(2)>"));
    expect(coloured.raw()).toContain("\u001b[36m:ok\u001b[39m");
  });

  it("remembers what was typed, also for the next shell", async () => {
    const before = await open();
    before.type("const fn = () => {\r  return 41\r}\r");
    await before.waitFor(ending("iex(2)>"));
    before.type("fn() + 1\rexit()\r");
    expect(await before.exit).toBe(0);
    const after = await open();
    after.press("up");
    await after.waitFor(ending("iex(1)> exit()"));
    after.press("up");
    await after.waitFor(ending("iex(1)> fn() + 1"));
    after.press("up");
    await after.waitFor((seen) => seen.endsWith("return 41\n}") || /return 41\n\s*\}$/.test(seen));
    after.type("\r");
    await after.waitFor(ending("#Function<fn/0>\niex(2)>"));
  });
});

describe("output that comes while somebody types", () => {
  const HALF = "iex(me@localhost)2> 1 + ";

  async function typing(before: string): Promise<TestScreen> {
    const shell = await open("me");
    shell.type(`${before}\r`);
    await shell.waitFor("iex(me@localhost)2>");
    shell.type("1 + ");
    await shell.waitFor(ending(HALF));
    return shell;
  }

  async function staysUsable(shell: TestScreen): Promise<void> {
    shell.type("2\r");
    await shell.waitFor(ending("iex(me@localhost)2> 1 + 2\n3\niex(me@localhost)3>"));
    shell.type("exit()\r");
    expect(await shell.exit).toBe(0);
  }

  it("appears above, from a timer", async () => {
    const shell = await typing('void setTimeout(() => console.log("from a timer"), 400)');
    await shell.waitFor(ending(`from a timer\n${HALF}`));
    await staysUsable(shell);
  });

  it("appears above, from another process", async () => {
    const shell = await typing('void spawn(async () => { await Process.sleep(400); IO.puts("from a process") })');
    await shell.waitFor(ending(`from a process\n${HALF}`));
    await staysUsable(shell);
  });

  it("appears above, from another node", async () => {
    const shell = await typing("void Process.register(self(), 'shell')");
    const other = await open("you");
    other.type('Node.spawn("me@localhost", () => IO.puts("user", "from another node"))\r');
    await shell.waitFor(ending(`from another node\n${HALF}`));
    await staysUsable(shell);
  });

  it("appears above when the evaluator dies, and a fresh one takes the line", async () => {
    const shell = await typing("void spawnLink(async () => { await Process.sleep(400); exit(atom.boom) })");
    await shell.waitFor((seen) =>
      /\n\*\* \(EXIT from #PID<0\.\d+\.0>\) shell process exited with reason: :boom\n\nInteractive TypeScript [^\n]*\niex\(me@localhost\)2> 1 \+$/.test(
        seen,
      ),
    );
    await staysUsable(shell);
  });
});

describe("Ctrl+C", () => {
  it("drops typed text", async () => {
    const shell = await open();
    shell.type("wrong");
    await shell.waitFor(ending("iex(1)> wrong"));
    shell.press("ctrl+c");
    await shell.waitFor(ending("iex(1)> wrong^C\niex(1)>"));
    shell.type("[1,\r2");
    await shell.waitFor(ending("...(1)> 2"));
    shell.press("ctrl+c");
    await shell.waitFor(ending("...(1)> 2^C\niex(1)>"));
    shell.type("1 + 1\r");
    await shell.waitFor(ending("iex(1)> 1 + 1\n2\niex(2)>"));
  });

  it.each([
    ["a loop that never gives the thread back", "while (true) {}"],
    ["what is awaited", "await new Promise(() => {})"],
    ["a receive", "receive()"],
    ["a sleep", "Process.sleep(atom.infinity)"],
  ])("stops %s, and keeps the bindings", async (_what, text) => {
    const shell = await open();
    shell.type("const x = 7\r");
    await shell.waitFor(ending("7\niex(2)>"));
    shell.type(`IO.puts("begun"); ${text}\r`);
    await shell.waitFor(/^begun$/m);
    shell.press("ctrl+c");
    await shell.waitFor(/\niex\(2\)>$/);
    shell.type("x + 1\r");
    await shell.waitFor(ending("iex(2)> x + 1\n8\niex(3)>"));
  });
});

describe("Ctrl+C at a dumb terminal", () => {
  it.each(["for (;;);", "for (;;) await 1"])("stops %s and keeps the bindings", async (loop) => {
    const shell = await open(undefined, { env: { TERM: "dumb" } });
    shell.type("const x = 7\r");
    await shell.waitFor(ending("7\niex(2)>"));
    shell.type(`process.stdout.write("begun\\n"); ${loop}\r`);
    await shell.waitFor(/\nbegun$/);
    await pressUntil(shell, /\(Interrupted\) .*\n+iex\(2\)>$/);
    shell.type("x + 1\r");
    await shell.waitFor(/\n8\niex\(3\)>$/);
  });

  /** It is a signal, which nobody hears in the first moments: it is pressed until it is heard. */
  async function pressUntil(shell: TestScreen, condition: RegExp): Promise<void> {
    const heard = shell.waitFor(condition);
    shell.press("ctrl+c");
    const timer = setInterval(() => shell.press("ctrl+c"), 10_000);
    await heard.finally(() => clearInterval(timer));
  }
});

describe("a shell that is started at the prompt", () => {
  it("has the terminal to itself until it is left", async () => {
    const bash = await openBash();
    bash.type(`${NODE} --sname me@localhost\r`);
    await bash.waitFor("iex(me@localhost)1>");
    const env = "{ ...process.env, PS1: 'in> ' }";
    bash.type(
      `require("child_process").spawnSync("bash", ["--norc", "-i"], { stdio: "inherit", env: ${env} }).status\r`,
    );
    await bash.waitFor(/\nin>$/);
    bash.type("sleep 0.5; echo $((6 * 7)); exit 3\n");
    await bash.waitFor(/\n42\n[\s\S]*\n3\niex\(me@localhost\)2>$/);
    bash.type("1 + 1\r");
    await bash.waitFor(ending("2\niex(me@localhost)3>"));
  });
});

describe("leaving a terminal", () => {
  it.each([
    ["Ctrl+D", "\u0004"],
    ["exit()", "exit()\r"],
  ])("by %s gives status 0 and a terminal that is usable", async (_how, keys) => {
    const bash = await openBash();
    bash.type(`stty -g > before; ${NODE} --sname me@localhost; echo "status $?"; stty -g > after\r`);
    await bash.waitFor("iex(me@localhost)1>");
    bash.type(keys);
    await bash.waitFor(/^status 0$/m);
    bash.type('cmp before after && echo "as before"\r');
    await bash.waitFor(/^as before$/m);
  });

  it("by a hang-up ends the node and frees its name", async () => {
    const shell = await open("me");
    shell.kill("SIGHUP");
    await shell.exit;
    expect(await names(world.epmdPort)).toBeUndefined();
  });

  it("by closing it does so too, for a node that bash runs in it", async () => {
    const bash = await openBash();
    bash.type(`${NODE} --sname me@localhost\r`);
    await bash.waitFor("iex(me@localhost)1>");
    bash.kill("SIGKILL");
    await namesUntil(world.epmdPort, (found) => found === undefined);
  });

  it("by a kill leaves no process and no file, and a name that can be had again", async () => {
    const before = readdirSync(world.home);
    const shell = await open("me");
    const other = await open("you");
    expect(readFileSync(`/proc/${shell.pid}/task/${shell.pid}/children`, "utf8")).toBe("");
    shell.kill("SIGKILL");
    await shell.exit;
    expect(readdirSync(world.home)).toEqual(before);
    await namesUntil(world.epmdPort, (found) => Object.keys(found ?? {}).join() === "you");
    const again = await open("me");
    again.type('Node.connect("you@localhost")\r');
    await again.waitFor(ending("true\niex(me@localhost)2>"));
    other.type("Node.list()\r");
    await other.waitFor(ending("[:me@localhost]\niex(you@localhost)2>"));
  });
});
