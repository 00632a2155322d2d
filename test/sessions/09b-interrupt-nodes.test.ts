import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster, type TestNode } from "../../src/testing/index.js";
import { createWorld, type World } from "../../src/testing/world.js";
import { census, openRemote, untilAsBefore } from "../shell/remote/support/terminals.js";
import { ending, openShell } from "../support/shells.js";
import type { TestScreen } from "../support/terminal.js";

const cookie = "interrupt-secret";
let world: World;
let cluster: ReturnType<typeof createCluster>;
let you: TestNode;
let me: TestScreen;

beforeAll(async () => {
  world = await createWorld(cookie);
  cluster = createCluster({ cookie, env: world.env });
  you = await cluster.start("you");
  await you.type('await Task.Supervisor.startLink({ name: "Sup" })');
});
afterAll(async () => {
  await cluster.stopAll();
  await world.remove();
});

/** A shell that an earlier line has linked with a process of the other node. */
async function openLinked(name: string): Promise<void> {
  me = await openShell(world, name, { args: ["--cookie", cookie], columns: 160 });
  me.type('const kept = await Node.spawnLink("you@localhost", () => receive())\r');
  await me.waitFor(ending(`iex(${name}@localhost)2>`));
}

/** Types a line that says "begun" as soon as all that it starts is there. */
async function begin(line: string): Promise<void> {
  me.type(`${line}\r`);
  await me.waitFor(/^begun/m);
}

async function interrupt(screen: TestScreen): Promise<void> {
  screen.press("ctrl+c");
  await screen.waitFor(/^\*\* \(Interrupted\).*\n+iex\(.*\)\d>$/m);
}

/** What a line types, and what comes before the next prompt. */
async function answer(line: string, expected: string, prompt: string): Promise<void> {
  me.type(`${line}\r`);
  await me.waitFor((seen) => seen.endsWith(`> ${line}\n${expected}\n${prompt}`));
}

const BEGUN = 'process.getBuiltinModule("node:fs").writeSync(1, "begun\\r\\n")';
const LINES: [what: string, line: string][] = [
  ["a linked process", `await Node.spawnLink("you@localhost", () => receive()); ${BEGUN}; await receive()`],
  ["a monitored one", `await Node.spawnMonitor("you@localhost", () => receive()); ${BEGUN}; await Process.sleep(1e6)`],
  [
    "any other, and one that traps exits",
    `for (const trap of [false, true]) await Node.spawn("you@localhost", async () => { Process.flag("trapExit", trap); for (;;) await receive() }); ${BEGUN}; await new Promise(() => {})`,
  ],
  [
    "a call",
    `const [done] = [Rpc.call("you@localhost", () => receive())]; await Rpc.call("you@localhost", "Node", "self", []); ${BEGUN}; await done`,
  ],
  [
    "tasks of a supervisor",
    `const task = await Task.Supervisor.async(["Sup", "you@localhost"], () => receive()); await Task.Supervisor.asyncNolink(["Sup", "you@localhost"], () => receive()); ${BEGUN}; await Task.await(task, Infinity)`,
  ],
  ["a process, before a loop", `await Node.spawnLink("you@localhost", () => receive()); ${BEGUN}; for (;;) {}`],
  [
    "a process, before a loop that awaits",
    `await Node.spawnLink("you@localhost", () => receive()); ${BEGUN}; for (;;) await 1`,
  ],
];

describe("Ctrl+C", () => {
  it.each(LINES)("ends what the line has started on another node: %s", async (_what, line) => {
    const name = `me${LINES.findIndex(([, other]) => other === line)}`;
    await openLinked(name);
    const before = await census(you);
    await begin(line);
    await interrupt(me);
    await untilAsBefore(you, before);
    await answer(
      "[Process.info(self(), 'links')!.length, Process.info(self(), 'monitors')!.length]",
      "[1, 0]",
      `iex(${name}@localhost)3>`,
    );
    await answer("flush()", ":ok", `iex(${name}@localhost)4>`);
    await answer('await Rpc.call("you@localhost", "Process", "alive", [kept])', "true", `iex(${name}@localhost)5>`);
  });

  it("ends a process that the other node makes only later, and is not linked with it", async () => {
    await openLinked("me");
    const before = await census(you);
    process.kill(you.pid, "SIGSTOP");
    const spawns = ["spawn", "spawnLink", "spawnMonitor"].map(
      (spawn) => `Node.${spawn}("you@localhost", () => receive())`,
    );
    await begin(`const all = [${spawns.join()}]; ${BEGUN}; await Promise.all(all)`);
    await interrupt(me);
    process.kill(you.pid, "SIGCONT");
    await answer('await Rpc.call("you@localhost", "Process", "alive", [kept])', "true", "iex(me@localhost)3>");
    await untilAsBefore(you, before);
    await answer(
      "[Process.info(self(), 'links')!.length, Process.info(self(), 'monitors')!.length]",
      "[1, 0]",
      "iex(me@localhost)4>",
    );
    await answer("flush()", ":ok", "iex(me@localhost)5>");
  });

  it("leaves the connection whole when it ends a loop that sends", async () => {
    await openLinked("me");
    await begin(`${BEGUN}; for (;;) send(["nobody", "you@localhost"], ["hello", "world"])`);
    await interrupt(me);
    await answer('await Rpc.call("you@localhost", "Process", "alive", [kept])', "true", "iex(me@localhost)3>");
    await you.expectNothing();
  });

  it("ends in a remote shell what its line has started on a third node", async () => {
    const there = await cluster.start("there");
    me = await openRemote("iex-ts", "me@localhost", "there@localhost", { cookie, env: world.env, cwd: world.home });
    me.type('const kept = await Node.spawnLink("you@localhost", () => receive())\r');
    await me.waitFor(ending("iex(there@localhost)2>"));
    const before = await census(you);
    await begin('await Node.spawnLink("you@localhost", () => receive()); await IO.puts("begun"); await receive()');
    await interrupt(me);
    await untilAsBefore(you, before);
    await answer('await Rpc.call("you@localhost", "Process", "alive", [kept])', "true", "iex(there@localhost)3>");
    await there.check("1 + 1", "2");
  });
});
