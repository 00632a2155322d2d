import { describe, expect, it } from "@jest/globals";
import { type Driven, openDriven, useDrivenProgram } from "./driven-program.js";

useDrivenProgram();

const PASTE = (text: string) => `\x1b[200~${text}\x1b[201~`;

async function lines(shell: Driven, count: number): Promise<unknown[]> {
  const told: unknown[] = [];
  for (let n = 0; n < count; n++) told.push((await shell.report({})).line);
  return told;
}

describe("What is typed while nobody reads", () => {
  it("is kept for the next reads, one line each, and shown behind their prompts", async () => {
    const shell = await openDriven();
    shell.type("first\rsecond\rthi");
    shell.order("read", { text: "1> ", id: "a" });
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "first\n" });
    shell.order("write", { text: "between\n" });
    shell.order("read", { text: "2> ", id: "b" });
    expect(await shell.report({ id: "b" })).toMatchObject({ line: "second\n" });
    shell.order("read", { text: "3> ", id: "c" });
    await shell.waitFor("3> thi");
    shell.type("rd\r");
    expect(await shell.report({ id: "c" })).toMatchObject({ line: "third\n" });
    expect(await shell.waitFor("3> third")).toBe("1> first\nbetween\n2> second\n3> third");
  });

  it("is not lost even before the program has opened its terminal", async () => {
    const shell = await openDriven({ early: true });
    shell.type("typed early\r");
    await shell.report({ ready: true });
    shell.order("read", { text: "> ", id: "a" });
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "typed early\n" });
  });

  it("includes keys that edit and Ctrl+D", async () => {
    const shell = await openDriven();
    shell.type("abX\x7fc\x1b[D-\r\x04");
    shell.order("read", { text: "1> ", id: "a" });
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "ab-c\n" });
    shell.order("read", { text: "2> ", id: "b" });
    expect(await shell.report({ id: "b" })).toMatchObject({ line: null });
  });
});

describe("A paste", () => {
  const block = Array.from({ length: 200 }, (_, n) => (n % 10 === 3 ? "" : `\tline ${n}`));
  const delivered = block.map((line) => `${line}\n`);

  it("is asked for while the terminal is open, and not any more after", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    expect(shell.raw()).toContain("\x1b[?2004h");
    expect(shell.raw()).not.toContain("\x1b[?2004l");
    shell.order("close");
    expect(await shell.exit).toBe(0);
    expect(shell.raw().lastIndexOf("\x1b[?2004l")).toBeGreaterThan(shell.raw().lastIndexOf("\x1b[?2004h"));
  });

  it("of 200 lines arrives line by line, tabs and blank lines included", async () => {
    const shell = await openDriven();
    shell.order("loop");
    await shell.waitFor("1>");
    shell.type(PASTE(`${block.join("\n")}\nrest`));
    expect(await lines(shell, 200)).toEqual(delivered);
    await shell.waitFor("201> rest");
    shell.type("!\r");
    expect(await lines(shell, 1)).toEqual(["rest!\n"]);
  });

  it("that is not marked as such arrives the same way", async () => {
    const shell = await openDriven();
    shell.order("loop");
    await shell.waitFor("1>");
    shell.type(`${block.join("\r")}\rrest`);
    expect(await lines(shell, 200)).toEqual(delivered);
    await shell.waitFor("201> rest");
  });

  it("with newlines of two characters gives each line once", async () => {
    const shell = await openDriven();
    shell.order("loop");
    await shell.waitFor("1>");
    shell.type(PASTE("one\r\n\r\ntwo\r\n"));
    expect(await lines(shell, 3)).toEqual(["one\n", "\n", "two\n"]);
  });

  it("does not act on control characters", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type(PASTE("a\x03\x04\x1ab"));
    shell.type("\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "ab\n" });
  });

  it("of one line of 10,000 characters stays whole", async () => {
    const shell = await openDriven();
    const long = "0123456789".repeat(1000);
    shell.order("read", { text: "> ", id: "a" });
    shell.type(PASTE(long));
    shell.type("\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: `${long}\n` });
  });
});

describe("Reads that compete", () => {
  it("serve the newer prompt first, and bring the older back with its text", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "iex> ", id: "old" });
    shell.type("half a");
    shell.press("left");
    await shell.waitFor("iex> half a");
    shell.order("read", { text: "name? ", id: "new" });
    await shell.waitFor((seen) => seen === "name?");
    shell.type("joe\r");
    expect(await shell.report({ id: "new" })).toMatchObject({ line: "joe\n" });
    await shell.waitFor("name? joe\niex> half a");
    shell.type("X\r");
    expect(await shell.report({ id: "old" })).toMatchObject({ line: "half Xa\n" });
  });

  it("give the text of a withdrawn read to the next", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "1> ", id: "a" });
    shell.type("kept");
    await shell.waitFor("1> kept");
    shell.order("abort", { id: "a" });
    expect(await shell.report({ id: "a" })).toMatchObject({ withdrawn: "Error: no longer needed" });
    shell.order("write", { text: "something happened\n" });
    shell.order("read", { text: "2> ", id: "b" });
    expect(await shell.waitFor("2> kept")).toBe("something happened\n2> kept");
    shell.type("!\r");
    expect(await shell.report({ id: "b" })).toMatchObject({ line: "kept!\n" });
  });

  it("may be withdrawn while they are parked", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "1> ", id: "a" });
    shell.order("read", { text: "2> ", id: "b" });
    shell.order("abort", { id: "a" });
    expect(await shell.report({ id: "a" })).toMatchObject({ withdrawn: "Error: no longer needed" });
    shell.type("yes\r");
    expect(await shell.report({ id: "b" })).toMatchObject({ line: "yes\n" });
  });
});

