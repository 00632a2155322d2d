import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "@jest/globals";
import { compileFiles, importFile, loadedModules, provideLibrary, reload, whichModule } from "../../src/code/index.js";
import { atom, atomToName } from "../../src/term/index.js";
import { folder } from "./files.js";

const fixtures = fileURLToPath(new URL("../fixtures/code", import.meta.url));

/** Loads files of a new folder and gives what the first one exports. */
async function exportsOf(files: Record<string, string>): Promise<any> {
  const { path } = folder(files);
  const { exports } = await compileFiles(Object.keys(files)[0]!, path);
  return exports;
}

async function failure(work: Promise<unknown>): Promise<any> {
  return work.then(
    () => Promise.reject(new Error("It did not fail")),
    (error) => error,
  );
}

describe("which modules a file defines", () => {
  it("takes every exported object or class with an upper-case name", async () => {
    const { modules } = await compileFiles("remote.ts", fixtures);
    expect(modules).toEqual([atom("Elixir.Remote")]);
    expect(modules.map(atomToName)).toEqual(["Remote"]);
  });

  it("takes the file itself when it exports functions in lower case", async () => {
    const { modules, exports } = await compileFiles("my_chat.ts", fixtures);
    expect(modules.map(atomToName)).toEqual(["MyChat"]);
    expect((exports.MyChat as any).hello("me")).toBe("me: sup?");
  });

  it("keeps the order of the files that were named", async () => {
    const { path } = folder({ "a.ts": "import './b'; export const A = {};", "b.ts": "export class B {}" });
    const { modules } = await compileFiles(["a.ts", "b.ts"], path);
    expect(modules.map(atomToName)).toEqual(["A", "B"]);
  });

  it("loads imported files as modules too, without naming them", async () => {
    const { path } = folder({
      "outer.ts": "import './inner'; export const Outer = {};",
      "inner.ts": "export const Inner = {};",
    });
    const { modules } = await compileFiles("outer.ts", path);
    expect(modules.map(atomToName)).toEqual(["Outer"]);
    expect(loadedModules().map(({ module }) => atomToName(module))).toContain("Inner");
  });

  it("leaves values of the library alone when a file passes them on", async () => {
    const IO = { puts: () => "mine" };
    provideLibrary("iex-ts", { IO });
    const { path } = folder({ "pass.ts": "export { IO } from 'iex-ts'; export const Pass = {};" });
    expect((await compileFiles("pass.ts", path)).modules.map(atomToName)).toEqual(["Pass"]);
  });
});

