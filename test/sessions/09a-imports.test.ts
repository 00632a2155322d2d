import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, it } from "@jest/globals";
import { createCluster } from "iex-ts/testing";

const FILES = {
  "kv.ts": [
    'import { readFileSync } from "node:fs";',
    'import { helper } from "./lib/helper.js";',
    "export interface Kv { a: number }",
    "export const Kv = { get(): number { return helper(1) } };",
    'export default "default";',
    "export const path: string = typeof readFileSync;",
  ].join("\n"),
  "lib/helper.ts": "export const helper = (n: number): number => n + 1;",
  "data.json": '{ "n": 5 }',
  "m.mjs": "export const m = 2;",
  "c.cjs": "exports.c = 3;",
  "node_modules/left/package.json": '{ "name": "left", "main": "main.cjs" }',
  "node_modules/left/main.cjs": "exports.pad = (s) => ' ' + s; exports.n = 1;",
  "node_modules/right/package.json":
    '{ "name": "right", "type": "module", "exports": { ".": "./i.js", "./sub": "./s.js" } }',
  "node_modules/right/i.js": "export default 'right'; export const one = 1;",
  "node_modules/right/s.js": "export const sub = 'sub';",
  "node_modules/dual/package.json": '{ "name": "dual", "exports": { "import": "./i.mjs", "require": "./i.cjs" } }',
  "node_modules/dual/i.mjs": "export default 'as a module';",
  "node_modules/dual/i.cjs": "module.exports = 'by require';",
};

describe.each([
  ["of ECMAScript modules", '{ "type": "module" }', "export const js = 1;"],
  ["of CommonJS modules", '{ "type": "commonjs" }', "exports.js = 1;"],
  ["without a package.json", "", "export const js = 1;"],
])("in a folder %s, the prompt", (_kind, manifest, plain) => {
  const folder = mkdtempSync(join(tmpdir(), "iex-ts-imports-"));
  const cluster = createCluster({ cwd: folder });
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  };

  beforeAll(async () => {
    for (const [name, text] of Object.entries(FILES)) write(name, text);
    write("plain.js", plain);
    if (manifest) write("package.json", manifest);
    await cluster.start("me");
  });
  afterAll(async () => {
    await cluster.stopAll();
    rmSync(folder, { recursive: true });
  });

  it("imports packages, in every form", () =>
    cluster.play(`
      me> import { pad, n as count } from "left"
      { pad: #Function<..>, count: 1 }
      me> import left from "left"
      [..]pad: [..]
      me> import right, { one } from "right"
      { right: "right", one: 1 }
      me> import { sub } from "right/sub"
      "sub"
      me> import * as all from "right"; all.one
      1
      me> import dual from "dual"
      "as a module"
      me> require("dual")
      "by require"
      me> (await import("right")).default + pad("x")
      "right x"
    `));

  it("imports builtins and files, with and without their endings", () =>
    cluster.play(`
      me> import { EOL } from "os"
      "\\n"
      me> import kv, { Kv, path } from "./kv.ts"
      { kv: "default", Kv: { get: #Function<get/0> }, path: "function" }
      me> Kv.get()
      2
      me> import { helper } from "./lib/helper"
      #Function<helper/1>
      me> import { js } from "./plain.js"
      1
      me> import data from "./data.json" with { type: "json" }
      { n: 5 }
      me> import { m } from "./m.mjs"
      2
      me> import { c as three } from "./c.cjs"
      3
      me> const later = async () => (await import("./m.mjs")).m
      #Function<later/0>
      me> later()
      2
      me> import "./kv.ts"
      undefined
    `));

  it("sees a file as it is now: imported anew, compiled anew, reloaded", async () => {
    write("live.ts", "export const Live = { version: () => 1 };");
    await cluster.play(`
      me> import { Live } from "./live.ts"; Live.version()
      1
    `);
    write("live.ts", "export const Live = { version: () => 2 };");
    await cluster.play(`
      me> import { Live } from "./live.ts"; Live.version()
      2
      me> c("live.ts")
      [Live]
    `);
    write("live.ts", "export const Live = { version: () => 3 };");
    await cluster.play(`
      me> r("Live")
      warning: redefining module Live (current version defined in memory)
        live.ts:1

      {:reloaded, [Live]}
      me> (await import("./live.ts")).Live.version()
      3
    `);
  });
});
