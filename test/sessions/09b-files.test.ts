import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

/** Folders, files and modules as in the golden session 09b: steps 69 to 79. */
describe("files at the prompt", () => {
  const cluster = createCluster();
  const top = realpathSync(mkdtempSync(join(tmpdir(), "iex-ts-files-")));
  const work = join(top, "work");
  beforeAll(async () => {
    mkdirSync(join(work, "lib"), { recursive: true });
    writeFileSync(join(work, "counter.ts"), "export const Counter = { one() { return 1 } };\n");
    writeFileSync(join(work, "p24_otp_distribution.ts"), "");
    writeFileSync(
      join(work, "lib/setup.ts"),
      'import { two } from "./two.ts";\nconst three: number = two + 1;\nthree;\n',
    );
    writeFileSync(join(work, "lib/two.ts"), "export const two = 2;\n");
    symlinkSync("round", join(work, "lib/round"));
    writeFileSync(join(work, "half.ts"), 'const early = "kept";\nthrow new RangeError("half");\nconst late = 1;\n');
    writeFileSync(join(work, "broken.ts"), "const above = 1;\nfunction f() {\n  return above;\n}\nconst x = );\n");
    writeFileSync(join(work, "open.ts"), "const before = 1;\nconst rest = [1,\n");
    writeFileSync(join(work, "again.ts"), 'importFile("again.ts");\n');
    await cluster.start("me", {
      cwd: work,
      env: { HOME: top, ELIXIR_EDITOR: "echo open __FILE__ at __LINE__", EDITOR: undefined, VISUAL: undefined },
    });
  });
  afterAll(async () => {
    await cluster.stopAll();
    rmSync(top, { recursive: true, force: true });
  });

  const play = async (transcript: string): Promise<void> => {
    await cluster.play(transcript, { work });
  };

  it("says where it is, lists what is there, and goes elsewhere", () =>
    play(`
      me> pwd()
      ~/work
      me> ls()
      again.ts                    broken.ts                   counter.ts
      half.ts                     lib                         open.ts
      p24_otp_distribution.ts
      me> ls("lib")
      round        setup.ts     two.ts
      me> ls("lib/round")
      No such file or directory lib/round
      me> ls("~/work/counter.ts")
      {work}/counter.ts
      me> ls("/nope")
      No such file or directory /nope
      me> cd("/nope")
      No directory /nope
      me> cd("lib")
      ~/work/lib
      me> cd("..")
      ~/work
      me> cd(1)
      ** (ArgumentError) could not tell which folder: 1 is no text, give a path as in cd("..")
          iex:[..]: (file)
    `));

  it("evaluates a file as if it were typed", () =>
    play(`
      me> importFile("lib/setup.ts")
      3
      me> [two, three]
      [2, 3]
      me> importFile("~/work/lib/setup.ts")
      3
      me> importFileIfAvailable("nope.ts")
      null
      me> importFile("nope.ts")
      ** (Error) could not read file "{work}/nope.ts": no such file or directory
          iex:[..]: (file)
      me> importFile("lib")
      ** (Error) could not read file "{work}/lib": illegal operation on a directory
          iex:[..]: (file)
      me> importFile()
      ** (ArgumentError) could not tell which file to import: undefined is no path, give one as in importFile("setup.ts")
          iex:[..]: (file)
    `));

  it("keeps what stands above a line of a file that fails", () =>
    play(`
      me> importFile("half.ts")
      ** (RangeError) half
          half.ts:2: (file)
      me> early
      "kept"
      me> typeof late
      "undefined"
      me> importFile("broken.ts")
      ** (SyntaxError) broken.ts:5:11: Expression expected
          │
        5 │ const x = );
          │           ^

      me> f()
      1
      me> importFile("open.ts")
      ** (TokenMissingError) open.ts:2: incomplete expression

      me> before
      1
      me> importFile("again.ts")
      ** (Error) cannot import again.ts once more: its import is under way
          again.ts:1: (file)
    `));

  it("opens files in the editor", () =>
    play(`
      me> open("counter.ts:3")
      open {work}/counter.ts at 3
      me> open(tuple("counter.ts", 7))
      open {work}/counter.ts at 7
      me> c("counter.ts")
      [Counter]
      me> open(Counter)
      open {work}/counter.ts at 1
      me> open(Counter.one)
      open {work}/counter.ts at 1
      me> open("Counter")
      open {work}/counter.ts at 1
      me> open("nope")
      Invalid arguments for open helper: "nope"
      me> open("Nope")
      Could not open: Nope. Module is not available.
      me> open(Node)
      Could not open: Node. Source code is not available.
      me> open("nope.ts")
      Could not open: "{work}/nope.ts". File is not available.
      me> delete process.env.ELIXIR_EDITOR
      true
      me> open(Counter)
      Could not open: "{work}/counter.ts". ELIXIR_EDITOR, VISUAL and EDITOR are not set: set one to the command of your editor.
    `));

  it("says what cannot be compiled or found", () =>
    play(`
      me> recompile()
      Mix is not running. Please start IEx with: iex-ts -S mix
      :error
      me> c("nope.ts")
      ** (ArgumentError) could not find files nope.ts in {work}: check the name, or give the whole path
          iex:[..]: (file)
      me> r("Nope")
      ** (ArgumentError) could not reload Nope: it was not loaded from a file, load one with c("...")
          iex:[..]: (file)
    `));
});
