import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
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
      "list.length",
      "t(Point)",
      "t(nope)",
    ]);
    expect(shown).toContain("> { n: number; }[]\n> number\n> 2\n> interface Point { x: number }\n");
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
    ]);
    expect(shown).toContain("> flush()\n\nprints the messages that were sent to the shell");
    expect(shown).toMatch(/> spawnLink\(node: .*\): Promise<Pid>\n\nAs `spawn`, linked to the caller/);
    expect(shown).toContain("> chat(to: string): number\n\nTalks to whom it may concern.\n\n> chat/1\n");
    expect(shown).toMatch(/> terminate\?\(state: S, reason: unknown\): unknown\n\nTidies up\./);
    expect(shown.match(/> No documentation for Nope was found/g)).toHaveLength(2);
    expect(shown).toContain("> No callbacks for Node were found\n");
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

  it("names the modes when it does not know one", async () => {
    const { shown, code } = await piped([], "--check", "maybe");
    expect(shown).toBe('iex-ts: Cannot check types with "maybe": give off, warn or error\n');
    expect(code).toBe(1);
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