describe("Keys of the line editor", () => {
  it("complete a word with Tab, and list what there is with another", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type("al");
    shell.press("tab");
    await shell.waitFor("> alpha");
    shell.press("tab");
    await shell.waitFor(/alpha\s+alphabet\s+> alpha$/);
    shell.order("write", { text: "above\n" });
    await shell.waitFor(/alphabet\s+above\n> alpha$/);
    shell.type("\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "alpha\n" });
  });

  it("go on when completion fails, or does not come back", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    shell.type("wrong\t");
    await shell.waitFor("> wrong");
    shell.type("+never\t");
    await shell.waitFor("> wrong+never");
    shell.type("!\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "wrong+never!\n" });
  });

  it("clear the screen with Ctrl+L and keep the line", async () => {
    const shell = await openDriven();
    shell.order("write", { text: "old\nunfinished" });
    shell.order("read", { text: "> ", id: "a" });
    shell.type("abc");
    await shell.waitFor("> abc");
    shell.press("ctrl+l");
    await shell.waitFor(() => shell.screen() === "> abc");
    shell.order("write", { text: "new\n" });
    await shell.waitFor(() => shell.screen() === "new\n> abc");
  });

  it("give null for Ctrl+D on an empty line, delete with it on another", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type("ab\x1b[H\x04\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "b\n" });
    shell.order("read", { text: "> ", id: "b" });
    await shell.waitFor(/^>$/m);
    shell.press("ctrl+d");
    expect(await shell.report({ id: "b" })).toMatchObject({ line: null });
    shell.order("read", { text: "again> ", id: "c" });
    await shell.waitFor("again>");
  });

  it("recall blocks with Up and Down, by what stands before the cursor", async () => {
    const shell = await openDriven();
    for (const text of ["1 + 1", "const f = () => {\n  return 2;\n}", "1 + 2"]) shell.order("remember", { text });
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    shell.press("up");
    await shell.waitFor("> 1 + 2");
    shell.press("up");
    await shell.waitFor("> const f = () => {\n  return 2;\n}");
    shell.order("write", { text: "above\n" });
    await shell.waitFor((seen) => seen === "above\n> const f = () => {\n  return 2;\n}");
    shell.press("down");
    await shell.waitFor((seen) => seen === "above\n> 1 + 2");
    shell.press("down");
    await shell.waitFor((seen) => seen === "above\n>");
    shell.type("const");
    shell.press("up");
    await shell.waitFor("> const f = () => {\n  return 2;\n}");
    shell.press("enter");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "const f = () => {\n  return 2;\n}\n" });
  });

  it("search the history with Ctrl+R", async () => {
    const shell = await openDriven();
    for (const text of ["alpha()", "beta()", "gamma()"]) shell.order("remember", { text });
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    shell.press("ctrl+r");
    await shell.waitFor((seen) => seen === "(search)`': gamma()");
    shell.type("eta");
    await shell.waitFor((seen) => seen === "(search)`eta': beta()");
    expect(shell.cursor().column).toBe("(search)`eta': b".length);
    shell.press("enter");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "beta()\n" });
    await shell.waitFor((seen) => seen === "> beta()");
  });

  it("go through all that a search finds, both ways, and take letters back", async () => {
    const shell = await openDriven();
    for (const text of ["one", "two", "one more", "none", "none"]) shell.order("remember", { text });
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    shell.press("ctrl+r");
    shell.type("one ");
    await shell.waitFor((seen) => seen === "(search)`one ': one more");
    shell.press("backspace");
    await shell.waitFor((seen) => seen === "(search)`one': none");
    for (const found of ["one more", "one"]) {
      shell.press("ctrl+r");
      await shell.waitFor((seen) => seen === `(search)\`one': ${found}`);
    }
    shell.press("ctrl+r");
    shell.press("ctrl+s");
    await shell.waitFor((seen) => seen === "(search)`one': one more");
    shell.press("right");
    await shell.waitFor((seen) => seen === "> one more");
    shell.type("X\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "oXne more\n" });
  });

  it.each([
    ["Ctrl+C", "\x03"],
    ["Escape", "\x1b"],
    ["Enter, where nothing is found", "zzz\r"],
  ])("give the line back that a search began at, with %s", async (_how, keys) => {
    const shell = await openDriven();
    shell.order("remember", { text: "alpha()" });
    shell.order("read", { text: "> ", id: "a" });
    shell.type("half a line");
    shell.press("left");
    await shell.waitFor("> half a line");
    shell.press("ctrl+r");
    shell.type("alp");
    await shell.waitFor((seen) => seen === "(search)`alp': alpha()");
    shell.type(keys);
    await shell.waitFor((seen) => seen === "> half a line");
    shell.type("X\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "half a linXe\n" });
  });

  it("keep a search on the screen under output, with all rows of what it has found", async () => {
    const shell = await openDriven({ columns: 30, rows: 12 });
    shell.order("remember", { text: "const f = () => {\n  return 2;\n}" });
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    shell.press("ctrl+r");
    shell.type("return");
    const search = "(search)`return': const f = ()\n => {\n  return 2;\n}";
    await shell.waitFor((seen) => seen === search);
    for (const text of ["one\n", "two\n"]) shell.order("write", { text });
    await shell.waitFor((seen) => seen === `one\ntwo\n${search}`);
    shell.press("end");
    await shell.waitFor((seen) => seen === "one\ntwo\n> const f = () => {\n  return 2;\n}");
    shell.press("ctrl+c");
    shell.type("x\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "x\n" });
  });
});
