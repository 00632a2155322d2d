import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { ending, wholeShells } from "../../support/shells.js";
import type { TestScreen } from "../../support/terminal.js";

const shells = wholeShells();

const kept = (): string[] =>
  readFileSync(join(shells.home(), ".iex_ts_history"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).text);

async function leave(shell: TestScreen): Promise<void> {
  shell.type("exit()\r");
  expect(await shell.exit).toBe(0);
}

describe("What was entered", () => {
  it("in two shells at once is there for the next one, all of it", async () => {
    const [one, two] = [await shells.open(), await shells.open()];
    for (let n = 1; n <= 5; n++) {
      one.type(`"one ${n}"\r`);
      two.type(`"two ${n}"\r`);
      await Promise.all([one, two].map((shell) => shell.waitFor(`iex(${n + 1})>`)));
    }
    await leave(one);
    await leave(two);
    const lines = ["one", "two"].flatMap((who) => [1, 2, 3, 4, 5].map((n) => `"${who} ${n}"`));
    expect(kept()).toEqual(expect.arrayContaining(lines));
    const next = await shells.open();
    next.type('"one');
    for (let n = 5; n >= 1; n--) {
      next.press("up");
      await next.waitFor(ending(`iex(1)> "one ${n}"`));
    }
  });

  it("is kept before it is evaluated, and survives a kill in the midst of it", async () => {
    const shell = await shells.open();
    shell.type('IO.puts("begun"); for (;;) {}\r');
    await shell.waitFor(/^begun$/m);
    shell.kill("SIGKILL");
    await shell.exit;
    expect(kept().at(-1)).toBe('IO.puts("begun"); for (;;) {}');
    const next = await shells.open();
    next.press("up");
    await next.waitFor(ending('iex(1)> IO.puts("begun"); for (;;) {}'));
  });

  it("is kept as one block, whether it worked or not, and edited as one", async () => {
    const shell = await shells.open();
    shell.type("const twice = (n: number) => {\r  return n * two\r}\r");
    await shell.waitFor(ending("iex(2)>"));
    shell.type("twice(4)\r");
    await shell.waitFor(/two is not defined\n(.*\n)*iex\(2\)>$/);
    expect(kept().slice(-2)).toEqual(["const twice = (n: number) => {\n  return n * two\n}", "twice(4)"]);
    shell.press("up");
    await shell.waitFor(ending("iex(2)> twice(4)"));
    shell.press("up");
    await shell.waitFor((seen) => /return n \* two\n\s*\}$/.test(seen));
    shell.type("\x1b[D".repeat(2));
    shell.type("\x7f".repeat(3));
    shell.type("2");
    await shell.waitFor((seen) => /return n \* 2\n\s*\}$/.test(seen));
    shell.press("enter");
    await shell.waitFor(ending("#Function<twice/1>\niex(3)>"));
    shell.type("twice(4)\r");
    await shell.waitFor(ending("iex(3)> twice(4)\n8\niex(4)>"));
  });

  it("is gone through row by row once it is edited, and then entry by entry", async () => {
    const shell = await shells.open();
    shell.type("'older'\r[10,\r20,\r30]\r");
    await shell.waitFor(ending("[10, 20, 30]\niex(3)>"));
    shell.press("up");
    await shell.waitFor(ending("iex(3)> [10,\n20,\n30]"));
    shell.press("left");
    shell.press("up");
    shell.type("5");
    await shell.waitFor(ending("iex(3)> [10,\n205,\n30]"));
    shell.press("left");
    shell.press("down");
    shell.type("7");
    await shell.waitFor(ending("iex(3)> [10,\n205,\n307]"));
    shell.press("enter");
    await shell.waitFor(ending("[10, 205, 307]\niex(4)>"));
    shell.press("up");
    shell.press("up");
    shell.press("up");
    await shell.waitFor(ending("iex(4)> 'older'"));
  });

  it("is not kept when it begins with a blank", async () => {
    const shell = await shells.open();
    shell.type(' const secret = "hush"\r');
    await shell.waitFor(ending('"hush"\niex(2)>'));
    shell.type(" [secret,\r1]\r");
    await shell.waitFor(ending('["hush", 1]\niex(3)>'));
    await leave(shell);
    expect(kept().join()).not.toMatch(/hush|secret/);
  });

  it("is found with Ctrl+R, and with Ctrl+C nothing is", async () => {
    const first = await shells.open();
    for (const text of ["const alpha = 1", "const beta = 2"]) first.type(`${text}\r`);
    await first.waitFor(ending("2\niex(3)>"));
    await leave(first);
    const shell = await shells.open();
    shell.press("ctrl+r");
    shell.type("alph");
    await shell.waitFor("const alpha = 1");
    shell.press("enter");
    await shell.waitFor(ending("1\niex(2)>"));
    shell.press("ctrl+r");
    shell.type("bet");
    await shell.waitFor("const beta = 2");
    shell.press("ctrl+c");
    shell.type("1 + 1\r");
    await shell.waitFor(ending("iex(2)> 1 + 1\n2\niex(3)>"));
  });
});
