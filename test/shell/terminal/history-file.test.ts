import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { memoryHistory, openHistory } from "../../../shell/terminal/history-file.js";
import { openDriven, useDrivenProgram } from "./driven-program.js";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "iex-ts-history-"));
  path = join(folder, "deep", "history");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("The history file", () => {
  it("keeps whole blocks for the next shell, and is readable by its owner only", () => {
    const history = openHistory(path);
    history.remember("const f = () => {\n  return '✓';\n}\n");
    history.remember("f()");
    expect(openHistory(path).entries).toEqual(["const f = () => {\n  return '✓';\n}", "f()"]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("leaves out blank lines, repetitions and what begins with a space", () => {
    const history = openHistory(path);
    for (const block of ["a", "a\n", "  ", "", " secret()", "b", "a"]) history.remember(block);
    expect(history.entries).toEqual(["a", "b", "a"]);
    expect(openHistory(path).entries).toEqual(["a", "b", "a"]);
    expect(readFileSync(path, "utf8")).not.toContain("secret");
  });

  it("loses nothing when two shells write at once", () => {
    const [one, two] = [openHistory(path), openHistory(path)];
    for (let n = 0; n < 50; n++) {
      one.remember(`one ${n}`);
      two.remember(`two ${n}`);
    }
    expect(new Set(openHistory(path).entries).size).toBe(100);
  });

  it("skips what is damaged and goes on behind half a line", () => {
    openHistory(path).remember("before");
    appendFileSync(path, 'garbage\n{"id":1}\nnull\n{"id":"x","te');
    openHistory(path).remember("after");
    expect(openHistory(path).entries).toEqual(["before", "after"]);
  });

  it("stays bounded, and a shell that was open while it was compacted loses nothing", () => {
    const busy = openHistory(path, 10);
    for (let n = 0; n < 25; n++) busy.remember(`block ${n}`);
    expect(openHistory(path, 10).entries).toHaveLength(10);
    expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(10);
    busy.remember("later");
    expect(openHistory(path, 10).entries.at(-1)).toBe("later");
  });

  it("is left as it is while another shell compacts it", () => {
    const busy = openHistory(path, 10);
    for (let n = 0; n < 25; n++) busy.remember(`block ${n}`);
    writeFileSync(`${path}.lock`, "");
    expect(openHistory(path, 10).entries).toHaveLength(10);
    expect(readFileSync(path, "utf8").trim().split("\n")).toHaveLength(25);
  });

  it("costs only itself when it cannot be used", () => {
    writeFileSync(join(folder, "deep"), "a file where a folder should be");
    const history = openHistory(path);
    history.remember("1 + 1");
    expect(history.entries).toEqual(["1 + 1"]);
  });

  it("may live in memory alone", () => {
    const history = memoryHistory(2);
    for (const block of ["a", "b", "c"]) history.remember(block);
    expect(history.entries).toEqual(["b", "c"]);
  });
});

describe("The history of a shell that is killed in the middle of an evaluation", () => {
  useDrivenProgram();

  it("has the block that was being evaluated", async () => {
    const shell = await openDriven({ history: path });
    shell.order("remember", { text: "for (;;);" });
    shell.order("write", { text: "remembered\n" });
    await shell.waitFor("remembered");
    shell.kill("SIGKILL");
    await shell.exit;
    const next = await openDriven({ history: path });
    next.order("read", { text: "> ", id: "a" });
    await next.waitFor(">");
    next.press("up");
    await next.waitFor("> for (;;);");
  });
});
