import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { command } from "../../../src/testing/command.js";
import { createWorld, type World } from "../../../src/testing/world.js";
import { openScreen } from "../../support/terminal.js";

// TypeScript takes its time to start, and much of it on a busy machine.
jest.setTimeout(180_000);

let world: World;
beforeAll(async () => {
  world = await createWorld();
  writeFileSync(
    join(world.home, "remote.ts"),
    "export const Remote = {\n  /** Talks to whom it may concern. */\n  chat(to: string): number { return to.length; },\n};\n",
  );
  writeFileSync(
    join(world.home, "shop.ts"),
    'import { price } from "./price.ts";\nexport const Shop = {\n  total(): number { return price; },\n};\n',
  );
  writeFileSync(join(world.home, "price.ts"), 'export const price = "12";\nexport const free: boolean = price;\n');
});
afterAll(() => world.remove());

const [program, ...first] = command();

/** What a shell prints, and its status, when these lines are piped into it. */
function piped(lines: readonly string[], ...args: string[]): Promise<{ shown: string; code: number | null }> {
  return new Promise((resolve) => {
    const shell = spawn(program, [...first, ...args], { cwd: world.home, env: world.env });
    let shown = "";
    for (const stream of [shell.stdout, shell.stderr]) stream.on("data", (bytes) => (shown += String(bytes)));
    shell.on("close", (code) => resolve({ shown: shown.replaceAll(/iex\(\d+\)> /g, "> "), code }));
    shell.stdin.end(`${lines.join("\n")}\n`);
  });
}

describe("a shell asked for types and documentation", () => {
  it("prints the type of an expression without evaluating it, and the declaration of a type", async () => {
    const { shown, code } = await piped([
      "const list = [1, 2].map((n) => ({ n }))",
      "interface Point { x: number }",
      "t(list)",
      "t(list.push({ n: 3 }))",
      't(list.push({ n: 3 }) as unknown as Record<"evaluated", number>)',
      "list.length",
      "t(Point)",
      "t(nope)",
    ]);
    expect(shown).toContain(
      '> { n: number; }[]\n> number\n> Record<"evaluated", number>\n> 2\n> interface Point { x: number }\n',
    );
    expect(shown).toContain("> No type information for nope was found: Cannot find name 'nope'\n");
    expect(code).toBe(0);
  });

  it("prints documentation of helpers, of the library and of loaded modules", async () => {
    const { shown } = await piped([
      "h(flush)",
      "h(Node.spawnLink)",
      'c("remote.ts")',
      "h(Remote.chat)",
      "exports(Remote)",
      "b(GenServer.terminate)",
      "h(Nope)",
      "b(Nope)",
      "b(Node)",
      "h(undefined)",
    ]);
    expect(shown).toContain("> flush()\n\nprints the messages that were sent to the shell");
    expect(shown).toMatch(/> spawnLink\(node: .*\): Promise<Pid>\n\nAs `spawn`, linked to the caller/);
    expect(shown).toContain("> chat(to: string): number\n\nTalks to whom it may concern.\n\n> chat/1\n");
    expect(shown).toMatch(/> terminate\?\(state: S, reason: unknown\): unknown\n\nTidies up\./);
    expect(shown.match(/> No documentation for Nope was found/g)).toHaveLength(2);
    expect(shown).toContain("> No callbacks for Node were found\n");
    expect(shown).toContain("> No documentation for undefined was found: h() lists the helpers\n");
  });
});