describe("a loaded file behaves as an ES module", () => {
  it.each<[string, Record<string, string>, unknown]>([
    [
      "imports are live bindings",
      {
        "a.ts": "import { n, inc } from './b'; inc(); export const result = n;",
        "b.ts": "export let n = 1; export const inc = () => { n++; };",
      },
      2,
    ],
    [
      "a default export has any shape",
      {
        "a.ts":
          "import f from './b'; import C from './c'; import v from './d'; export const result = [f(), new C().x, v];",
        "b.ts": "export default function () { return 1; }",
        "c.ts": "export default class { x = 2 }",
        "d.ts": "export default 1 + 2;",
      },
      [1, 2, 3],
    ],
    [
      "export * passes names on, own names first",
      {
        "a.ts": "import * as all from './b'; export const result = { ...all };",
        "b.ts": "export * from './c'; export const x = 'own';",
        "c.ts": "export const x = 'other', y = 2; export default 3;",
      },
      { x: "own", y: 2 },
    ],
    [
      "export * as and renamed re-exports",
      {
        "a.ts": "import { ns, z } from './b'; export const result = [ns.y, z];",
        "b.ts": "export * as ns from './c'; export { y as z } from './c';",
        "c.ts": "export const y = 2;",
      },
      [2, 2],
    ],
    [
      "top-level await is awaited by importers",
      {
        "a.ts": "import { x } from './b'; export const result = x;",
        "b.ts": "export const x = await new Promise<number>((r) => setImmediate(() => r(4)));",
      },
      4,
    ],
    [
      "cycles see hoisted functions",
      {
        "a.ts": "import { seen } from './b'; export function early() { return 'hoisted'; } export const result = seen;",
        "b.ts": "import { early } from './a'; export const seen = early();",
      },
      "hoisted",
    ],
    [
      "import() of a file gives its namespace",
      { "a.ts": "export const result = (await import('./b')).x;", "b.ts": "export const x = 6;" },
      6,
    ],
    [
      "import() of several at once waits for what they share",
      {
        "a.ts":
          "const [b, c, again] = await Promise.all([import('./b'), import('./c'), import('./b')]); export const result = [b.b, c.c, again.b];",
        "b.ts": "import { shared } from './shared'; export const b = shared;",
        "c.ts": "import { shared } from './shared'; export const c = shared;",
        "shared.ts": "export const shared = await new Promise<number>((r) => setImmediate(() => r(8)));",
      },
      [8, 8, 8],
    ],
    [
      "import() of a file that imports this one is not waited for in vain",
      {
        "a.ts": "export function mine() { return 'mine'; } export const result = (await import('./b')).b;",
        "b.ts": "import { mine } from './a'; export const b = mine();",
      },
      "mine",
    ],
    [
      "import() goes on after one that failed",
      {
        "a.ts":
          "const wrong = await import('./b').catch((e) => e.name); const { c } = await import('./c'); const again = await import('./b').catch((e) => e.name); export const result = [wrong, c, again];",
        "b.ts": "import { gone } from './c'; export const b = gone;",
        "c.ts": "export const c = 1;",
      },
      ["CompileError", 1, "CompileError"],
    ],
    [
      "import.meta tells the file",
      {
        "a.ts":
          "export const result = [import.meta.url.startsWith('file:'), import.meta.filename.startsWith(import.meta.dirname), import.meta.resolve('node:fs')];",
      },
      [true, true, "node:fs"],
    ],
    [
      ".js names a .ts file, folders have an index",
      {
        "a.ts": "import { x } from './b.js'; import { y } from './c'; export const result = x + y;",
        "b.ts": "export const x = 1;",
        "c/index.ts": "export const y = 2;",
      },
      3,
    ],
    [
      "CommonJS files can be imported",
      {
        "a.ts": "import all, { x } from './b.js'; export const result = [x, all.x];",
        "b.js": "const path = require('node:path'); module.exports = { x: path.sep };",
      },
      ["/", "/"],
    ],
    [
      "JSON files can be imported",
      { "a.ts": "import data from './d.json'; export const result = data.k;", "d.json": '{"k": [1]}' },
      [1],
    ],
    [
      "JSON files may be imported with their type",
      {
        "a.ts":
          "import data, { k } from './d.json' with { type: 'json' }; const { default: late } = await import('./d.json', { with: { type: 'json' } }); export const result = [data.k, k, late.k];",
        "d.json": '{"k": 1}',
      },
      [1, 1, 1],
    ],
    [
      "package.json names files with # and by its own name",
      {
        "a.ts":
          "import { x } from '#lib'; import { z } from '#compiled'; import { y } from 'own/y'; export const result = [x, y, z];",
        "lib/x.ts": "export const x: number = 1; export const z: number = 3;",
        "lib/y.ts": "export const y: number = 2;",
        "package.json": JSON.stringify({
          name: "own",
          imports: { "#lib": "./lib/x.ts", "#compiled": "./lib/x.js" },
          exports: { "./y": "./lib/y.ts" },
        }),
      },
      [1, 2, 3],
    ],
    [
      "a folder's package.json may name its file",
      {
        "a.ts": "import { x } from './b'; export const result = x;",
        "b/package.json": '{"main": "lib/main"}',
        "b/lib/main.ts": "export const x = 1;",
        "b/index.ts": "export const x = 2;",
      },
      1,
    ],
    [
      "namespaces may export variables",
      {
        "a.ts":
          "export namespace N { export let c = 0; export function inc() { return ++c; } } N.inc(); export const result = [N.c, N.inc()];",
      },
      [1, 2],
    ],
    [
      "scripts may begin with the command that runs them",
      { "a.ts": "#!/usr/bin/env iex-ts\nexport const result: number = 1;" },
      1,
    ],
    [
      "built-in modules and packages are found",
      { "a.ts": "import { basename } from 'node:path'; export const result = basename('/x/y');" },
      "y",
    ],
    [
      "a shadowed import is not touched",
      {
        "a.ts": "import { x } from './b'; const f = (x: number) => ({ x }); export const result = [f(1), { x }];",
        "b.ts": "export const x = 9;",
      },
      [{ x: 1 }, { x: 9 }],
    ],
    [
      "imported functions are called without this",
      {
        "a.ts": "import { f } from './b'; export const result = f();",
        "b.ts": "export function f(this: unknown) { return this === undefined; }",
      },
      true,
    ],
    [
      "destructured exports are all exported",
      {
        "a.ts": "import { p, q, r } from './b'; export const result = [p, q, r];",
        "b.ts": "export const { p, a: [q, ...r] } = { p: 1, a: [2, 3] };",
      },
      [1, 2, [3]],
    ],
    [
      "enums, parameter properties and decorators work",
      {
        "a.ts":
          "enum E { A = 2 } function twice(f: any, _c: unknown) { return function (this: any) { return 2 * f.call(this); }; } class C { constructor(readonly n: number) {} @twice get() { return this.n; } } export const result = [E.A, new C(4).get()];",
      },
      [2, 8],
    ],
  ])("%s", async (_title, files, result) => {
    expect((await exportsOf(files)).result).toEqual(result);
  });

  it("lowers using declarations", async () => {
    const { result } = await exportsOf({
      "a.ts":
        "const log: string[] = []; { using x = { [Symbol.dispose]() { log.push('gone'); } }; log.push('used'); void x; } export const result = log;",
    });
    expect([...result]).toEqual(["used", "gone"]);
  });

  it("gives the running library for its name", async () => {
    const self = () => "the running one";
    provideLibrary("iex-ts/testing", async () => ({ self }));
    const { result } = await exportsOf({
      "a.ts": "import { self } from 'iex-ts/testing'; export const result = self;",
    });
    expect(result).toBe(self);
  });

  it("names the TypeScript line in stack traces", async () => {
    const { exports } = await compileFiles("remote.ts", fixtures);
    let stack = "";
    try {
      (exports.Remote as any).fail();
    } catch (error) {
      stack = (error as Error).stack!;
    }
    expect(stack).toContain(`${join(fixtures, "remote.ts")}:11:11`);
  });
});

