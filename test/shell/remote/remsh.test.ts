import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { command } from "../../../src/testing/command.js";
import { createCluster, type TestNode } from "../../../src/testing/index.js";
import { createWorld, type World } from "../../../src/testing/world.js";
import { bracketed } from "../../support/shells.js";
import { openScreen } from "../../support/terminal.js";
import { census, openRemote, type RemoteTerminal, untilAsBefore } from "./support/terminals.js";

const cookie = "remsh-secret";
let world: World;
let cluster: ReturnType<typeof createCluster>;
let ts: TestNode;

beforeAll(async () => {
  world = await createWorld(cookie);
  cluster = createCluster({ cookie, env: world.env });
  ts = await cluster.start("ts");
});
afterAll(async () => {
  await cluster.stopAll();
  await world.remove();
});

function open(name: string, at = "ts", env = {}): Promise<RemoteTerminal> {
  const surroundings = { cookie, env: { ...world.env, ...env }, cwd: world.home };
  return openRemote("iex-ts", `${name}@localhost`, `${at}@localhost`, surroundings);
}

describe("a remote shell at a terminal", () => {
  it("completes what is bound there", async () => {
    const r = await open("a1");
    await r.enter("const zeppelin = { stripes: 3 }");
    r.type("zepp");
    await tabUntil(r, /> zeppelin$/);
    r.type(".s");
    await tabUntil(r, /> zeppelin\.stripes$/);
    r.type("\r");
    await r.waitFor(/^3\niex\(ts@localhost\)3>$/m);
  });

  it("is the one that is meant when a process with its terminal asks what can follow", async () => {
    const r = await open("a0");
    await r.enter("const zebra = 1");
    const ask = 'Rpc.call(node(), "IEx.Autocomplete", "expand", [[98, 101, 122]])';
    await r.enter(
      `Process.register(spawn(async () => { await receive((message) => message); await IO.inspect(await ${ask}) }), "asker")`,
    );
    await ts.type('send("asker", atom.now)');
    await r.waitFor("{:yes, [114, 97], []}");
    // The asker has heard that it was printed, before the terminal goes.
    expect(await r.enter("1 + 1")).toBe("2");
  });

  it("tells what does not fit the types there, as at a terminal of that node", async () => {
    const r = await open("types");
    r.type('let count: number = "s"\r');
    await r.waitFor(/^"s"$/m);
    await r.waitFor(/^warning: Type 'string' is not assignable to type 'number'$/m);
  });

  it("lets type on when nobody answers Tab", async () => {
    const frozen = await cluster.start("frozen");
    const r = await open("a9", "frozen");
    process.kill(frozen.pid, "SIGSTOP");
    r.type("Node.sp\t");
    await r.waitFor(/> Node\.sp$/);
    r.type("aw");
    await r.waitFor(/> Node\.spaw$/);
    process.kill(frozen.pid, "SIGCONT");
    r.type("n\r");
    await r.waitFor(/^&Node\.spawn\/1\niex\(frozen@localhost\)2>$/m);
    await frozen.kill();
  });

  it("is freed from an endless loop by Ctrl+C at the terminal of its node", async () => {
    const [program, ...first] = command();
    const args = [...first, "--sname", "busy@localhost", "--cookie", cookie];
    const busy = openScreen(program, args, { env: { ...world.env, COLUMNS: "" }, cwd: world.home });
    await busy.waitFor("iex(busy@localhost)1>");
    const r = await open("a8", "busy");
    r.type("(() => { process.getBuiltinModule('node:fs').writeSync(1, 'looping'); for (;;) {} })()\r");
    await busy.waitFor(/looping/);
    const freed = /^\*\* \(Interrupted\) The evaluation was interrupted\n+iex\(busy@localhost\)1>$/m;
    busy.press("ctrl+c");
    await r.waitFor(freed);
    await busy.waitFor(/\[warning\] Code that kept the thread was ended by Ctrl\+C\niex\(busy@localhost\)1>$/);
    expect(await r.enter("1 + 1")).toBe("2");
  });

  it("brings lines back by the arrow keys", async () => {
    const r = await open("a2");
    await r.enter("1 + 1");
    r.press("up");
    await r.waitFor(/\)2> 1 \+ 1$/);
  });

  it("takes several pasted lines, and any character", async () => {
    const r = await open("a3");
    expect(await r.enter("[1,\r'ä, 你好, 👍']")).toMatch(/\n\[1, "ä, 你好, 👍"\]$/);
  });

  it("at Ctrl+C stops what runs and keeps the bindings; drops a text that is not complete", async () => {
    const r = await open("a4");
    await r.enter("const kept = 41");
    r.type("await Process.sleep(600000)\r");
    await r.waitFor(/600000\)$/);
    r.press("ctrl+c");
    await r.waitFor(/^\*\* \(Interrupted\) The evaluation was interrupted\n+iex\(ts@localhost\)2>$/m);
    r.type("[1,\r2");
    await r.waitFor(/\.\.\.\(ts@localhost\)2> 2$/);
    r.press("ctrl+c");
    await r.waitFor(/iex\(ts@localhost\)2>$/);
    expect(await r.enter("kept + 1")).toBe("42");
  });

  it("at Ctrl+C at an empty row drops the text above it, too; only at an empty prompt there is the menu", async () => {
    const r = await open("a10");
    r.type("[1,\r");
    await r.waitFor(/\.\.\.\(ts@localhost\)1>$/);
    r.press("ctrl+c");
    await r.waitFor(/\niex\(ts@localhost\)1>$/);
    expect(await r.enter("1 + 1")).toBe("2");
    r.press("ctrl+c");
    await r.waitFor("BREAK: (a)bort");
  });

  it("completes nothing while it evaluates", async () => {
    const r = await open("a11");
    await r.enter("const zeppelin = 1");
    const ask = 'Rpc.call(node(), "IEx.Autocomplete", "expand", [[112, 101, 122]])';
    r.type(`IO.inspect(await ${ask}); await IO.gets("name? ")\r`);
    await r.waitFor(/^\{:no, \[\], \[\]\}\nname\?$/m);
    r.type("joe\r");
    await r.waitFor(/^"joe\\n"\niex\(ts@localhost\)3>$/m);
  });

  describe.each([
    ["that the terminal marks", "m", bracketed],
    ["that nobody marks", "n", (text: string) => text.replaceAll("\n", "\r")],
  ])("takes a paste %s", (_way, name, paste) => {
    it("statement by statement", async () => {
      const r = await open(`p${name}1`);
      const text =
        'const up = ["a"]\n\t.map((s) => s.toUpperCase())\n\t.join()\nif (up === "B") {\n\n  1\n}\nelse {\n  2\n}\n';
      r.type(paste(text));
      await r.waitFor(/\n2\niex\(ts@localhost\)3>$/);
      expect(r.screen()).not.toContain("**");
    });

    it("of a session without its prompts and output", async () => {
      const r = await open(`p${name}2`);
      r.type(paste("iex(7)> [3,\n...(7)>   1]\n[0]\niex(8)> v().length\n2\n"));
      await r.waitFor(/\n\[3, 1\]\niex\(ts@localhost\)2> v\(\)\.length\n2\niex\(ts@localhost\)3>$/);
    });
  });

  it("has the colours that its terminal takes, for values and for what is typed", async () => {
    const r = await open("a13", "ts", { NO_COLOR: "" });
    r.type("`a\r");
    await r.waitFor(/\.\.\.\(ts@localhost\)1>$/);
    r.type("const b`.length + 1\r");
    await r.waitFor(/\n10\niex\(ts@localhost\)2>$/);
    expect(r.raw()).toContain("\x1b[32mconst b`\x1b[39m.length + \x1b[33m1\x1b[39m");
    expect(r.raw()).toContain("\x1b[33m10\x1b[39m");
    r.type("IO.gets('name? ')\r");
    await r.waitFor(/^name\?$/m);
    r.type("null\r");
    await r.waitFor(/"null\\n"\niex\(ts@localhost\)3>$/);
    expect(r.raw()).not.toContain("\x1b[35mnull");
    const plain = await open("a14");
    await plain.enter("[1, atom.ok, null]");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are control sequences
    expect(plain.raw()).not.toMatch(/\x1b\[\d+m/);
  });

  it("asks the terminal for what evaluated code reads", async () => {
    const r = await open("a5");
    r.type("await IO.gets('name? ')\r");
    await r.waitFor(/^name\?$/m);
    r.type("joe\r");
    await r.waitFor(/^"joe\\n"\niex\(ts@localhost\)2>$/m);
  });

  it("leaves nothing behind when it is left by exit(), with status 0", async () => {
    const before = await census(ts);
    const r = await open("a6");
    r.type("exit()\r");
    expect(await r.exit).toBe(0);
    await untilAsBefore(ts, before);
  });

  const endings: [how: string, end: (r: RemoteTerminal, name: string) => unknown][] = [
    ["its terminal is closed", (r) => r.kill("SIGHUP")],
    ["the terminal's node is killed", (r) => r.kill("SIGKILL")],
    ["the connection is lost", (_, name) => ts.type(`Node.disconnect("${name}@localhost")`)],
  ];
  it.each(endings)("leaves nothing behind when %s: idle, in the middle of a text, busy", async (how, end) => {
    const before = await census(ts);
    for (const [i, typed] of ["", "[1,\r[2", "await Process.sleep(600000)\r"].entries()) {
      const name = `b${endings.findIndex(([one]) => one === how)}_${i}`;
      const r = await open(name);
      await r.enter("const zebra = 1");
      r.type(typed);
      await r.waitFor(typed.split("\r").at(-1) || typed.split("\r")[0]!);
      await end(r, name);
      await r.exit;
      await untilAsBefore(ts, before);
    }
    await ts.expectNothing();
  });

  it("says that the connection is lost, and leaves with status 1", async () => {
    const r = await open("c1");
    await ts.type('Node.disconnect("c1@localhost")');
    await r.waitFor("*** ERROR: Shell process terminated! (no connection) ***");
    expect(await r.exit).toBe(1);
  });

  it("begins anew when its evaluator ends, beside another one that does not notice", async () => {
    const [r, other] = await Promise.all([open("d1"), open("d2")]);
    await r.enter("const mine = 1");
    await other.enter("const mine = 2");
    r.type("spawnLink(() => exit(atom.die)); await receive()\r");
    await r.waitFor(/shell process exited with reason: :die\n\nInteractive TypeScript .*\niex\(ts@localhost\)2>$/);
    expect(await r.enter("typeof mine")).toBe('"undefined"');
    expect(await other.enter("mine")).toBe("2");
  });

  it("reaches further nodes, and shows what is printed there", async () => {
    const third = await cluster.start("third");
    const r = await open("e1", "third");
    expect(await r.enter('Rpc.call("ts@localhost", "Node", "self", [])')).toBe(":ts@localhost");
    await r.enter('Node.spawn("ts@localhost", () => IO.puts("from ts"))');
    await r.waitFor(/^from ts$/m);
    await third.expectNothing();
    await third.close();
  });
});

/** Tab does nothing when what it finds comes too late, as on a machine that is busy: it is pressed again. */
async function tabUntil(r: RemoteTerminal, condition: RegExp): Promise<void> {
  for (let left = 10; left > 0; left--) {
    r.press("tab");
    const found = await r.waitFor(condition, 1000).catch(() => undefined);
    if (found !== undefined) return;
  }
  await r.waitFor(condition, 0);
}

describe("what a program may ask of the shells of another node", () => {
  it("is refused in words, where it makes no sense", async () => {
    const me = await cluster.start("me");
    await me.check(
      'Rpc.call("ts@localhost", "IEx", "start", [atom.nope])',
      "** (ArgumentError) Cannot start a shell with the options :nope: give a keyword list\n",
    );
    await me.close();
  });
});
