import { PassThrough, Writable } from "node:stream";
import { afterEach, describe, expect, it } from "@jest/globals";
import { type RunningShell, Shell, type StartOptions } from "../../shell/index.js";
import { atom, inProcess, inspect, Process, spawn } from "../../src/index.js";
import { BOUND } from "../support/bound.js";

interface Embedded extends RunningShell {
  type(text: string): void;
  end(): void;
  /** What it has printed. */
  printed(): string;
  /** Waits until it has printed something that looks like this. */
  until(pattern: RegExp): Promise<string>;
  input: PassThrough;
  output: PassThrough;
}

const open = new Set<Embedded>();
afterEach(async () => {
  for (const shell of open) shell.close();
  await Promise.all([...open].map(({ left }) => left.catch(() => {})));
  open.clear();
});

function embed(options: Partial<StartOptions> = {}): Embedded {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let printed = "";
  const watchers = new Set<() => void>();
  output.on("data", (chunk) => {
    printed += chunk;
    for (const look of watchers) look();
  });
  const until = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Waited in vain for ${pattern} in:\n${printed}`)), BOUND);
      const look = () => {
        if (!pattern.test(printed)) return;
        clearTimeout(timer);
        watchers.delete(look);
        resolve(printed);
      };
      watchers.add(look);
      look();
    });
  const shell = Shell.start({ input, output, ...options });
  const type = (text: string) => void input.write(text);
  const embedded = { ...shell, type, end: () => void input.end(), printed: () => printed, until, input, output };
  open.add(embedded);
  return embedded;
}

describe("an embedded shell", () => {
  it("evaluates what comes from one stream and prints to the other, without escape sequences", async () => {
    const shell = embed();
    shell.type('const x = 20\nx * 2 + 2\nIO.puts("hello")\n');
    shell.end();
    expect(await shell.left).toBe(0);
    expect(shell.printed()).toMatch(
      /^Interactive TypeScript .*\niex\(1\)> 20\niex\(2\)> 42\niex\(3\)> hello\n:ok\niex\(4\)> \n$/,
    );
  });

  it("knows the bindings that it is given, also after its evaluator has ended", async () => {
    const shell = embed({ bindings: { answer: 42 }, evaluate: ["const more = answer + 1"] });
    shell.type("more\nrespawn()\nanswer\ntypeof more\n");
    shell.end();
    await shell.left;
    expect(shell.printed()).toMatch(/\niex\(1\)> 43\n(?:.*\n)*iex\(\d\)> 42\niex\(\d\)> "undefined"\n/);
  });

  it("draws its prompt where it is told that this is a terminal, edits, and is told of its size", async () => {
    const shell = embed({ terminal: { columns: 40, rows: 10 }, colors: false });
    await shell.until(/iex\(1\)> /);
    shell.type("1 + 11\x7f\r");
    await shell.until(/\r\n2\r\n/);
    shell.resize({ columns: 60, rows: 20 });
    shell.type("IO.columns()\r");
    await shell.until(/\r\n60\r\n/);
    shell.type("half");
    await shell.until(/half/);
    shell.type("\x03");
    await shell.until(/half.*\^C\r\n/);
    shell.type("\x04");
    expect(await shell.left).toBe(0);
  });

  it("stops what it evaluates when it is interrupted, and keeps the bindings", async () => {
    const shell = embed();
    shell.type('const x = 7\nIO.puts("begun"); receive()\n');
    await shell.until(/begun\n/);
    await inProcess(() => Process.sleep(10));
    shell.interrupt();
    await shell.until(/\*\* \(Interrupted\)/);
    shell.type("x + 1\n");
    expect(await shell.until(/> 8\n/)).toContain("** (Interrupted) The evaluation was interrupted\n\niex(2)> 8\n");
  });

  it("ends when it is closed, when it is left, and when nobody reads what it prints", async () => {
    const [closed, left, lost] = [embed(), embed(), embed()];
    closed.close();
    expect(await closed.left).toBe(0);
    left.type("exit()\n");
    expect(await left.left).toBe(0);
    await lost.until(/iex\(1\)> /);
    lost.output.destroy();
    expect(await lost.left).toBe(0);
    expect(left.input.destroyed).toBe(false);
    expect(left.output.writableEnded).toBe(false);
  });

  it("ends with status 1, and says why, when its group leader is killed", async () => {
    const shell = embed();
    shell.type("Process.exit(Process.groupLeader(), atom.kill)\n1 + 1\n");
    expect(await shell.left).toBe(1);
    expect(shell.printed()).toContain("*** ERROR: Shell process terminated! ***\n");
    expect(shell.printed()).not.toContain("> 2\n");
  });

  it.each([
    ["lines", {}],
    ["keys", { terminal: true, colors: false }],
  ])("ends when its input of %s breaks off, whatever runs, with an error too", async (_what, options) => {
    const [busy, failing, gone] = [embed(options), embed(options), new PassThrough()];
    for (const shell of [busy, failing]) {
      await shell.until(/iex\(1\)> /);
      shell.type("IO.puts('beg' + 'un'); await new Promise(() => {})\r\n");
      await shell.until(/begun/);
    }
    busy.input.destroy();
    failing.input.destroy(new Error("cut"));
    gone.destroy();
    expect(await Promise.all([busy.left, failing.left])).toEqual([0, 0]);
    expect(await Shell.start({ ...options, input: gone, output: new PassThrough() }).left).toBe(0);
  });

  it("returns to the first column where no driver of a terminal does it", async () => {
    const shell = embed({ terminal: { columns: 40, rows: 10 }, colors: false });
    await shell.until(/iex\(1\)> /);
    shell.type("IO.write('a\\r'); IO.write('\\nb\\r\\nc\\n')\r");
    const printed = await shell.until(/c\r\n[\s\S]*iex\(2\)> /);
    expect(printed).toMatch(/a\r\n/);
    expect(printed).not.toMatch(/(?<!\r)\n|\r\r/);
  });

  it("brings back what was typed by the arrow keys", async () => {
    const shell = embed({ terminal: { columns: 40, rows: 10 }, colors: false });
    await shell.until(/iex\(1\)> /);
    shell.type("20 + 22\r");
    await shell.until(/\n42\r\n[\s\S]*iex\(2\)> /);
    shell.type("\x1b[A0\r");
    await shell.until(/\n240\r\n/);
  });

  it("leaves no process behind", async () => {
    const first = embed();
    first.end();
    await first.left;
    const before = Process.list().length;
    const shell = embed();
    shell.type("1 + 1\n");
    await shell.until(/> 2\n/);
    expect(Process.list().length).toBeGreaterThan(before);
    shell.end();
    await shell.left;
    expect(Process.list().length).toBeLessThanOrEqual(before);
  });
});

describe("a terminal of the system", () => {
  /** As much of one as a stream can be. */
  function terminal(isRaw: boolean) {
    const modes: boolean[] = [];
    const input = Object.assign(new PassThrough(), {
      isTTY: true,
      isRaw,
      setRawMode: (raw: boolean) => modes.push((input.isRaw = raw)),
    });
    return { input, modes, output: Object.assign(new PassThrough(), { isTTY: true, columns: 50, rows: 20 }) };
  }

  it.each([true, false])("is in raw mode as long as the shell runs, and then as it was: %s", async (isRaw) => {
    const { input, output } = terminal(isRaw);
    const listeners = process.listenerCount("exit");
    const shell = embed({ input, output, colors: false });
    await inProcess(() => Process.sleep(1));
    expect(input.isRaw).toBe(true);
    expect(process.listenerCount("exit")).toBe(listeners + 1);
    shell.close();
    await shell.left;
    expect(input.isRaw).toBe(isRaw);
    expect(process.listenerCount("exit")).toBe(listeners);
  });

  it("has the size that it has now", async () => {
    const { input, output } = terminal(false);
    let printed = "";
    output.on("data", (chunk) => (printed += chunk));
    const shell = embed({ input, output, colors: false });
    Object.assign(output, { columns: 71 }).emit("resize");
    input.write("IO.columns()\r");
    input.write("exit()\r");
    await shell.left;
    expect(printed).toContain("\n71\n");
  });
});

describe("two shells in one program", () => {
  it("have bindings, counters and values of their own, and one node", async () => {
    const [one, other] = [embed(), embed()];
    one.type("const x = 1\nProcess.register(self(), 'one')\n");
    await one.until(/iex\(3\)> /);
    other.type("typeof x\nsend('one', tuple(atom.hi, 2))\nv(1)\n");
    await other.until(/iex\(1\)> "undefined"\niex\(2\)> \{:hi, 2\}\niex\(3\)> "undefined"\n/);
    one.type("flush()\nx\nv(1)\n");
    await one.until(/\{:hi, 2\}\n:ok\niex\(4\)> 1\niex\(5\)> 1\n/);
  });

  it("go on when the other ends", async () => {
    const [one, other] = [embed(), embed()];
    one.type("exit()\n");
    await one.left;
    other.type("spawn(() => IO.puts('still here'))\n");
    await other.until(/still here\n/);
  });

  it("change nothing for the program around them", async () => {
    const events = ["SIGINT", "SIGHUP", "SIGTERM", "SIGCONT", "exit", "uncaughtException", "unhandledRejection"];
    const surroundings = () => ({
      listeners: events.map((event) => process.listenerCount(event)),
      log: console.log,
      stdout: process.stdout.write,
      globals: Object.keys(globalThis).sort(),
      raw: process.stdin.isRaw,
    });
    // The first process of a program binds the console, whoever starts it.
    await inProcess(() => spawn(() => atom.ok));
    const before = surroundings();
    const [one, other] = [embed(), embed({ terminal: true, colors: false })];
    one.type("const leaked = 1\n");
    other.type("leaked2 = 2\r");
    await Promise.all([one.until(/iex\(2\)> /), other.until(/iex\(2\)> /)]);
    expect(surroundings()).toEqual(before);
    expect(inspect(atom.ok)).toBe(":ok");
  });
});

describe("a reader that is slow", () => {
  it("holds up who prints to it, so that nothing piles up", async () => {
    const [input, output] = [new PassThrough(), new PassThrough({ highWaterMark: 1000 })];
    const shell = Shell.start({ input, output });
    input.write('for (let n = 0; n < 200; n++) await IO.puts("x".repeat(100) + n)\n');
    await new Promise<void>((resolve) => {
      const full = setInterval(() => {
        if (!output.writableNeedDrain) return;
        clearInterval(full);
        resolve();
      }, 10);
    });
    await inProcess(() => Process.sleep(100));
    expect(output.writableLength + output.readableLength).toBeLessThan(4000);
    let printed = "";
    output.on("data", (chunk) => (printed += chunk));
    input.end();
    expect(await shell.left).toBe(0);
    expect(printed).toContain(`${"x".repeat(100)}199\n`);
  });

  it.each([
    ["reads no more", () => new PassThrough({ highWaterMark: 1000 })],
    ["takes nothing", () => new Writable({ write() {} })],
  ])("does not hold up who closes the shell: one that %s", async (_what, open) => {
    const [input, output] = [new PassThrough(), open()];
    const shell = Shell.start({ input, output, evaluate: ["for (;;) await IO.puts('x'.repeat(500))"] });
    while (output.writableLength === 0) await new Promise(setImmediate);
    shell.close();
    await shell.left;
    output.destroy();
  });
});