describe("a file that fails", () => {
  it("that is missing is an ArgumentError", async () => {
    const { path } = folder();
    const error = await failure(compileFiles(["nope.ts", "nor.ts"], path));
    expect(error.name).toBe("ArgumentError");
    expect(error.message).toBe(
      `could not find files nope.ts, nor.ts in ${path}: check the name, or give the whole path`,
    );
  });

  it("with a syntax error shows the place", async () => {
    const { path } = folder({ "bad.ts": "// é😀\nconst a = 1;\nif (a {\n}\n" });
    const error = await failure(compileFiles("bad.ts", path));
    expect(error.name).toBe("CompileError");
    expect(error.message).toBe(
      [
        "error: Expected `)` but found `{`",
        "    │",
        "  3 │ if (a {",
        "    │       ^",
        "    │",
        "    └─ bad.ts:3:7",
      ].join("\n"),
    );
  });

  it.each([
    ["a syntax error", "export const Kept = { v: 2 }; if (", "CompileError"],
    ["an error while it runs", "export const Kept = { v: 2 }; throw new RangeError('half way');", "RangeError"],
    ["an import of what is no code", "import './m.wasm'; export const Kept = { v: 2 };", "CompileError"],
    ["JSON that is none", "import './other.ts' with { type: 'json' }; export const Kept = { v: 2 };", "CompileError"],
    ["an import of nothing", "import './gone'; export const Kept = { v: 2 };", "CompileError"],
    [
      "an import of a name that is not exported",
      "import { gone } from './other'; export const Kept = { v: 2, gone };",
      "CompileError",
    ],
  ])("with %s leaves all modules as they were", async (_title, text, name) => {
    const { path, write } = folder({
      "kept.ts": "export const Kept = { v: 1 };",
      "m.wasm": "\0asm",
      "other.ts": "export const Other = { v: 1 };",
    });
    await compileFiles(["kept.ts", "other.ts"], path);
    write("kept.ts", text);
    write("other.ts", "export const Other = { v: 2 };");
    expect((await failure(compileFiles(["other.ts", "kept.ts"], path))).name).toBe(name);
    expect(whichModule("Kept")?.exports).toEqual({ v: 1 });
    expect(whichModule("Other")?.exports).toEqual({ v: 1 });
  });
});

