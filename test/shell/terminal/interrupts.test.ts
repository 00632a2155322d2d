import { describe, expect, it } from "@jest/globals";
import { ending, wholeShells } from "../../support/shells.js";
import type { TestScreen } from "../../support/terminal.js";
import { openDriven, useDrivenProgram } from "./driven-program.js";

useDrivenProgram();

describe("Ctrl+C", () => {
  it("drops what is typed and gives a fresh prompt", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type("wrong");
    await shell.waitFor("> wrong");
    shell.press("ctrl+c");
    expect(await shell.report({ interrupt: "typing" })).toBeDefined();
    await shell.waitFor((seen) => seen === "> wrong^C\n>");
    shell.type("right\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "right\n" });
  });

  it("says so when it comes at an empty prompt, or while nobody reads", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    shell.press("ctrl+c");
    expect(await shell.report({ interrupt: "idle" })).toBeDefined();
    shell.type("x\r");
    await shell.report({ id: "a" });
    shell.press("ctrl+c");
    expect(await shell.report({ interrupt: "busy" })).toBeDefined();
  });

  it("drops what was typed ahead while nobody reads", async () => {
    const shell = await openDriven();
    shell.type("ahead\rof time");
    shell.press("ctrl+c");
    await shell.report({ interrupt: "busy" });
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    shell.type("fresh\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "fresh\n" });
  });

  it("breaks a loop that never gives the thread back, twice in a row", async () => {
    const shell = await openDriven();
    shell.order("loop");
    for (const prompt of ["1> ", "2> "]) {
      await shell.waitFor(prompt);
      shell.type("spin\r");
      await shell.waitFor(/spinning$/);
      shell.press("ctrl+c");
      await shell.report({ interrupt: "busy" });
    }
    await shell.waitFor("3> ");
    shell.type("still here");
    await shell.waitFor("3> still here");
    shell.press("ctrl+c");
    await shell.waitFor("3> still here^C\n3>");
  });

  it("means the same when it comes as a signal", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type("text");
    await shell.waitFor("> text");
    process.kill(shell.pid, "SIGINT");
    expect(await shell.report({ interrupt: "typing" })).toBeDefined();
    await shell.waitFor("> text^C\n>");
  });
});

describe("Ctrl+C in a loop that prints without end", () => {
  const shells = wholeShells();

  it.each(["process.stdout.write", "console.log", "process.stderr.write"])(
    "leaves a terminal that goes on to print: %s",
    async (print) => {
      const shell = await shells.open();
      for (const round of [1, 2]) {
        // No faster than the screen of the test can draw.
        const pause = "for (let n = 0; n < 1e5; n++);";
        shell.type(`for (;;) { ${print}("round ${round}\\n"); ${pause} }\r`);
        await interrupt(shell, new RegExp(`Interrupted\\) .*\\n\\niex\\(${round}\\)>$`));
        shell.type(`${round} + 40\r`);
        await shell.waitFor(ending(`${round + 40}\niex(${round + 1})>`));
      }
    },
  );
});

