import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import * as shellLibrary from "../../../shell/index.js";
import {
  atom,
  Code,
  inProcess,
  type Pid,
  Process,
  receive,
  self,
  send,
  spawn,
  startGroupLeader,
  stringDevice,
  tuple,
} from "../../../src/index.js";
import { type Talk, talk } from "./talk.js";

const { IEx } = shellLibrary;
const KV = `import { IEx } from "iex-ts/shell";
import { atom, GenServer, IO, tuple } from "iex-ts";

export const Kv = {
  async pry(x: number, from: string) {
    const y = x + 1;
    const said = await IEx.pry({ x, y });
    await IO.inspect(tuple(atom.after, said, y));
    return from;
  },
};
export const Stack = {
  init: (items: number[]) => items,
  handleCall: {
    pop: (items: number[]) =>
      IEx.pry({ items }).then(() => GenServer.reply(items.at(-1), items.slice(0, -1))),
  },
};
`;

const ASKED = /\nAllow\? \[Yn\] /;
const folder = realpathSync(mkdtempSync(join(tmpdir(), "iex-ts-pry-")));
const file = join(folder, "kv.ts");
beforeAll(() => {
  writeFileSync(file, KV);
  Code.provideLibrary("iex-ts/shell", shellLibrary);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shells = new Set<Talk>();
afterEach(async () => {
  for (const shell of shells) shell.close();
  await Promise.all([...shells].map(({ left }) => left));
  for (const name of ["Kv", "Stack"]) Code.purgeModule(name);
  shells.clear();
});

/** A shell that has the module. */
async function open(): Promise<Talk> {
  const shell = talk();
  shells.add(shell);
  shell.type(`c(${JSON.stringify(file)})`);
  await shell.until(/\[Kv, Stack\]\niex\(2\)> $/);
  return shell;
}

describe("IEx.pry in a process", () => {
  it("asks at the shell, shows the lines around, and then evaluates in that process with its bindings", async () => {
    const shell = await open();
    shell.type("const a = 1", "const pried = spawn(() => Kv.pry(4, 'b'))");
    expect(await shell.until(ASKED)).toMatch(
      /Request to pry #PID<0\.\d+\.0> at Kv\.pry\/2 \(.*kv\.ts:7\)\n\n {4}4: export const Kv = \{\n(.*\n)* {4}7: {5}const said = await IEx\.pry\(\{ x, y \}\);\n(.*\n)* {3}10: {3}\},\n\n/,
    );
    shell.type("y");
    expect(await shell.until(/pry\(1\)> /)).toMatch(/^\nInteractive TypeScript .*\npry/);
    shell.type("[x, y]", "y = 100", "typeof a", "v(1)", "Process.register(self(), 'pried')", "nope");
    expect(await shell.until(/nope is not defined\n.*\n/)).toBe(
      '[4, 5]\npry(2)> 100\npry(3)> "undefined"\npry(4)> [4, 5]\npry(5)> true\npry(6)> ** (ReferenceError) nope is not defined\n    iex:6: (file)\n',
    );
    shell.type("whereami(0)");
    expect(await shell.until(/pry\(7\)> /)).toMatch(
      /Location: .*kv\.ts:7\n\n {4}7: {5}const said = .*\n\n {4}.*kv\.ts:7: Kv\.pry\/2\n\n/,
    );
    shell.type("continue()");
    await shell.until(/\{:after, :ok, 5\}\n/);
    shell.type("a");
    await shell.until(/^(iex\(4\)> )?1\niex\(5\)> $/);
  });

  it("is in the process itself: its mailbox and its name are there, those of the shell are not", async () => {
    const shell = await open();
    shell.type("spawn(async () => { send(self(), atom.hi); await Kv.pry(1, '') })");
    const [, pid] = /Request to pry (\S+)/.exec(await shell.until(ASKED)) ?? [];
    shell.type("", "self()", "flush()", "respawn()", "flush()");
    const seen = await shell.until(/:hi\n:ok\n(?:.*\n)*:ok\niex\(4\)> $/);
    expect(seen).toContain(`pry(1)> ${pid}\npry(2)> :hi\n:ok\n`);
  });

  it("goes on when it is refused, and gives the line back that was being asked for", async () => {
    const shell = await open();
    shell.type("const x = 7", "Kv.pry === undefined || spawn(() => Kv.pry(4, '')); 1");
    await shell.until(ASKED);
    shell.type("n");
    await shell.until(/\{:after, \{:error, :refused\}, 5\}\n/);
    shell.type("x");
    await shell.until(/7\n/);
  });

  it("takes Ctrl+C for a no", async () => {
    const shell = await open();
    shell.type("spawn(() => Kv.pry(4, ''))");
    await shell.until(ASKED);
    shell.interrupt();
    shell.type("no");
    await shell.until(/\{:after, \{:error, :refused\}, 5\}\n/);
  });

  it("looks into a server while its caller waits for the answer", async () => {
    const shell = await open();
    shell.type("const s = await GenServer.startLink(Stack, [[1, 2]])", 'GenServer.call(s, "pop")');
    expect(await shell.until(ASKED)).toMatch(/at pop\/0 \(.*kv\.ts:16\)/);
    shell.type("yes", "items", "self() === undefined", "continue", "s");
    expect(await shell.until(/2\niex\(4\)> #PID.*\n/)).toMatch(/pry\(1\)> \[1, 2\]\npry\(2\)> false\n/);
  });

  it("needs no leave of the evaluator itself, which has a prompt in a prompt", async () => {
    const shell = await open();
    shell.type("const a = 1", "Kv.pry(a, 'out')", "x", "await IEx.pry({ inner: x + 1 })", "inner", "continue()");
    expect(await shell.until(/pry\(2\)> :ok\npry\(3\)> /)).toMatch(
      /Break reached: Kv\.pry\/2 (.*\n)*pry\(1\)> 1\npry\(2\)> Break reached: iex:2\n\npry\(1\)> 2\n/,
    );
    shell.type("x", "continue()", "a");
    expect(await shell.until(/"out"\niex\(4\)> 1\n/)).toMatch(/^1\n.*\{:after, :ok, 2\}\n/);
  });

  it("gives the shell back when the process is killed", async () => {
    const shell = await open();
    shell.type("const a = 1", "const pried = spawn(() => Kv.pry(4, ''))");
    await shell.until(ASKED);
    shell.type("y");
    await shell.until(/pry\(1\)> /);
    shell.type("Process.exit(self(), atom.kill)");
    await shell.until(/\*\* \(EXIT from #PID<[\d.]+>\) shell process exited with reason: killed\n/);
    shell.type("a", "Process.alive(pried)");
    await shell.until(/1\niex\(5\)> false\n/);
  });

  it("begins anew where the evaluator below has died with it", async () => {
    const shell = await open();
    shell.type("const a = 1", "spawnLink(() => Kv.pry(4, ''))");
    await shell.until(ASKED);
    shell.type("y");
    await shell.until(/pry\(1\)> /);
    shell.type("Process.exit(self(), atom.kill)", "typeof a");
    expect(await shell.until(/"undefined"\n/)).toMatch(/reason: killed\n(.*\n)*Interactive TypeScript/);
  });

  it("is asked about one after the other, and not while somebody looks at another", async () => {
    const shell = await open();
    shell.type("for (const n of [1, 2, 3]) spawn(() => Kv.pry(n, ''))");
    await shell.until(ASKED);
    shell.type("n");
    await shell.until(ASKED);
    shell.type("y", "x");
    expect(await shell.until(/\npry\(2\)> /)).not.toContain("Allow");
    shell.type("continue()");
    await shell.until(ASKED);
    shell.type("y", "x", "continue()", "'over'");
    expect(await shell.until(/"over"\n/)).toMatch(/pry\(1\)> 3\n/);
  });

  it("is not asked about any more once it has ended", async () => {
    const shell = await open();
    shell.type("Process.register(spawn(() => Kv.pry(1, '')), 'one'); spawn(() => Kv.pry(2, ''))");
    await shell.until(ASKED);
    await inProcess(() => Process.exit(Process.whereis("one") as Pid, atom.kill));
    await shell.until(/Request to pry (?:.*\n)*Allow/);
    shell.type("n");
    await shell.until(/\{:after, \{:error, :refused\}, 3\}\n/);
  });

  it("goes on when the shell is closed, with or without an answer", async () => {
    const shell = await open();
    const ended = inProcess(async () => {
      const me = self();
      spawn(async () => send(me, await IEx.pry()));
      return receive((message) => [message], 15_000);
    });
    await shell.until(ASKED);
    shell.close();
    expect(await ended).toEqual([tuple(atom.error, atom("refused"))]);
    const other = await open();
    const left = inProcess(async () => {
      const me = self();
      spawn(async () => send(me, await IEx.pry({ seen: 1 })));
      return receive((message) => [message], 15_000);
    });
    await other.until(ASKED);
    other.type("y", "seen");
    await other.until(/1\npry\(2\)> /);
    other.close();
    expect(await left).toEqual([atom.ok]);
  });

  it("says so, and goes on, where there is no shell", async () => {
    const device = stringDevice("");
    const said = await inProcess(async () => {
      Process.groupLeader(self(), startGroupLeader(device));
      const value = await IEx.pry({ a: 1 });
      Process.exit(Process.groupLeader(), atom.kill);
      return value;
    });
    expect(said).toEqual(tuple(atom.error, atom("no_iex")));
    expect(device.contents()).toMatch(/^Cannot pry #PID<[\d.]+> at .*\. Is an IEx shell running\?\n$/);
    expect(IEx.isStarted()).toBe(false);
  });
});

describe("outside of a process that is looked at", () => {
  it("continue() and whereami() say so, and harm nothing", async () => {
    const shell = await open();
    shell.type("const a = 1", "continue()", "continue", "whereami()", "a", "whereami(-1)");
    expect(await shell.until(/as in whereami\(5\)\n/)).toBe(
      `${"1\niex(3)> Pry session is not currently enabled\niex(3)> Pry session is not currently enabled\niex(3)> Pry session is not currently enabled\niex(4)> 1\niex(5)> "}** (ArgumentError) could not tell how many lines: -1 is no whole number, as in whereami(5)\n`,
    );
  });

  it("continue still is the word of a loop", async () => {
    const shell = await open();
    shell.type("for (const n of [1, 2]) {", "if (n === 1)", "continue", "await IO.puts(`n ${n}`) }", "IEx.isStarted()");
    expect(await shell.until(/true\n/)).toContain("n 2\n");
  });
});