describe("loading again", () => {
  it("warns in iex's words", async () => {
    const { path } = folder({ "p24.ts": "// a comment\nexport const P24 = {};" });
    const warnings: string[] = [];
    const warn = (text: string) => warnings.push(text);
    expect((await compileFiles("p24.ts", path, { warn })).redefined).toEqual([]);
    expect((await compileFiles("p24.ts", path, { warn })).redefined.map(atomToName)).toEqual(["P24"]);
    expect(warnings).toEqual(["warning: redefining module P24 (current version defined in memory)\n  p24.ts:2\n"]);
  });

  it("says nothing of imported files that are as before", async () => {
    const { path, write } = folder({
      "user.ts": "import './used'; export const User = {};",
      "used.ts": "export const Used = {};",
    });
    const warnings: string[] = [];
    const warn = (text: string) => warnings.push(text.split(" (")[0]!);
    await compileFiles("user.ts", path, { warn });
    await compileFiles("user.ts", path, { warn });
    write("used.ts", "export const Used = { changed: true };");
    await compileFiles("user.ts", path, { warn });
    expect(warnings).toEqual([
      "warning: redefining module User",
      "warning: redefining module Used",
      "warning: redefining module User",
    ]);
  });

  it("r() gives the code that the files have now, also of imported ones", async () => {
    const { path, write } = folder({
      "fresh.ts": "import { v } from './part'; export const Fresh = { get: () => v };",
      "part.ts": "export const v = 1;",
    });
    await compileFiles("fresh.ts", path);
    const old = whichModule("Fresh")?.exports as any;
    write("part.ts", "export const v = 2;");
    expect([...(await reload(old, path))]).toEqual([atom.reloaded, [atom("Elixir.Fresh")]]);
    expect((whichModule("Fresh")!.exports as any).get()).toBe(2);
    expect(old.get()).toBe(1);
  });

  it.each(["data.json", "old.js", "old.cjs"])("import() sees %s as it is now", async (name) => {
    const texts = (n: number) => (name.endsWith("json") ? `{"v": ${n}}` : `exports.v = ${n};`);
    const { path, write } = folder({ "a.ts": `export const v = (await import('./${name}')).v;`, [name]: texts(1) });
    const read = async () => (await importFile(join(path, "a.ts"))) as { v: number };
    expect((await read()).v).toBe(1);
    write(name, texts(2));
    expect((await read()).v).toBe(2);
  });

  it("r() takes what import gave of a file, which then shows the new code", async () => {
    const { path, write } = folder({ "edited.ts": "export const v = () => 1; export const old = true;" });
    const namespace: any = await importFile(join(path, "edited.ts"));
    write("edited.ts", "export const v = () => 2; export const added = true;");
    expect([...(await reload(namespace, path))]).toEqual([atom.reloaded, [atom("Elixir.Edited")]]);
    expect(namespace.v()).toBe(2);
    expect(Object.keys(namespace)).toEqual(["v", "added"]);
  });

  it("r() takes the path of a file", async () => {
    const { path } = folder({ "by-path.ts": "export const v = () => 1;" });
    for (const name of ["./by-path.ts", "by-path.ts", join(path, "by-path")])
      expect([...(await reload(name, path))]).toEqual([atom.reloaded, [atom("Elixir.ByPath")]]);
    expect((await failure(reload("./gone.ts", path))).message).toContain("could not find files ./gone.ts");
  });

  it("r() takes a list, whose files are loaded together", async () => {
    const { path, write } = folder({
      "first-of.ts": "export const v = () => 1;",
      "second-of.ts": 'import { v } from "./first-of.ts"; export const w = () => v();',
    });
    await compileFiles(["first-of.ts", "second-of.ts"], path);
    write("first-of.ts", "export const v = () => 2;");
    expect([...(await reload(["SecondOf", atom("Elixir.FirstOf"), "./first-of.ts"], path))]).toEqual([
      atom.reloaded,
      [atom("Elixir.SecondOf"), atom("Elixir.FirstOf")],
    ]);
    expect((whichModule("SecondOf")!.exports as any).w()).toBe(2);
    expect((await failure(reload(["FirstOf", "Nowhere"], path))).message).toContain("could not reload Nowhere");
    expect([...(await reload([], path))]).toEqual([atom.reloaded, []]);
  });

  it("r() of what is no module says what it takes", async () => {
    expect((await failure(reload({}))).message).toBe(
      "could not find the module: give its name, its file, or what c() or import gave",
    );
  });

  it("r() of a built-in module is an ArgumentError", async () => {
    const error = await failure(reload("Nowhere"));
    expect(error.message).toBe('could not reload Nowhere: it was not loaded from a file, load one with c("...")');
  });
});
