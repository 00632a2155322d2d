import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { requiredFiles } from "../../shell/required-files.js";

const before = process.cwd();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "required-"));
  for (const path of ["lib/folder.ts", "apps/web/lib", "apps/mail/lib"])
    mkdirSync(join(folder, path), { recursive: true });
  for (const path of [
    "lib/shop.ts",
    "lib/cart.ts",
    "lib/cart.js",
    "lib/.secret.ts",
    "lib/a+b.ts",
    "lib/[id].ts",
    "odd*.ts",
    "odd1.ts",
    "apps/web/lib/page.ts",
    "apps/mail/lib/post.ts",
  ])
    writeFileSync(join(folder, path), "");
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

describe("The files to load before the first prompt", () => {
  it.each([
    ["lib/shop.ts", ["lib/shop.ts"]],
    ["lib/*.ts", ["lib/[id].ts", "lib/a+b.ts", "lib/cart.ts", "lib/shop.ts"]],
    ["./lib/c*t.?s", ["./lib/cart.js", "./lib/cart.ts"]],
    ["lib/a+?.ts", ["lib/a+b.ts"]],
    ["lib/[id].t?", ["lib/[id].ts"]],
    ["lib/.*.ts", ["lib/.secret.ts"]],
    ["apps/*/lib/*.ts", ["apps/mail/lib/post.ts", "apps/web/lib/page.ts"]],
    ["od?1.ts", ["odd1.ts"]],
  ])("%s means %j", (pattern, files) => {
    expect(requiredFiles(pattern)).toEqual(files);
  });

  it("may be given by an absolute pattern", () => {
    expect(requiredFiles(join(folder, "lib/s*"))).toEqual([join(folder, "lib/shop.ts")]);
  });

  it("are a file, not a pattern, where its name has a star", () => {
    expect(requiredFiles("odd*.ts")).toEqual(["odd*.ts"]);
  });

  it.each(["lib/*.tsx", "nowhere/*.ts", "nowhere.ts", "lib/shop.ts/*", "lib/fo*"])(
    "must be there: %s matches none",
    (pattern) => {
      expect(() => requiredFiles(pattern)).toThrow(`-r : No files matched pattern ${pattern}`);
    },
  );

  it("cannot be given by a pattern for folders within folders", () => {
    expect(() => requiredFiles("lib/**/*.ts")).toThrow("Cannot load lib/**/*.ts: ** is not known here");
  });
});