describe("a narrow terminal", () => {
  it("has help whose lines break between words", async () => {
    const options = { cwd: world.home, env: { ...world.env, COLUMNS: "" }, columns: 50 };
    const shell = openScreen(program, [...first, "--check", "off"], options);
    await shell.waitFor("iex(1)>");
    shell.type("h()\r");
    const index = await shell.waitFor(/#iex:break gives up an\s+unfinished text\.\n\niex\(2\)>/);
    expect(index).toContain(
      "  b(Module)\n      prints the callbacks of a behaviour:\n      b(GenServer), b(GenServer.handleCall)\n  c(files)\n",
    );
    shell.type("h(Node.spawnLink)\r");
    await shell.waitFor("spawnLink(node: Node.NodeName, ...call:\n    Spawnable): Promise<Pid>\n");
    await shell.waitFor("iex(3)>");
    shell.type("b(GenServer)\r");
    const callbacks = await shell.waitFor(/iex\(4\)>/);
    expect(callbacks).toContain("\n    ");
    expect(callbacks).toMatch(/\nhandleCall\?.*\n {4,}\S/);
    shell.type("exit()\r");
    expect(await shell.exit).toBe(0);
  });
});

describe("a function or a module that is given itself", () => {
  it("is documented by its name, as where only the name is read", async () => {
    const { shown } = await piped([
      'IO.puts("cast:"); h(GenServer.cast)',
      "h([self][0])",
      "h([GenServer][0])",
      'c("remote.ts")',
      "h([Remote.chat][0])",
      "h([() => 1][0])",
    ]);
    expect(shown).toMatch(/> cast:\ncast<.*\n\nSends a server a request that it does not answer/);
    expect(shown).toMatch(/> self\(\): Pid\n\nThe pid of the process that calls/);
    expect(shown).toMatch(/> GenServer\n\n(OTP's `gen_server`|Functions: .*`call`)/);
    expect(shown).toContain("> chat(to: string): number\n\nTalks to whom it may concern.\n");
    expect(shown).toContain("> No documentation for #Function<anonymous/0> was found: h() lists the helpers\n");
  });
});

describe("a shell that checks types", () => {
  const lines = ["const q: string = 1", "const list = [q]", "list.map((s) => s.size)", "list.length"];

  it("warns beside the values, with the line and the place", async () => {
    const { shown } = await piped(lines, "--check", "warn");
    expect(shown).toContain(
      "> 1\nwarning: Type 'number' is not assignable to type 'string'\n    │\n  1 │ const q: string = 1\n    │       ^\n    │\n    └─ iex:1:7\n> [1]\n",
    );
    expect(shown).toContain("> [undefined]\nwarning: Property 'size' does not exist on type 'string'\n");
    expect(shown).toContain("└─ iex:3:19\n> 1\n");
  });

  it("refuses to evaluate what does not fit, if so told", async () => {
    const { shown } = await piped([...lines, "q"], "--check", "error");
    expect(shown).toContain("> error: Type 'number' is not assignable to type 'string'\n");
    expect(shown).toContain("> error: Cannot find name 'q'\n");
    expect(shown).not.toContain("[1]");
  });

  it("does neither, and starts no thread, where no terminal is and nothing was said", async () => {
    const { shown } = await piped([...lines, 'new (require("worker_threads").Worker)("", { eval: true }).threadId']);
    expect(shown).toContain("> 1\n> [1]\n> [undefined]\n> 1\n> 1\n");
  });

  it("prints the types that a text ends with, below its value", async () => {
    const typed = [
      "const o = { a: 1 }",
      "type K = keyof typeof o; type L = K[]",
      "1 as const; interface I { k: K }",
      "t(I)",
    ];
    const { shown } = await piped(typed, "--check", "warn", "-e", "type Quiet = 1");
    expect(shown).toContain('> { a: 1 }\n> type K = "a"\ntype L = "a"[]\n> 1\ninterface I { k: K }\n> interface I');
    expect(shown).not.toMatch(/Quiet|warning/);
    const strict = await piped(["type K = keyof { a: 1 }"], "--check", "error");
    expect(strict.shown).toContain('> type K = "a"\n> ');
    const scripted = await piped(typed.slice(0, 2));
    expect(scripted.shown).toContain("> { a: 1 }\n> > ");
  });

  it("prints the members of a union that was written with keyof", async () => {
    const typed = [
      "interface Foo { a: 1; b: 2 }",
      "type K = keyof Foo",
      'type L = K | "c"',
      "type M = keyof Foo | boolean",
      'type N = "x" | "y"; type O = N | "z"',
      "type P<T> = keyof T",
      "t(K)",
    ];
    const { shown } = await piped(typed, "--check", "error");
    expect(shown).toContain(
      '> type K = "a" | "b"\n> type L = "a" | "b" | "c"\n> type M = boolean | "a" | "b"\n' +
        '> type N = "x" | "y"\ntype O = N | "z"\n> type P<T> = keyof T\n> type K = "a" | "b"\n',
    );
  });

  it("knows what helpers give, and takes their questions for what they are", async () => {
    const { shown } = await piped(
      ["interface Point { x: number }", "t(Point)", "h(GenServer.Behaviour)", "[1]", "v(-1).map(String)", "v(4).nope"],
      "--check",
      "warn",
    );
    expect(shown.match(/warning: .*/g)).toEqual(["warning: Property 'nope' does not exist on type 'number[]'"]);
  });

  it("knows what .iex.ts and imported files declare, and types of the folder that it is in", async () => {
    const folder = join(world.home, "files");
    mkdirSync(join(folder, "sub"), { recursive: true });
    writeFileSync(
      join(folder, ".iex.ts"),
      'import { yy } from "./sub/y";\ntype UserId = number; class Kls { it = yy }\n',
    );
    writeFileSync(join(folder, "y.ts"), "export const yy = 'a';\n");
    writeFileSync(join(folder, "sub/y.ts"), "export const yy: number = 1;\nexport const ff = 2;\n");
    writeFileSync(join(folder, "whole.ts"), "interface Pt { x: number }\nconst bad: string = 1;\n");
    writeFileSync(join(folder, "half.ts"), "interface Half { x: number }\nconst half: Half = { x: 1 };\n) half\n");
    const { shown } = await piped(
      [
        `cd(${JSON.stringify(folder)})`,
        'importFile("whole.ts")',
        'importFile("half.ts")',
        "const p: Pt = half",
        'importFile(".iex.ts")',
        "let u: UserId = 1",
        "const k: Kls = new Kls()",
        'import { yy as first } from "./y"',
        'cd("sub")',
        'import { yy, ff } from "./y"; const n: number = yy + ff + k.it',
        "t([n, first, u, p])",
        "const wrong: string = k.it",
      ],
      "--check",
      "error",
    );
    expect(shown).toContain("> (string | number | Pt)[]\n");
    expect(shown.match(/error: .*/g)).toEqual(["error: Type 'number' is not assignable to type 'string'"]);
    const dotted = await piped(
      ["let u: UserId = 1", "t(Kls)"],
      "--check",
      "error",
      "--dot-iex",
      join(folder, ".iex.ts"),
    );
    expect(dotted.shown).toContain("> 1\n> typeof Kls\n");
  });

  it("says what to do in a folder that has been deleted, and knows all again elsewhere", async () => {
    const { shown } = await piped([
      'const { mkdirSync, rmdirSync } = require("node:fs")',
      'mkdirSync("gone")',
      'cd("gone")',
      "rmdirSync(process.cwd())",
      "const list = [1]",
      "t(list)",
      'cd("..")',
      "t(list)",
    ]);
    expect(shown).toContain("> ** (Error) Cannot tell types in a folder that has been deleted: go to another one, as");
    expect(shown).toContain("> number[]\n");
    expect(shown).not.toContain("ENOENT");
  });

  it("names the modes when it does not know one", async () => {
    const { shown, code } = await piped([], "--check", "maybe");
    expect(shown).toBe('iex-ts: Cannot check types with "maybe": give off, warn or error\n');
    expect(code).toBe(1);
  });

  it("warns of the files that c() and r() load, each with its place, and loads them", async () => {
    const { shown } = await piped(['c("shop.ts")', "Shop.total()", "r(Shop)", 'c("remote.ts")'], "--check", "warn");
    const frame =
      "warning: Type 'string' is not assignable to type 'number'\n    │\n  3 │   total(): number { return price; },\n    │                     ~~~~~~\n    │\n    └─ shop.ts:3:21\n";
    expect(shown).toContain(`> ${frame}\nwarning: Type 'string' is not assignable to type 'boolean'\n`);
    expect(shown).toContain("└─ price.ts:2:14\n[Shop]\n");
    expect(shown).toMatch(/> "12"\n> (.*\n)*warning: Type(.*\n)*\{:reloaded, \[Shop\]\}/);
    expect(shown).toContain("> [Remote]\n");
  });

  it("refuses such files if so told, and loads nothing of them", async () => {
    const { shown } = await piped(['c("shop.ts")', 'Code.whichModule("Shop")'], "--check", "error");
    expect(shown).toContain("error: Type 'string' is not assignable to type 'number'\n");
    expect(shown).toContain("** (CompileError) could not load shop.ts: types do not fit, as is told above");
    expect(shown).toContain("start the shell with --check warn\n");
    expect(shown).toContain("> undefined\n");
  });

  it("says nothing of them where no terminal is and nothing was said", async () => {
    const { shown } = await piped(['c("shop.ts")', "r(Shop)"]);
    expect(shown).toMatch(/> \[Shop\]\n> (.*\n)*\{:reloaded, \[Shop\]\}\n/);
    expect(shown).not.toContain("not assignable");
  });

  it("tells of types and files above the prompt when it knows them later", async () => {
    const shell = openScreen(program, [...first], { cwd: world.home, env: { ...world.env, COLUMNS: "" } });
    await shell.waitFor("iex(1)>");
    shell.type("type K = keyof { a: 1 }\r");
    await shell.waitFor("iex(2)>");
    shell.type('c("shop.ts")\r');
    await shell.waitFor(/\[Shop\]\niex\(3\)>/);
    shell.type("nope()\r");
    await shell.waitFor(/nope is not defined[\s\S]*iex\(3\)>$/);
    shell.type("1 + ");
    await shell.waitFor(/\ntype K = "a"\nwarning: [\s\S]*└─ price.ts:2:14\niex\(3\)> 1 \+$/);
    shell.type("2\r");
    await shell.waitFor(/\n3\niex\(4\)>$/);
    shell.type("exit()\r");
    expect(await shell.exit).toBe(0);
  });

  it("warns at a terminal above the prompt, and leaves at once", async () => {
    const shell = openScreen(program, [...first], { cwd: world.home, env: { ...world.env, COLUMNS: "" } });
    await shell.waitFor("iex(1)>");
    shell.type("const q: string = 1\r");
    await shell.waitFor("iex(2)>");
    shell.type("1 + ");
    await shell.waitFor(
      /warning: Type 'number' is not assignable to type 'string'\n[\s\S]*└─ iex:1:7\niex\(2\)> 1 \+$/,
      60_000,
    );
    shell.type("2\r");
    await shell.waitFor(/\n3\niex\(3\)>$/);
    shell.type("exit()\r");
    expect(await shell.exit).toBe(0);
  });
});
