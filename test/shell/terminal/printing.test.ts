import { describe, expect, it } from "@jest/globals";
import { openDriven, useDrivenProgram } from "./driven-program.js";

useDrivenProgram();

describe("Output while a line is half typed", () => {
  it("appears above the prompt and leaves text and cursor alone", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "iex> ", id: "a" });
    await shell.waitFor("iex> ");
    shell.type("half a");
    await shell.waitFor("iex> half a");
    shell.press("left");
    shell.order("write", { text: "tick 1\ntick 2\n" });
    await shell.waitFor("tick 1\ntick 2\niex> half a");
    shell.type("XY");
    await shell.waitFor("iex> half XYa");
    expect(shell.cursor()).toEqual({ column: 12, row: 2 });
    shell.press("enter");
    expect(await shell.report({ id: "a" })).toEqual({ id: "a", line: "half XYa\n" });
  });

  it("may come from any part of the program that writes to the standard streams", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    shell.type("abc");
    shell.order("log", { text: "by console" });
    shell.order("stdout", { text: "by stdout\n" });
    shell.order("stderr", { text: "by stderr ż\n" });
    shell.order("write", { text: "by device\n", channel: "stderr" });
    await shell.waitFor("by console\nby stdout\nby stderr ż\nby device\n> abc");
  });

  it("keeps a line that wraps over several rows", async () => {
    const shell = await openDriven({ columns: 20, rows: 10 });
    shell.order("read", { text: "iex> ", id: "a" });
    shell.type("0123456789".repeat(4));
    await shell.waitFor(/iex> 012345678901234\n56789012345678901234\n56789$/);
    shell.order("write", { text: "above\n" });
    await shell.waitFor("above\niex> 012345678901234\n56789012345678901234\n56789");
    expect(shell.screen().match(/iex>/g)).toHaveLength(1);
    shell.press("home");
    shell.order("write", { text: "again\n" });
    await shell.waitFor("above\nagain\niex> 012345678901234\n56789012345678901234\n56789");
    shell.type("X\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: `X${"0123456789".repeat(4)}\n` });
  });

  it("keeps a line that fills its rows to the edge", async () => {
    const shell = await openDriven({ columns: 20, rows: 10 });
    shell.order("read", { text: "iex> ", id: "a" });
    shell.type("0123456789abcde");
    await shell.waitFor("iex> 0123456789abcde");
    shell.order("write", { text: "one\n" });
    shell.order("write", { text: "two\n" });
    await shell.waitFor("one\ntwo\niex> 0123456789abcde");
    shell.type("F");
    await shell.waitFor("one\ntwo\niex> 0123456789abcde\nF");
  });

  it("gives an unfinished row to itself, and goes on there", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type("1 +");
    await shell.waitFor("> 1 +");
    shell.order("write", { text: "no newline here" });
    await shell.waitFor("no newline here\n> 1 +");
    for (const text of [".", ".", ". done\nnext"]) shell.order("write", { text });
    await shell.waitFor("no newline here... done\nnext\n> 1 +");
    shell.type(" 2\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "1 + 2\n" });
    shell.order("write", { text: "3\n" });
    expect(await shell.waitFor(/3$/)).toBe("no newline here... done\nnext\n> 1 + 2\n3");
  });

  it("lets a counter overwrite its own row", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type("abc");
    await shell.waitFor("> abc");
    for (const text of ["10%\r", "50%\r", "100%\r"]) shell.order("write", { text });
    expect(await shell.waitFor("100%\n> abc")).toBe("100%\n> abc");
    shell.order("write", { text: "\ndone\n" });
    expect(await shell.waitFor("done")).toBe("100%\ndone\n> abc");
  });

  it("continues an unfinished row that fills the width exactly", async () => {
    const shell = await openDriven({ columns: 20, rows: 10 });
    shell.order("read", { text: "> ", id: "a" });
    shell.type("abc");
    await shell.waitFor("> abc");
    shell.order("write", { text: "x".repeat(20) });
    await shell.waitFor("xx\n> abc");
    shell.order("write", { text: "yz" });
    expect(await shell.waitFor("yz\n> abc")).toBe(`${"x".repeat(20)}\nyz\n> abc`);
  });

  it("shows the prompt on a fresh row after an unfinished one", async () => {
    const shell = await openDriven();
    shell.order("write", { text: "dangling" });
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor("dangling\n>");
  });

  it("may be many times the height of the screen", async () => {
    const shell = await openDriven({ rows: 8 });
    shell.order("read", { text: "> ", id: "a" });
    shell.type("half");
    await shell.waitFor("> half");
    shell.order("flood", { text: "line", times: 500 });
    const seen = await shell.waitFor("line 499\n> half");
    expect(seen.split("\n").filter((row) => row.startsWith("line"))).toHaveLength(500);
    expect(seen.match(/> half/g)).toHaveLength(1);
  });

  it("may be wide: letters of double width and emoji keep the prompt whole", async () => {
    const shell = await openDriven({ columns: 20, rows: 10 });
    shell.order("read", { text: "> ", id: "a" });
    shell.type("日本語日本語日本語日");
    await shell.waitFor("日本語日本語日本語\n日");
    shell.order("write", { text: "żółć ✓ 👍\n" });
    shell.order("write", { text: "漢字" });
    shell.order("write", { text: "漢\n" });
    await shell.waitFor("żółć ✓ 👍\n漢字漢\n> 日本語日本語日本語\n日");
    shell.type("!\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "日本語日本語日本語日!\n" });
  });

  it("survives a resize, and so does the line", async () => {
    const shell = await openDriven({ columns: 40, rows: 12 });
    const text = "0123456789".repeat(5);
    shell.order("write", { text: "before\n" });
    shell.order("read", { text: "> ", id: "a" });
    shell.type(text);
    await shell.waitFor("before\n> 0123");
    for (const columns of [20, 60, 25, 80]) {
      shell.resize(columns, 12);
      const folded = `> ${text}`.match(new RegExp(`.{1,${columns}}`, "g"))?.join("\n") ?? "";
      await shell.waitFor((seen) => seen.endsWith(folded));
      shell.order("write", { text: `at ${columns}\n` });
      await shell.waitFor((seen) => seen.endsWith(`at ${columns}\n${folded}`));
    }
    expect(shell.screen({ scrollback: true })).toMatch(/^before\n/);
    shell.type("!\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: `${text}!\n` });
  });

  const WIDTHS = [27, 40, 33, 64, 25, 80, 20];

  it.each([
    ["folds all rows anew", true],
    ["leaves the row of the cursor as it was", false],
  ])("stays whole after each change of width of a terminal that %s", async (_what, foldsCursorRow) => {
    const shell = await openDriven({ columns: 64, rows: 24, foldsCursorRow });
    const text = "0123456789".repeat(8);
    shell.order("write", { text: "before\n" });
    shell.order("read", { text: "iex> ", id: "a" });
    shell.type(text);
    shell.press("left");
    let above = "before\n";
    const isWhole = (columns: number) => (seen: string) =>
      seen === `${above}${folded(columns)}` && shell.cursor().column === (`iex> ${text}`.length - 1) % columns;
    const folded = (columns: number) => `iex> ${text}`.match(new RegExp(`.{1,${columns}}`, "g"))!.join("\n");
    await shell.waitFor(isWhole(64));
    for (const columns of WIDTHS) {
      shell.resize(columns, 24);
      await shell.waitFor(isWhole(columns));
      shell.order("write", { text: `at ${columns}\n` });
      above += `at ${columns}\n`;
      await shell.waitFor(isWhole(columns));
    }
    shell.type("!\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: `${text.slice(0, -1)}!9\n` });
  });

  it("keeps a block of several lines whole, too", async () => {
    const shell = await openDriven({ columns: 50, rows: 24, foldsCursorRow: true });
    const block = `const a = [${"1, ".repeat(12)}\n${"2, ".repeat(15)}`;
    shell.order("remember", { text: `${block}]` });
    shell.order("read", { text: "> ", id: "a" });
    shell.press("up");
    const folded = (columns: number, lines: string) =>
      lines
        .split("\n")
        .flatMap((line) => line.match(new RegExp(`.{1,${columns}}`, "g")) ?? [""])
        .map((row) => row.trimEnd())
        .join("\n");
    await shell.waitFor((seen) => seen === folded(50, `> ${block}]`));
    let lines = `> ${block}]`;
    for (const columns of [31, 23, 44]) {
      shell.resize(columns, 24);
      await shell.waitFor((seen) => seen === folded(columns, lines));
      shell.type("!");
      lines += "!";
      await shell.waitFor((seen) => seen === folded(columns, lines));
    }
    shell.press("enter");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: `${block}]!!!\n` });
  });

  it("loses no key and no output while a terminal that does not answer is asked", async () => {
    const shell = await openDriven({ columns: 64, rows: 24, answers: false });
    const text = "0123456789".repeat(8);
    shell.order("read", { text: "> ", id: "a" });
    shell.type(text);
    await shell.waitFor(/90123456789$/);
    shell.resize(40, 24);
    await shell.waitFor(() => shell.raw().includes("\x1b[6n"));
    shell.order("write", { text: "meanwhile\n" });
    shell.type("!");
    await shell.waitFor((seen) => /meanwhile\n> [\d\n]+!$/.test(seen));
    shell.resize(50, 24);
    shell.press("ctrl+c");
    await shell.report({ interrupt: "typing" });
    shell.type("x\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "x\n" });
  });

  it("comes after a cleared screen at the top", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type("abc");
    shell.order("write", { text: "old\n" });
    await shell.waitFor("old\n> abc");
    shell.order("write", { text: "\x1b[H\x1b[2J" });
    await shell.waitFor(() => shell.screen() === "> abc");
    expect(shell.cursor()).toEqual({ column: 5, row: 0 });
  });

  it("resolves when the terminal has taken it", async () => {
    const shell = await openDriven();
    const text = `${"x".repeat(79)}\n`.repeat(1000);
    shell.order("write", { text });
    expect(await shell.report({ written: text.length })).toBeDefined();
  });
});
