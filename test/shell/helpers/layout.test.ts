import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { commandOf, runEditor } from "../../../shell/helpers/open/editor.js";
import { bytes, duration } from "../../../shell/helpers/runtime/quantities.js";
import { table } from "../../../shell/helpers/table.js";

describe("a table of names", () => {
  it("has columns that are five wider than the longest name, as iex's", () => {
    expect(table(["counter.exs", "erl_crash.dump", "p24_otp_distribution.exs"], 120)).toBe(
      "counter.exs                  erl_crash.dump               p24_otp_distribution.exs",
    );
  });

  it("goes on in the next row", () => {
    expect(table(["a", "bb", "c"], 14)).toBe("a      bb\nc");
    expect(table(["a", "bb"], 1)).toBe("a\nbb");
    expect(table([], 80)).toBe("");
  });

  it("keeps long names apart", () => {
    const long = "x".repeat(40);
    expect(table([long, "a"], 80)).toBe(`${long} a`);
  });

  it("measures a name without its colours", () => {
    expect(table(["a", "b"], 80, (name) => `<${name}>`)).toBe("<a>     <b>");
  });
});

describe("a quantity", () => {
  it.each([
    [0, "0 bytes"],
    [1023, "1023 bytes"],
    [1024, "1 KB"],
    [442_368, "432 KB"],
    [20_000_000, "19 MB"],
    [5 * 1024 ** 3, "5 GB"],
    [5 * 1024 ** 4, "5120 GB"],
  ])("of %d bytes is %s", (count, text) => expect(bytes(count)).toBe(text));

  it.each([
    [0.9, "0 seconds"],
    [32.4, "32 seconds"],
    [60, "1 minutes and 0 seconds"],
    [3725, "1 hours, 2 minutes and 5 seconds"],
    [90_000, "1 days, 1 hours, 0 minutes and 0 seconds"],
  ])("of %d seconds is %s", (seconds, text) => expect(duration(seconds)).toBe(text));
});

describe("an editor", () => {
  it("is waited for, and tells what it printed", async () => {
    expect(await runEditor("echo opened; echo warned >&2")).toMatch(/opened\n/);
  });

  it("is stopped by an interruption, with all that it has started", async () => {
    const folder = mkdtempSync(join(tmpdir(), "iex-ts-editor-"));
    const told = async (word: string): Promise<void> => {
      while (!existsSync(join(folder, word))) await new Promise(setImmediate);
    };
    const stop = new AbortController();
    const editor = `trap "touch ${folder}/stopped; exit" TERM; sleep 1000 & touch ${folder}/open; wait`;
    const opened = runEditor(`sh -c '${editor}' && echo done`, stop.signal);
    await told("open");
    stop.abort(new Error("enough"));
    await expect(opened).rejects.toThrow("enough");
    await told("stopped");
    rmSync(folder, { recursive: true });
  });
});

describe("the command of an editor", () => {
  const place = { file: "/tmp/it's $x.ts", line: 12 };

  it.each<[env: NodeJS.ProcessEnv, command: string | undefined]>([
    [{ EDITOR: "subl" }, String.raw`subl '/tmp/it'\''s $x.ts:12'`],
    [{ EDITOR: "subl", VISUAL: "code -g" }, String.raw`code -g '/tmp/it'\''s $x.ts:12'`],
    [{ EDITOR: "subl", ELIXIR_EDITOR: "e +__LINE__ __FILE__" }, String.raw`e +12 '/tmp/it'\''s $x.ts'`],
    [{ EDITOR: "" }, undefined],
    [{}, undefined],
  ])("for %j", (env, command) => expect(commandOf(place, env)).toBe(command));
});
