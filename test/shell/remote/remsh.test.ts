import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { command } from "../../../src/testing/command.js";
import { createCluster, type TestNode } from "../../../src/testing/index.js";
import { createWorld, type World } from "../../../src/testing/world.js";
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

function open(name: string, at = "ts"): Promise<RemoteTerminal> {
  return openRemote("iex-ts", `${name}@localhost`, `${at}@localhost`, { cookie, env: world.env, cwd: world.home });
}

describe("a remote shell at a terminal", () => {
  it("completes what is bound there", async () => {
    const r = await open("a1");
    await r.enter("const zeppelin = { stripes: 3 }");
    r.type("zepp\t");
    await r.waitFor(/> zeppelin$/);
    r.type(".s\t");
    await r.waitFor(/> zeppelin\.stripes$/);
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
    r.type("process.getBuiltinModule('node:fs').writeSync(1, 'looping'); for (;;) {}\r");
    await busy.waitFor(/looping/);
    const freed = /^\*\* \(Interrupted\) The evaluation was interrupted\n+iex\(busy@localhost\)1>$/m;
    // A key that comes before the terminal was told to make signals is lost: a person presses it again.
    for (let left = 10; left > 0 && !freed.test(r.screen()); left--) {
      busy.press("ctrl+c");
      await r.waitFor(freed, 1000).catch(() => {});
    }
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