describe("Ctrl+C in code that never gives the thread back", () => {
  const shells = wholeShells();
  const ECHO = "const echo = spawn(async () => { for (;;) send(...(await receive((m: any) => m))) })";
  const afterAwait = (loop: string) =>
    `const f = async () => { await Process.sleep(1); send(echo, [self(), 0]); ${loop} }; await f()`;

  /** A prompt that is shown comes again below it. */
  const STUCK = 'process.stdout.write("stuck\\n"); for (;;);';

  /** Has something done in the background as soon as the prompt with that number is shown. */
  async function atPrompt(shell: TestScreen, number: number, action: string): Promise<void> {
    shell.type(`void process.once("SIGUSR2", () => void setTimeout(() => { ${action} }))\r`);
    await shell.waitFor(ending(`undefined\niex(${number})>`));
    process.kill(shell.pid, "SIGUSR2");
  }

  it.each([
    ["a loop", "@ for (;;);"],
    ["a loop of awaits", "@ for (;;) await 1"],
    ["promises", "const again = () => Promise.resolve().then(again); @ again()"],
    ["microtasks", "@ queueMicrotask(function again() { queueMicrotask(again) })"],
    ["ticks", "const again = () => process.nextTick(again); @ again(); await receive(() => skip)"],
    ["a loop after an await", afterAwait("@ for (;;);")],
    ["a loop of awaits after an await", afterAwait("@ for (;;) await 1")],
    ["ticks after an await", afterAwait("const g = () => process.nextTick(g); @ g(); await receive(() => skip)")],
    [
      "a loop of child processes",
      afterAwait('const c = await import("child_process"); @ for (;;) c.spawnSync("true")'),
    ],
    ["a regular expression", afterAwait('@ /^(a+)+$/.test("a".repeat(99) + "b")')],
    ["a wait of the thread", afterAwait("@ Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)")],
    [
      "a loop after reading a file",
      'await (await import("fs/promises")).readFile("/dev/null").then(() => { @ for (;;); })',
    ],
    ["a timer", "setTimeout(() => { @ for (;;); }); await receive(() => skip)"],
    ["an immediate", "setImmediate(() => { @ for (;;); }); setImmediate(() => {}); await receive(() => skip)"],
    ["printing", "IEx.configure({ inspect: { limit: Infinity } }); @ Array.from({ length: 3e6 }, (_, i) => [i])"],
    ["an error's message", "class E extends Error { get message() { @ for (;;); } }; throw new E()"],
    ["a task", "await Task.await(Task.async(() => { @ for (;;); }), Infinity)"],
  ])("ends %s, and the shell goes on with its bindings and processes", async (_what, loop) => {
    const shell = await shells.open();
    shell.type(`${ECHO}\r`);
    await shell.waitFor(/\niex\(2\)>$/);
    for (const round of [2, 4]) {
      shell.type(`var n = ${round}; ${loop.replace("@", 'process.stdout.write("begun\\n");')}\r`);
      await shell.waitFor((seen) => seen.split("\nbegun").length === round / 2 + 1);
      await interrupt(shell, new RegExp(`Interrupted\\) [\\s\\S]*\\niex\\(${round}\\)>$`));
      shell.type(`send(echo, [self(), n + 40]); await receive((m) => (m === n + 40 ? m : skip))\r`);
      await shell.waitFor(ending(`${round + 40}\niex(${round + 1})>`));
      shell.type("flush()\r");
      await shell.waitFor(ending(`:ok\niex(${round + 2})>`));
    }
  });

  it("ends a process in the background, which is told, and who is linked with it stays", async () => {
    const shell = await shells.open();
    shell.type(`const pid = spawnLink(async () => { await receive((m) => m); ${STUCK} })\r`);
    await shell.waitFor(/^#PID<[\d.]+>\niex\(2\)>$/m);
    await atPrompt(shell, 3, "send(pid, 0)");
    await shell.waitFor(/\nstuck\n/);
    await interrupt(
      shell,
      /\[error\] Process #PID<[\d.]+> raised an exception\n\*\* \(Interrupted\)[\s\S]*\niex\(3\)>$/,
    );
    shell.type("Process.alive(pid)\r");
    await shell.waitFor(ending("false\niex(4)>"));
  });

  it("ends a timer in the background, says so, and keeps what is typed", async () => {
    const shell = await shells.open();
    await atPrompt(shell, 2, STUCK);
    await shell.waitFor(/\nstuck\n/);
    await interrupt(shell, /\[warning\] Code that kept the thread was ended by Ctrl\+C\niex\(2\)>$/);
    shell.type("40 + 2\r");
    await shell.waitFor(ending("42\niex(3)>"));
  });

  it("ends it however soon it comes, and what is typed behind it is read", async () => {
    const shell = await shells.open();
    shell.type("for (;;) {}\r\x031 + 1\r");
    await shell.waitFor(/\niex\(1\)> for \(;;\) {}\n[*][*] \(Interrupted\) .*\n+iex\(1\)> 1 \+ 1\n2\niex\(2\)>$/);
    shell.type('process.stdout.write("begun\\n"); for (;;);\r');
    await shell.waitFor(/\nbegun$/);
    shell.type("\x03");
    shell.type("2 + 2\r");
    await shell.waitFor(/\(Interrupted\) .*\n+iex\(2\)> 2 \+ 2\n4\niex\(3\)>$/);
    await atPrompt(shell, 4, STUCK);
    await shell.waitFor(/\nstuck\n/);
    shell.type("\x03");
    await shell.waitFor(/\[warning\] Code that kept the thread was ended by Ctrl\+C\niex\(4\)>$/);
  });

  it("leaves a shell alone that takes long to read a line", async () => {
    const shell = await shells.open();
    shell.type("const kept = 1\r");
    await shell.waitFor(ending("1\niex(2)>"));
    const deep = 15;
    shell.type(`${"async (a = ".repeat(deep)}b 5${")".repeat(deep)}\r`);
    await shell.makesSignals();
    shell.press("ctrl+c");
    await shell.waitFor(/(Interrupted|SyntaxError)[\s\S]*\niex\(2\)>$/);
    shell.type("kept + 1\r");
    await shell.waitFor(ending("iex(2)> kept + 1\n2\niex(3)>"));
  });

  it("ends the printing of a text that is large", async () => {
    const shell = await shells.open();
    shell.type('process.stdout.write("z\\n".repeat(2e7))\r');
    await shell.waitFor(/\nz\nz\nz$/);
    await interrupt(shell, /Interrupted\) .*\n+iex\(1\)>$/);
    expect(shell.raw().length).toBeLessThan(2e7);
  });

  it("keeps what is typed meanwhile when the code ends by itself, however long it took", async () => {
    const shell = await shells.open();
    const typed = [];
    for (const [i, time] of [20, 70, 90, 200, 1000].entries()) {
      shell.type(`process.stdout.write("begun\\n"); for (const end = Date.now() + ${time}; Date.now() < end; );\r`);
      await shell.waitFor((seen) => seen.split("\nbegun").length === i + 2);
      for (const key of `[${time}, 'ä']`) shell.type(key);
      shell.type("\r");
      typed.push(`iex(${2 * i + 2})> [${time}, 'ä']\n[${time}, "ä"]`);
      await shell.waitFor(ending(`${typed.at(-1)}\niex(${2 * i + 3})>`));
    }
  });

  it("leaves keys to a program that the code has started and waits for", async () => {
    const shell = await shells.open();
    shell.type('const run = (await import("child_process")).spawnSync\r');
    await shell.waitFor(/\niex\(2\)>$/);
    shell.type('run("sh", ["-c", "echo begun; sleep 0.5; head -c 5"], { stdio: "inherit" }).status\r');
    await shell.waitFor(/\nbegun$/);
    shell.type("hello");
    await shell.waitFor(/hello0\niex\(3\)>$/);
  });

  it("leaves no process behind when the terminal is closed instead", async () => {
    const shell = await shells.open();
    shell.type(`const f = async () => { await Process.sleep(1); ${STUCK} }; await f()\r`);
    await shell.waitFor(/\nstuck$/);
    shell.hangUp();
    await shell.exit;
  });
});

