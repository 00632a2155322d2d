import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

describe("helpers that find code", () => {
  const cluster = createCluster();
  const work = realpathSync(mkdtempSync(join(tmpdir(), "iex-ts-available-")));
  const write = (file: string, text: string) => writeFileSync(join(work, file), text);
  const install = (name: string, text: string) => {
    mkdirSync(join(work, "node_modules", name), { recursive: true });
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, type: "module", exports: "./index.js" }));
    write(`node_modules/${name}/index.js`, text);
  };
  beforeAll(async () => {
    write("counter.ts", "// A counter.\nexport const Counter = {\n  one() {\n    return 1;\n  },\n};\n");
    write("gone.ts", "export const Gone = { away: () => true };\n");
    write("fails.ts", 'throw new RangeError("fails");\n');
    write("nested.ts", 'import "not-there";\nexport const nested = 1;\n');
    install("numbers", "export const five = 5;\nexport const c = 3;\nexport default 10;\n");
    await cluster.start("me", { cwd: work });
  });
  afterAll(async () => {
    await cluster.stopAll();
    rmSync(work, { recursive: true, force: true });
  });
  const play = async (transcript: string): Promise<void> => {
    await cluster.play(transcript, { work });
  };

  it("load the file of a module as it is now", async () => {
    await play(`
      me> c(["counter.ts", "gone.ts"])
      [Counter, Gone]
    `);
    write("counter.ts", "// A counter.\nexport const Counter = {\n  one() {\n    return 11;\n  },\n};\n");
    rmSync(join(work, "gone.ts"));
    await play(`
      me> l(Counter)
      ...
      {:module, Counter}
      me> Counter.one()
      11
      me> l("Nope")
      {:error, :nofile}
      me> l(GenServer)
      {:error, :nofile}
      me> l(Gone)
      {:error, :nofile}
      me> l(1)
      ** (ArgumentError) could not tell which module to load: 1 is none, as Remote is
          iex:[..]: (file)
    `);
  });

  it("say where modules and functions are defined", () =>
    play(`
      me> source(Counter)
      counter.ts:2
      me> source(Counter.one)
      counter.ts:3
      me> source("counter.ts:4")
      counter.ts:4
      me> source(GenServer)
      Could not find: GenServer. Source code is not available.
      me> source("Nope")
      Could not find: Nope. Module is not available.
      me> source("Counter.one")
      counter.ts:3
      me> source("Node.list")
      Could not find: Node. Source code is not available.
      me> source("flush")
      Could not find: IEx.Helpers. Source code is not available.
      me> source("Counter.two")
      Could not find: Counter.two. Function is not available.
      me> source("Nope.md")
      Could not find: "{work}/Nope.md". File is not available.
      me> class Animal { legs() {} }
      #Class<Animal>
      me> source(Animal)
      Could not find: #Class<Animal>. No loaded module has it: what is typed at the prompt is in no file.
      me> source(1)
      Invalid arguments for source helper: 1
      me> source(null)
      Invalid arguments for source helper: null
    `));

  it("ask for what is missing when they are given nothing", () =>
    play(`
      me> source()
      ** (ArgumentError) could not tell what to find: give a module, a function of one, or a path, as in source(GenServer)
          iex:[..]: (file)
      me> open()
      ** (ArgumentError) could not tell what to open: give a module, a function of one, or a path, as in open("lib/chat.ts:12")
          iex:[..]: (file)
      me> h("")
      No documentation for "" was found: h() lists the helpers
      me> h("two words")
      No documentation for "two words" was found: h() lists the helpers
      me> h("Nope.nope")
      No documentation for Nope.nope was found: h() lists the helpers
    `));

  it("import what is installed, and nothing where there is no such module", () =>
    play(`
      me> const numbers = importIfAvailable("numbers")
      Object [Module] { c: 3, default: 10, five: 5 }
      me> [five, numbers.default, c]
      [5, 10, &IEx.Helpers.c/1]
      me> five = 6
      ** (TypeError) Assignment to constant variable 'five'

      me> importIfAvailable("not-there")
      null
      me> importIfAvailable("./not-there.ts")
      null
      me> importIfAvailable("node:not-there")
      null
    `));

  it("tell of a module that is there and fails", () =>
    play(`
      me> importIfAvailable("./fails.ts")
      ** (RangeError) fails
          {work}/fails.ts:1: [..]
      me> importIfAvailable("./nested.ts")
      ** (CompileError) error: Cannot import "not-there": Cannot find package 'not-there' imported from {work}/nested.ts
          │
        1 │ import "not-there";
          │        ^
          │
          └─ nested.ts:1:8

      me> typeof nested
      "undefined"
      me> importIfAvailable(1)
      ** (ArgumentError) could not tell what to import: 1 names nothing, give a package or a path as in importIfAvailable("lodash")
          iex:[..]: (file)
    `));
});
