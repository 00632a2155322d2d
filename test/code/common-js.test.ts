import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { compileFiles, funCodec, importFile, loadShipped, requireFromHere, source } from "../../src/code/index.js";
import { decode, encode, setFunCodec } from "../../src/etf/index.js";
import { atomToName, inspect } from "../../src/term/index.js";
import { folder } from "./files.js";

type Files = Record<string, string>;

/** What the first of some files gives to those who import it. */
async function imported(files: Files): Promise<any> {
  return importFile(join(folder(files).path, Object.keys(files)[0]!));
}

/** What the first of some files gives to `require` at the prompt. */
function required(files: Files): any {
  return requireFromHere(join(folder(files).path, Object.keys(files)[0]!));
}

function failure(work: () => unknown): any {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail");
}

const legacy = { "legacy.cts": "import path = require('path'); exports.e = 5 as number; exports.sep = path.sep;" };

describe("a CommonJS file that is imported", () => {
  it.each<[string, Files, unknown]>([
    [
      "has exports, module and require as a .cts file",
      {
        "a.ts":
          "import { e, sep } from './legacy.cts'; import all from './legacy.cjs'; export const result = [e, sep, all.e];",
        ...legacy,
      },
      [5, "/", 5],
    ],
    [
      "may export one value with export =",
      {
        "a.ts": "import eq, { k } from './eq'; export const result = [eq.k, k];",
        "eq.ts": "import os = require('node:os'); const k: string = typeof os.cpus; export = { k };",
      },
      ["function", "function"],
    ],
    [
      "may import as ES modules do and assign module.exports",
      {
        "a.ts": "import m from './m'; export const result = m;",
        "m.ts":
          "import os from 'node:os'; import { e } from './legacy.cts'; module.exports = { os: typeof os.cpus, e, main: require.main === module };",
        ...legacy,
      },
      { os: "function", e: 5, main: false },
    ],
    [
      "knows its own name and folder",
      {
        "a.ts": "import { own } from './own.cjs'; export const result = own;",
        "own.cjs": "exports.own = [__filename.slice(-8), __dirname === module.path, this === module.exports];",
      },
      ["/own.cjs", true, true],
    ],
    [
      "may have a default export and types of an ES module",
      {
        "a.ts": "import K, { n } from './k.cts'; export const result = [new K().x, n];",
        "k.cts": "export default class K { x: number = 1 } export const n = 2;",
      },
      [1, 2],
    ],
    [
      "is sloppy where it does not say otherwise, and may begin as a script does",
      {
        "a.ts": "import { q } from './s.cjs'; import { r } from './s.js'; export const result = [q, r];",
        "s.cjs": "#!/usr/bin/env node\nwith ({ one: 1 }) { exports.q = one + 010; }",
        "s.js": "if (true) { module.exports = { r: 3 }; return; }",
      },
      [9, 3],
    ],
    [
      "runs after the files that are imported before it",
      {
        "a.ts": "import './first'; import { seen } from './second.cts'; export const result = seen;",
        "first.ts": "(globalThis as any).iexOrder = 'first ran'; export {};",
        "second.cts": "exports.seen = (globalThis as any).iexOrder; delete (globalThis as any).iexOrder;",
      },
      "first ran",
    ],
    [
      "is passed on whole by export *",
      {
        "a.ts": "import { e, own } from './b'; export const result = [e, own];",
        "b.ts": "export * from './legacy.cts'; export const own = 1;",
        ...legacy,
      },
      [5, 1],
    ],
    [
      "sees what others have exported so far in a cycle",
      {
        "a.ts": "import { seen } from './one.cts'; export const result = seen;",
        "one.cts": "exports.early = 1; exports.seen = require('./two.cts').seen; exports.late = 2;",
        "two.cts": "exports.seen = Object.keys(require('./one.cts'));",
      },
      ["early"],
    ],
    [
      "shares ES modules with those who import them, whoever comes first",
      {
        "a.ts":
          "import { one } from './user.cts'; import { made } from './made'; import { two } from './other.cts'; export const result = [one === made, two === made];",
        "user.cts": "exports.one = require('./made').made;",
        "other.cts": "import m = require('./made'); exports.two = m.made;",
        "made.ts": "export const made: object = {};",
      },
      [true, true],
    ],
    [
      "may import later what it cannot require",
      {
        "a.ts": "import { later } from './l.cts'; export const result = await later();",
        "l.cts": "exports.later = async () => (await import('./waits')).w;",
        "waits.ts": "export const w = await Promise.resolve(7);",
      },
      7,
    ],
  ])("%s", async (_title, files, result) => {
    expect((await imported(files)).result).toEqual(result);
  });

  it("must export the names that are imported, like any other", async () => {
    await expect(imported({ "a.ts": "import { gone } from './legacy.cts'; void gone;", ...legacy })).rejects.toThrow(
      '"./legacy.cts" does not export gone',
    );
  });

  it("fails for each that imports it", async () => {
    const { result } = await imported({
      "a.ts":
        "const tried: string[] = []; for (const name of ['./b', './b', './c']) await import(name).catch((e) => tried.push(e.message)); export const result = tried;",
      "b.ts": "import './fails.cts';",
      "c.ts": "try { require('./fails.cts'); } catch {} await import('./b');",
      "fails.cts": "throw new Error('as ever');",
    });
    expect(result).toEqual(["as ever", "as ever", "as ever"]);
  });

  it("names the TypeScript line in stack traces", () => {
    const files = {
      "boom.cts":
        "interface A { x: number }\n\nfunction fail(a: A) {\n  throw new RangeError(`${a.x}`);\n}\nfail({ x: 1 });",
    };
    expect(failure(() => required(files)).stack).toMatch(/fail \(.*boom\.cts:4:9\)[\s\S]*boom\.cts:6:1/);
  });

  it("defines modules, which other nodes can load", async () => {
    const { path } = folder({
      "shop.cts": "import p = require('./price.cts'); export const Shop = { price: () => p.price * 2 };",
      "price.cts": "exports.price = 21 as number;",
    });
    expect((await compileFiles("shop.cts", path)).modules.map(atomToName)).toEqual(["Shop"]);
    const { exports } = await loadShipped(decode(encode(source("Shop"))));
    expect((exports.Shop as any).price()).toBe(42);
  });

  describe("when a function of it travels", () => {
    beforeAll(() => setFunCodec(funCodec));
    afterAll(() => setFunCodec());

    it.each(["f.cts", "f.ts"])("takes require along from %s", async (name) => {
      const { f } = await imported({ [name]: "export const f = () => typeof require('node:fs').readFileSync;" });
      expect((decode(encode(f)) as () => unknown)()).toBe("function");
    });
  });
});