/** By a signal: while the code has just begun, Ctrl+C is a key that other programs of it might read. */
async function interrupt(shell: TestScreen, shows: RegExp): Promise<void> {
  await shell.makesSignals();
  shell.press("ctrl+c");
  await shell.waitFor(shows);
}

describe("Ctrl+\\", () => {
  const CTRL_BACKSLASH = "\x1c";
  const BY_SIGQUIT = 128 + 3;
  const RESTORED = "\x1b[?2004l\x1b[?25h";

  it("leaves at once, with the terminal as it was found", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type("half a");
    await shell.waitFor("> half a");
    shell.type(CTRL_BACKSLASH);
    expect(await shell.exit).toBe(BY_SIGQUIT);
    expect(shell.raw()).toContain(RESTORED);
  });

  it("leaves while nobody reads, and while someone else has the keys", async () => {
    const busy = await openDriven();
    busy.type(`ahead${CTRL_BACKSLASH}`);
    expect(await busy.exit).toBe(BY_SIGQUIT);
    const full = await openDriven();
    full.order("take");
    await full.waitFor("full screen");
    full.type(CTRL_BACKSLASH);
    expect(await full.exit).toBe(BY_SIGQUIT);
    expect(full.raw()).toContain(RESTORED);
  });

  it("leaves a loop that never gives the thread back as soon as Ctrl+C has broken it", async () => {
    const shell = await openDriven();
    shell.order("loop");
    await shell.waitFor("1> ");
    shell.type("spin\r");
    await shell.waitFor(/spinning$/);
    await shell.makesSignals();
    shell.type(CTRL_BACKSLASH);
    shell.press("ctrl+c");
    expect(await shell.exit).toBe(BY_SIGQUIT);
    expect(shell.raw()).toContain(RESTORED);
  });

  it("is text in a paste", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type(`\x1b[200~on${CTRL_BACKSLASH}e\x1b[201~\r`);
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "one\n" });
  });
});

