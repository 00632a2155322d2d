import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { command } from "../../src/testing/command.js";
import { createWorld, type World } from "../../src/testing/world.js";
import { type Finished, run } from "../support/command.js";
import { openShell } from "../support/shells.js";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.remove());

/** What the command does with these lines at a pipe. */
function type(lines: readonly string[], ...args: string[]): Promise<Finished> {
  return run(args, { env: world.env, cwd: world.home, input: lines.map((line) => `${line}\n`).join("") });
}

describe("the stack of an error, wherever a program looks at it", () => {
  it("tells what was typed, and nothing of the shell", async () => {
    const { output, errors } = await type([
      "const make = () => new Error('x')",
      "console.log(make())",
      "console.trace('here')",
      "(await import('node:util')).inspect(make())",
      "make().stack",
      "(async () => { await 1; return make().stack })()",
    ]);
    const stack = (line: number, column: number) => `Error: x\n    at make (iex:1:20)\n    at iex:${line}:${column}\n`;
    expect(output).toContain(stack(2, 13));
    expect(output + errors).toContain("Trace: here\n    at iex:3:9\n");
    expect(output).toContain(`"${stack(4, 37).trimEnd().replaceAll("\n", "\\n")}"`);
    expect(output).toContain(`"${stack(5, 1).trimEnd().replaceAll("\n", "\\n")}"`);
    expect(output).toContain(String.raw`"Error: x\n    at make (iex:1:20)\n    at iex:6:32`);
    expect(output + errors).not.toMatch(/dist|file:\/\//);
  });

  it("is left to a program that tells it in its own way, also a wrong one", async () => {
    const { output, status } = await type([
      "Error.prepareStackTrace = () => 'my own'",
      "new Error('x').stack",
      "Error.prepareStackTrace = () => { throw new Error('broken') }",
      "nowhere",
      "setTimeout(() => { throw new TypeError('late') }); await Process.sleep(50)",
      "Error.prepareStackTrace = () => 7",
      "nowhere.at.all",
      "'still ' + 'here'",
    ]);
    expect(output).toContain('"my own"');
    expect(output).toContain("** (TypeError) late");
    expect(output.match(/\(ReferenceError\) nowhere is not defined/g)).toHaveLength(2);
    expect(output).toContain('"still here"');
    expect(status).toBe(0);
  });
});

describe("a shell at a pipe that nobody reads any more", () => {
  it("ends, though there may be more to read, and whoever prints ends with it", async () => {
    const text = "spawn(async () => { for (;;) await IO.puts('y') })";
    const [program, ...first] = command();
    const shell = spawn(program!, [...first, "-e", text], { env: world.env, cwd: world.home });
    await new Promise((resolve) => shell.stdout.once("data", resolve));
    shell.stdout.destroy();
    expect(await new Promise((resolve) => shell.once("close", resolve))).toBe(0);
  });
});

describe("an exit that no process can be meant by", () => {
  it("is told, as errors are", async () => {
    const { output, errors } = await type([
      "setTimeout(() => exit('timer')); await Process.sleep(50)",
      "queueMicrotask(() => exit('microtask')); await Process.sleep(50)",
    ]);
    expect(output + errors).toContain('[error] Uncaught\n** (exit) "timer"');
    expect(output + errors).toContain('[error] Uncaught\n** (exit) "microtask"');
  });

  it("is no news where the process has ended that still does something", async () => {
    const { output, errors } = await type([
      "const late = () => self()",
      "spawn(() => { setTimeout(late, 10); Process.sleep(20) }); await Process.sleep(100)",
    ]);
    expect(output + errors).not.toContain("Uncaught");
  });
});

describe("a shell whose group leader is killed", () => {
  const KILL = "Process.exit(Process.groupLeader(), atom.kill)";

  it("says so, and leaves with status 1", async () => {
    const { output, errors, status } = await type([KILL, "'not reached'"]);
    expect(output).toContain("*** ERROR: Shell process terminated! ***\n");
    expect(output).not.toContain("not reached");
    expect(errors).toContain(":terminated");
    expect(status).toBe(1);
  });

  it("does so at a terminal, too", async () => {
    const screen = await openShell(world);
    screen.type(`${KILL}\r`);
    await screen.waitFor("*** ERROR: Shell process terminated! ***");
    expect(await screen.exit).toBe(1);
  });
});

describe("the status of a shell whose input ends", () => {
  it("is what was set as such", async () => {
    expect((await type(["process.exitCode = 3"])).status).toBe(3);
    expect((await type(["process.exitCode = 3", "nowhere"], "--halt-on-error")).status).toBe(1);
  });
});

describe("the option --halt-on-error", () => {
  it.each([
    ["an error", ["nowhere"], "(ReferenceError) nowhere is not defined"],
    ["a text that is no TypeScript", ["1 +* 2"], "(SyntaxError) iex:1:4"],
    ["a text that nothing completes", ["(2 +"], "(TokenMissingError)"],
    ["an exit", ["exit('bad')"], '(exit) "bad"'],
    ["an exit signal", ["Process.exit(self(), 'bad')"], 'exited with reason: "bad"'],
  ])("leaves with status 1 at %s, and nothing after it runs", async (_what, lines, told) => {
    const { output, status } = await type([...lines, "'after ' + 'it'"], "--halt-on-error");
    expect(status).toBe(1);
    expect(output).toContain(told);
    expect(output).not.toContain("after it");
  });

  it("holds for what the command line gives, too", async () => {
    const { output, status } = await type(["'after ' + 'it'"], "--halt-on-error", "-e", "nowhere");
    expect(status).toBe(1);
    expect(output).not.toContain("after it");
  });

  it("changes nothing where all goes well, or somebody leaves", async () => {
    expect((await type(["1 + 1"], "--halt-on-error")).status).toBe(0);
    expect((await type(["exit()", "nowhere"], "--halt-on-error")).status).toBe(0);
    expect((await type(["nowhere", "1 + 1"])).status).toBe(0);
  });
});

describe("the processes of a node", () => {
  it.each([
    ["that is hidden", []],
    ["that is visible", ["--visible"]],
  ])("are listed, on one %s, by the names that their functions have in the source", async (_, options) => {
    const { output } = await type(
      ["await Agent.start(() => 1)", 'Process.list().map((pid) => Process.info(pid, "initialCall").name).join(" ")'],
      "--sname",
      "x@localhost",
      ...options,
    );
    const names = /"(.*)"/.exec(output)![1]!.split(" ");
    expect(names).toEqual(
      expect.arrayContaining(["serveDevice", "nodeService", "globalLocker", "globalRegistrar", "initProcess"]),
    );
    expect(names.filter((name) => /\d$/.test(name))).toEqual([]);
  });
});

describe("a program that prints a lot in one turn", () => {
  it("is held up by a reader that is slow, and remembers next to nothing", async () => {
    const [program, ...args] = command();
    const child = spawn(program, args, { env: { ...world.env }, cwd: world.home });
    let errors = "";
    child.stderr.on("data", (chunk) => (errors += chunk));
    // Of itself alone: what the system calls a program's maximum counts the one that has started it, too.
    child.stdin.end(
      `process.stderr.write("begun\\n"); for (let n = 0; n < 100_000; n++) console.log(n + " " + "z".repeat(1000))
process.stderr.write("grown " + /VmHWM:\\s+(\\d+)/.exec(require("fs").readFileSync("/proc/self/status", "latin1"))[1] / 1000)\n`,
    );
    await new Promise<void>((resolve) => child.stderr.once("data", () => resolve()));
    let printed = 0;
    let last = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.length;
      last = (last + chunk).slice(-3000);
    });
    await new Promise((resolve) => child.on("close", resolve));
    expect(printed).toBeGreaterThan(100_000_000);
    expect(last).toContain(`99999 ${"z".repeat(1000)}\n`);
    expect(Number(/grown ([\d.]+)/.exec(errors)?.[1])).toBeLessThan(250);
  });
});
