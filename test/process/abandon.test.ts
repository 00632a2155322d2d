import { describe, expect, it } from "@jest/globals";
import { bundled } from "../support/bundled.js";

const run = bundled("src/index.ts");

/** Has `stuck()` at hand: a loop without end, which another thread ends as a debugger would. */
const PROGRAM = `
import { Worker } from "node:worker_threads";
import { atom, Process, receive, self, send, spawn, spawnLink, inProcess } from "./bundle.mjs";
const cells = new Int32Array(new SharedArrayBuffer(4));
const say = (text) => console.log(text);
const helper = new Worker(\`
  const { Session } = require("node:inspector");
  const { workerData: cells } = require("node:worker_threads");
  Atomics.wait(cells, 0, 0);
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.evaluate", { expression: "globalThis.abandon()" });
  while (Atomics.load(cells, 0) !== 2);
  session.post("Runtime.terminateExecution");
  Atomics.store(cells, 0, 3);
  session.disconnect();
\`, { eval: true, workerData: cells });
helper.unref();
globalThis.abandon = () => {
  Process.abandonTurn(new Error("ended"));
  Atomics.store(cells, 0, 2);
  while (Atomics.load(cells, 0) !== 3);
};
const stuck = () => {
  Atomics.store(cells, 0, 1);
  Atomics.notify(cells, 0);
  for (;;);
};
`;

/** What a program prints until it ends by itself, without the times of log lines. */
async function outputOf(body: string): Promise<string[]> {
  return (await run(PROGRAM + body))
    .replaceAll(/^[\d:.]+ /gm, "")
    .trimEnd()
    .split("\n");
}

describe("abandoning a turn", () => {
  it.each([
    ["the first of several immediates", "setImmediate(stuck); setImmediate(say, 1); setImmediate(say, 2)"],
    ["a later one", "setImmediate(say, 1); setImmediate(stuck); setImmediate(say, 2)"],
    ["one of several timers", "setTimeout(say, 1, 1); setTimeout(stuck, 1); setTimeout(say, 1, 2)"],
    ["a tick", "setTimeout(say, 9, 2); process.nextTick(say, 1); process.nextTick(stuck)"],
    ["a microtask", "setTimeout(say, 9, 2); queueMicrotask(() => say(1)); queueMicrotask(stuck)"],
  ])("leaves what waits beside it: %s", async (_what, body) => {
    expect(await outputOf(`setTimeout(() => { ${body} }, 1);`)).toEqual(["1", "2"]);
  });

  it("ends the process whose turn it was, as if it had thrown", async () => {
    const output = await outputOf(`
      await inProcess(async () => {
        Process.flag("trapExit", true);
        const pid = spawnLink(stuck);
        const [, from, reason] = await receive();
        say([from === pid, reason[0].message, Process.alive(pid)]);
      });`);
    expect(output).toContain("[ true, 'ended', false ]");
    expect(output.join("\n")).toMatch(/\[error\] Process #PID<[\d.]+> raised an exception\n\*\* \(Error\) ended/);
  });

  it("lets an isolated process live, and all whom it has sent to before", async () => {
    const output = await outputOf(`
      await inProcess(async () => {
        const parent = self();
        const echo = spawn(async () => { for (;;) send(parent, await receive()); });
        const busy = spawn(async () => {
          await receive();
          queueMicrotask(stuck);
          send(echo, "sent before");
          await new Promise(() => {});
        });
        Process.isolate(busy, () => {});
        send(busy, "begin");
        say(await receive());
        say(Process.alive(busy));
        Process.exit(busy, atom.kill);
        send(echo, "still there");
        say(await receive());
      });`);
    expect(output).toEqual(["sent before", "true", "still there"]);
  });

  it("is refused in an isolated process when nobody would hear of it", async () => {
    const output = await outputOf(`
      const [refused, ended, told] = await inProcess(() => {
        Process.isolate(self());
        const refused = Process.abandonTurn(new Error("ended"));
        const told = new Promise((resolve) => Process.isolate(self(), () => resolve("told")));
        return [refused, Process.abandonTurn(new Error("ended")), [told]];
      });
      console.log(refused, ended, await told[0]);`);
    expect(output).toEqual(["false true told"]);
  });
});