describe("After the BREAK menu was open", () => {
  const shells = wholeShells();

  it.each<[string, (shell: TestScreen) => void, number]>([
    ["Ctrl+\\", (shell) => shell.type("\x1c"), 128 + 3],
    ["SIGTERM", (shell) => process.kill(shell.pid, "SIGTERM"), 128 + 15],
  ])("%s still ends the shell", async (_, end, status) => {
    const shell = await shells.open();
    shell.press("ctrl+c");
    await shell.waitFor("BREAK:");
    shell.type("c\r");
    await shell.waitFor(ending("c\niex(1)>"));
    shell.type("40 + 2\r");
    await shell.waitFor(ending("42\niex(2)>"));
    end(shell);
    expect(await shell.exit).toBe(status);
    expect(shell.raw().lastIndexOf("\x1b[?2004l")).toBeGreaterThan(shell.raw().lastIndexOf("\x1b[?2004h"));
  });

  it("Ctrl+\\ ends the shell in the menu, too", async () => {
    const shell = await shells.open();
    shell.press("ctrl+c");
    await shell.waitFor("BREAK:");
    shell.type("\x1c");
    expect(await shell.exit).toBe(128 + 3);
  });
});

describe("Ctrl+Z", () => {
  it("gives the terminal back, and the whole prompt comes again with fg", async () => {
    const shell = await openDriven({ underShell: true });
    shell.order("read", { text: "iex> ", id: "a" });
    shell.type("half a");
    await shell.waitFor("iex> half a");
    shell.press("ctrl+z");
    await shell.waitFor(/Stopped[\s\S]*\$$/);
    shell.type("echo $((40 + 2)) \r");
    await shell.waitFor(/^42$/m);
    shell.type("fg\r");
    await shell.waitFor(/iex> half a$/);
    shell.type("X\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "half aX\n" });
  });

  it("does nothing worse than show the prompt again where nobody could wake the program", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type("abc");
    await shell.waitFor("> abc");
    shell.press("ctrl+z");
    await shell.waitFor("^Z\n> abc");
    shell.type("\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "abc\n" });
  });
});

describe("A terminal that is closed", () => {
  const shells = wholeShells();

  it.each(["", "half a line", "await receive()\r"])("ends the shell without a crash: %j", async (typed) => {
    const shell = await shells.open();
    shell.type(`void process.on("SIGHUP", () => {})\r`);
    await shell.waitFor(/\niex\(2\)>$/);
    shell.type(typed);
    await shell.waitFor(typed.trim());
    shell.hangUp();
    expect(await shell.exit).toBe(0);
  });

  it("ends every read with null, and nothing else happens", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "1> ", id: "a" });
    shell.order("read", { text: "2> ", id: "b" });
    await shell.waitFor("2>");
    shell.kill("SIGHUP");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: null });
    expect(await shell.report({ id: "b" })).toMatchObject({ line: null });
    expect(await shell.report({ hangup: true })).toBeDefined();
    shell.order("read", { text: "3> ", id: "c" });
    expect(await shell.report({ id: "c" })).toMatchObject({ line: null });
    shell.order("write", { text: "to nobody\n" });
    shell.order("exit", { times: 7 });
    expect(await shell.exit).toBe(7);
  });
});

describe("However the program ends, the terminal", () => {
  const restored = (raw: string) => raw.lastIndexOf("\x1b[?2004l\x1b[?25h") > raw.lastIndexOf("\x1b[?2004h");

  it.each([
    ["exits", (shell: Awaited<ReturnType<typeof openDriven>>) => shell.order("exit", { times: 4 }), 4],
    ["crashes", (shell) => shell.order("crash"), 1],
    ["gets SIGTERM", (shell) => process.kill(shell.pid, "SIGTERM"), 128 + 15],
  ])("is restored when it %s", async (_, end, code) => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    end(shell);
    expect(await shell.exit).toBe(code);
    expect(restored(shell.raw())).toBe(true);
  });

  it("echoes again for the shell that started it", async () => {
    const shell = await openDriven({ underShell: true });
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(/^>$/m);
    shell.order("exit");
    await shell.waitFor(/\$$/);
    shell.type("stty -a | tr ' ' '\\n' | grep -x -e isig -e icanon -e echo\r");
    await shell.waitFor("\nisig\nicanon\necho\n");
  });
});

describe("Keyboard and screen", () => {
  it("may be lent to a full-screen program; output waits for their return", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    shell.type("half");
    await shell.waitFor("> half");
    shell.order("take");
    await shell.waitFor(() => shell.alternate());
    shell.order("write", { text: "meanwhile\n" });
    shell.type("q");
    expect(await shell.report({ borrowed: "q" })).toBeDefined();
    shell.press("ctrl+c");
    expect(await shell.report({ interrupt: "borrowed" })).toBeDefined();
    expect(shell.screen()).toContain("full screen");
    shell.order("giveBack");
    await shell.waitFor((seen) => !shell.alternate() && seen === "meanwhile\n> half");
    shell.type("!\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "half!\n" });
  });
});
