import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { createEvaluator, createScope } from "../../../shell/evaluate/index.js";
import { importFrom } from "./import-from.js";
import { inTemporaryFolder, prompt } from "./prompt.js";

function project(folder: string): void {
  mkdirSync(join(folder, "node_modules", "left"), { recursive: true });
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
  writeFileSync(join(folder, "kv.js"), `export default "kv"; export const a = 1, b = 2; export { a as "a-b" };`);
  writeFileSync(join(folder, "data.json"), `{ "n": 1 }`);
  writeFileSync(join(folder, "node_modules", "left", "package.json"), `{ "name": "left", "main": "main.cjs" }`);
  writeFileSync(
    join(folder, "node_modules", "left", "main.cjs"),
    `const made = { pad: (s) => " " + s }; module.exports = made;`,
  );
}

const names = (scope: { names(): string[] }) => scope.names();

describe("import at the prompt", () => {
  it.each<[text: string, check: string, value: unknown]>([
    ["import kv from './kv.js'", "kv", "kv"],
    ["import { a } from './kv.js'", "a", 1],
    ["import { a as c, b } from './kv.js'", "c + b", 3],
    ["import kv, { a } from './kv.js'", "kv + a", "kv1"],
    ["import * as all from './kv.js'", "all.b", 2],
    ["import kv, * as all from './kv.js'", "kv + all.a", "kv1"],
    ["import { default as d } from './kv.js'", "d", "kv"],
    ["import { 'a-b' as ab } from './kv.js'", "ab", 1],
    ["import { type T, a } from './kv.js'", "a", 1],
    ["import type { T } from './nowhere.js'", "1", 1],
    ["import './kv.js'", "1", 1],
    ["import left from 'left'", "left.pad('x')", " x"],
    ["import { pad } from 'left'", "pad('x')", " x"],
    ["import path from 'node:path'", "path.posix.join('a', 'b')", "a/b"],
    ["import { join } from 'path'", "typeof join", "function"],
    ["const { a } = await import('./kv.js')", "a", 1],
    ["const load = () => import('./kv.js')", "(await load()).b", 2],
    ["export { a } from './kv.js'", "1", 1],
    ["import os = require('node:os')", "typeof os.EOL", "string"],
    ["const { posix } = require('path')", "posix.sep", "/"],
  ])("understands %s", async (text, check, value) => {
    await inTemporaryFolder(async (folder) => {
      project(folder);
      const { type } = prompt({ folder });
      await type(text);
      expect(await type(check)).toEqual(value);
    });
  });

  it("echoes what it bound", async () => {
    await inTemporaryFolder(async (folder) => {
      project(folder);
      const { type, scope } = prompt({ folder });
      expect(await type("import kv from './kv.js'")).toBe("kv");
      expect(await type("import { a, b as bee } from './kv.js'")).toEqual({ a: 1, bee: 2 });
      expect(await type("import './kv.js'")).toBe(undefined);
      expect(names(scope)).toEqual(["kv", "a", "bee"]);
    });
  });

  it("fails for a name that the module does not have, and binds nothing", async () => {
    await inTemporaryFolder(async (folder) => {
      project(folder);
      const { fail, scope } = prompt({ folder });
      expect(String(await fail("import { a, nope } from './kv.js'"))).toBe(
        `SyntaxError: The module "./kv.js" does not export 'nope': it exports a, a-b, b, default`,
      );
      expect(String(await fail("export { nope } from './kv.js'"))).toMatch(/does not export 'nope'/);
      expect(names(scope)).toEqual([]);
    });
  });

  it("names the export that was probably meant, and of many only some", async () => {
    const { fail } = prompt();
    expect((await fail("import { readFileSinc } from 'node:fs'")).message).toBe(
      `The module "node:fs" does not export 'readFileSinc': did you mean 'readFileSync'?`,
    );
    expect((await fail("import { qqqqqqqqqqqqqqqqqqqq } from 'node:fs'")).message).toMatch(
      /^The module "node:fs" does not export 'q+': it exports (\w+, ){9}\w+ and \d+ more$/,
    );
  });

  it("follows what the module does with what it exports", async () => {
    await inTemporaryFolder(async (folder) => {
      writeFileSync(join(folder, "counter.mjs"), "export let count = 0; export const increase = () => ++count;\n");
      const { type, fail } = prompt({ folder });
      await type("import { count, increase } from './counter.mjs'");
      expect(await type("increase(); count")).toBe(1);
      expect((await fail("count = 5")).message).toBe("Assignment to constant variable 'count'");
    });
  });

  it("hands its attributes on", async () => {
    const asked: unknown[] = [];
    const importModule = async (...args: unknown[]) => {
      asked.push(args);
      return { default: 1 };
    };
    const evaluator = createEvaluator({ scope: createScope(), importModule });
    await evaluator.evaluate("import data from './data.json' with { type: 'json' }", 1);
    await evaluator.evaluate("await import('./data.json', { with: { type: 'json' } })", 2);
    const call = ["./data.json", { with: { type: "json" } }];
    expect(JSON.parse(JSON.stringify(asked))).toEqual([call, call]);
  });

  it("starts from a folder that may change", async () => {
    await inTemporaryFolder(async (folder) => {
      project(folder);
      const load = importFrom(() => folder);
      expect(await load("./kv.js")).toMatchObject({ a: 1 });
    });
  });

  it("knows import.meta as a module of the working directory does", async () => {
    expect(await prompt().type("import.meta.dirname")).toBe(process.cwd());
    expect(await prompt().type("import.meta.resolve('node:fs')")).toBe("node:fs");
  });
});