describe("a file that imports and exports as ES modules do", () => {
  it("has require, __filename and __dirname, too", async () => {
    const { result } = await imported({
      "a.ts":
        "import fs = require('node:fs'); const { e } = require('./legacy.cts'); export const result = [typeof fs.readFileSync, e, require.resolve('./legacy.cts') === __dirname + '/legacy.cts', __filename.slice(-5)];",
      ...legacy,
    });
    expect(result).toEqual(["function", 5, true, "/a.ts"]);
  });

  it("may declare them itself", async () => {
    const { result } = await imported({
      "a.ts":
        "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url); export const result = typeof require('node:fs').readFileSync;",
    });
    expect(result).toBe("function");
  });

  it("has none of them where its name says that it is one", async () => {
    await expect(imported({ "a.mts": "export const result = require('node:fs');" })).rejects.toThrow(
      "require is not defined",
    );
  });
});

describe("require at the prompt", () => {
  it("runs TypeScript of both kinds", () => {
    const files = {
      "mod.ts": "import { e } from './legacy.cts'; export default function hello(): string { return `hello ${e}`; }",
      ...legacy,
    };
    expect(required(files).default()).toBe("hello 5");
    expect(required(legacy)).toEqual({ e: 5, sep: "/" });
  });

  it("sees files, and those that they require, as they are now", () => {
    const { path, write } = folder({
      "a.cjs": "exports.v = [1, require('./b.cjs').v, require('./d.json').v];",
      "b.cjs": "exports.v = 1;",
      "d.json": '{"v": 1}',
    });
    expect(requireFromHere(join(path, "a.cjs"))).toEqual({ v: [1, 1, 1] });
    write("b.cjs", "exports.v = 2;");
    write("d.json", '{"v": 3}');
    expect(requireFromHere(join(path, "a"))).toEqual({ v: [1, 2, 3] });
  });

  it("tells to import what waits at its top level", () => {
    const error = failure(() => required({ "waits.ts": "export const x = 1;\nexport const t = await x;" }));
    expect(error.name).toBe("CompileError");
    expect(error.message).toContain("It awaits at its top level");
    expect(error.message).toContain("load it with import");
    expect(error.message).toContain("waits.ts:2:18");
  });

  it("tells to import an ES module that is being loaded", async () => {
    const { result } = await imported({
      "a.ts":
        "import { get } from './get.cts'; export const result = (() => { try { return get(); } catch (e) { return String(e); } })();",
      "get.cts": "exports.get = () => require('./a.ts').result;",
    });
    expect(result).toContain(
      'Cannot require "./a.ts": it is an ES module that is still being loaded, import it instead',
    );
  });

  it("fails for what is not there with the code that programs look for", () => {
    const { path } = folder();
    for (const name of [join(path, "gone"), "no-such-package-here"])
      expect(failure(() => requireFromHere(name)).code).toBe("MODULE_NOT_FOUND");
  });

  it("has resolve and cache", () => {
    const { path } = folder(legacy);
    expect(requireFromHere.resolve(join(path, "legacy"))).toBe(join(path, "legacy.cts"));
    expect(requireFromHere.resolve("node:fs")).toBe("node:fs");
    expect(typeof requireFromHere.cache).toBe("object");
  });
});

describe("what import * as gives of a file", () => {
  it("prints the values that the file has now", async () => {
    const namespace = await imported({
      "a.ts": "export * as inner from './legacy.cts'; export let n = 1; export const next = () => ++n;",
      ...legacy,
    });
    namespace.next();
    const printed = inspect(namespace);
    expect(printed).toMatch(/\bn: 2\b/);
    expect(printed).toMatch(/\be: 5\b/);
    expect(printed).not.toContain("[Getter]");
  });

  it("is no licence to run getters of other objects", () => {
    let ran = false;
    const object = {
      get a() {
        ran = true;
        return 1;
      },
    };
    expect(inspect(object)).toBe("{ a: [Getter] }");
    expect(ran).toBe(false);
  });
});
