import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { inTemporaryFolder, prompt } from "./prompt.js";

const home = process.cwd();

afterEach(() => process.chdir(home));

describe("require at the prompt", () => {
  it("loads TypeScript of the current folder, as it is now", () =>
    inTemporaryFolder(async (folder) => {
      process.chdir(folder);
      writeFileSync("legacy.cts", "exports.v = 1 as number;");
      const { type } = prompt({ folder });
      expect(await type('require("./legacy.cts")')).toEqual({ v: 1 });
      writeFileSync("legacy.cts", "exports.v = 2 as number;");
      expect(await type('import legacy = require("./legacy"); legacy.v')).toBe(2);
    }));

  it("says where a file is", () =>
    inTemporaryFolder(async (folder) => {
      process.chdir(folder);
      writeFileSync("mod.ts", "export {};");
      const { type } = prompt({ folder });
      expect(await type('require.resolve("./mod")')).toBe(join(process.cwd(), "mod.ts"));
      expect(await type("typeof require.cache")).toBe("object");
    }));

  it("tells the folder in which there is no such file", () =>
    inTemporaryFolder(async (folder) => {
      process.chdir(folder);
      const { fail } = prompt({ folder });
      expect((await fail('require("./gone")')).message).toBe(`Cannot find ./gone required from ${process.cwd()}`);
    }));
});
