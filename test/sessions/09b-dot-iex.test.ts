import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createCluster, type TestNode } from "iex-ts/testing";

describe("a file that a shell begins with", () => {
  const cluster = createCluster();
  let home: string;
  let work: string;
  beforeEach(() => {
    home = realpathSync(mkdtempSync(join(tmpdir(), "iex-ts-dot-")));
    work = join(home, "work");
    mkdirSync(work);
  });
  afterEach(async () => {
    await cluster.stopAll();
    rmSync(home, { recursive: true, force: true });
  });

  /** What a shell prints between its banner and its first prompt. */
  async function start(...args: string[]): Promise<[before: string, me: TestNode]> {
    const me = await cluster.start("me", { args, cwd: work, env: { HOME: home, IEX_HOME: undefined } });
    return [me.banner.split("\n").slice(1).join("\n").trimEnd(), me];
  }
  const write = (path: string, ...lines: string[]): void => writeFileSync(path, `${lines.join("\n")}\n`);

  it("is .iex.ts of the current folder, else of the home folder", async () => {
    write(join(home, ".iex.ts"), 'const from: string = "home";');
    await start();
    await cluster.play('me> from\n"home"');
    await cluster.stopAll();
    write(join(work, ".iex.ts"), 'const from: string = "work";');
    await start();
    await cluster.play('me> from\n"work"');
  });

  it("is what --dot-iex names, and none when that is empty", async () => {
    write(join(home, ".iex.ts"), 'const from = "home";');
    write(join(work, "mine.ts"), 'const from = "mine";', 'IO.puts("loaded");');
    const [before] = await start("--dot-iex", "mine.ts");
    expect(before).toBe("loaded");
    await cluster.play('me> from\n"mine"');
    await cluster.stopAll();
    await start("--dot-iex", "");
    await cluster.play('me> typeof from\n"undefined"');
  });

  it("may bind, import, define, configure and print; its first prompt is number 1", async () => {
    write(join(home, "two.ts"), "export const two = 2;");
    write(
      join(home, ".iex.ts"),
      'import { two } from "./two.ts";',
      "interface Point { x: number }",
      "const point: Point = { x: two };",
      "const later = await Promise.resolve(3);",
      "IEx.configure({ inspect: { limit: 2 } });",
      "IO.puts(`hello from ${inspect(self()).slice(0, 7)}`);",
    );
    const [before, me] = await start();
    expect(before).toBe("hello from #PID<0.");
    expect(me.prompt).toBe("iex(me@localhost)1>");
    await cluster.play("me> [point.x, later, 4]\n[2, 3, ...]");
  });

  it("keeps what stands above a line that fails, tells of it, and goes on", async () => {
    write(
      join(work, ".iex.ts"),
      "const one = 1;",
      "function oops(): never {",
      '  throw new TypeError("no");',
      "}",
      "oops();",
      "const two = 2;",
    );
    const [before] = await start();
    expect(before).toBe(
      "Error while evaluating: .iex.ts\n** (TypeError) no\n    .iex.ts:3: oops/0\n    .iex.ts:5: (file)",
    );
    await cluster.play('me> one\n1\nme> typeof two\n"undefined"');
  });

  it("keeps what stands above a line that is no TypeScript", async () => {
    write(join(work, ".iex.ts"), "const one = 1;", "const two = );");
    const [before] = await start();
    expect(before).toBe(
      "Error while evaluating: .iex.ts\n** (SyntaxError) .iex.ts:2:13: Expression expected\n    │\n  2 │ const two = );\n    │             ^",
    );
    await cluster.play("me> one\n1");
  });

  it("tells of one that is not there", async () => {
    const [before] = await start("--dot-iex", "nope.ts");
    expect(before).toBe(
      `Error while evaluating: nope.ts\n** (Error) could not read file "${work}/nope.ts": no such file or directory`,
    );
  });

  it("is evaluated again for each new evaluator", async () => {
    write(join(work, ".iex.ts"), "let count = 1;");
    await start();
    await cluster.play(`
      me> count = 2
      2
      me> respawn()

      Interactive TypeScript [..]
      me> count
      1
      me> Process.exit(self(), atom.kill)
      ** (EXIT from #PID<..>) shell process exited with reason: killed

      Interactive TypeScript [..]
      me> count
      1
    `);
  });

  it("is not evaluated again when it has ended its evaluator", async () => {
    write(join(work, ".iex.ts"), 'IO.puts("once");', "Process.exit(self(), atom.kill);", "await receive();");
    const [before] = await start();
    expect(before.match(/once/g)).toHaveLength(1);
    expect(before).toContain("shell process exited with reason: killed");
    await cluster.play("me> 1\n1");
  });

  it("comes after the files of -r and before the texts of -e", async () => {
    write(join(work, "remote.ts"), "export const Remote = { hi() { return 1 } };", 'console.log("file");');
    write(join(work, "other.ts"), "export const Other = { hi() { return 2 } };");
    write(join(work, ".iex.ts"), "const sum = Remote.hi() + Other.hi();", 'IO.puts("dot");');
    const [before] = await start("-r", "remote.ts", "-r", "other.ts", "-e", "IO.puts(String(sum))");
    expect(before).toBe("file\ndot\n3");
    await cluster.play("me> Other.hi()\n2");
  });

  it("is never begun when a file of -r is missing", async () => {
    write(join(work, ".iex.ts"), 'IO.puts("dot");');
    await expect(start("-r", "nope.ts")).rejects.toThrow("-r : No files matched pattern nope.ts");
  });
});
