import { describe, expect, it } from "@jest/globals";
import { openDriven, useDrivenProgram } from "./driven-program.js";

useDrivenProgram();

describe("Opening the standard streams", () => {
  it("draws on a terminal", async () => {
    const shell = await openDriven();
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    expect(shell.raw()).toContain("\x1b[");
  });

  it("sends not one escape sequence to a dumb terminal", async () => {
    const shell = await openDriven({ env: { TERM: "dumb" } });
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    shell.order("write", { text: "tick\n" });
    shell.type("line\r");
    expect(await shell.report({ id: "a" })).toMatchObject({ line: "line\n" });
    shell.order("write", { text: "done\n" });
    await shell.waitFor("done");
    shell.type("\x04");
    shell.order("read", { text: "> ", id: "b" });
    expect(await shell.report({ id: "b" })).toMatchObject({ line: null });
    shell.order("exit", { times: 5 });
    expect(await shell.exit).toBe(5);
    expect(shell.raw()).not.toContain("\x1b");
  });

  it("tells of Ctrl+C on a dumb terminal too", async () => {
    const shell = await openDriven({ env: { TERM: "dumb" } });
    shell.order("read", { text: "> ", id: "a" });
    await shell.waitFor(">");
    shell.press("ctrl+c");
    expect(await shell.report({ interrupt: "idle" })).toBeDefined();
    shell.type("go on\r");
    await shell.report({ id: "a", line: "go on\n" });
    shell.press("ctrl+c");
    expect(await shell.report({ interrupt: "busy" })).toBeDefined();
  });
});
