import { describe, expect, it } from "@jest/globals";
import { withDependents } from "../../src/project/dependents.js";
import { changesSince, compiling, digest, isUnchanged, type Manifest } from "../../src/project/manifest.js";

const manifest: Manifest = {
  compiler: "1",
  definition: "d",
  config: "c",
  files: { "src/a.ts": "1", "src/b.ts": "2" },
  modules: ["A", "B"],
};

describe("the changes since the last compilation", () => {
  const nothing = { stale: [], removed: [], all: false, application: false };
  const all = { stale: ["src/a.ts", "src/b.ts"], removed: [], all: true, application: true };

  it.each<[string, Manifest | undefined, Partial<Manifest>, object]>([
    ["are none when nothing has changed", manifest, {}, nothing],
    ["are everything the first time", undefined, {}, all],
    ["are everything for another compiler", manifest, { compiler: "2" }, all],
    ["are everything for another configuration", manifest, { config: "x" }, all],
    [
      "concern the application when mix.ts has changed",
      manifest,
      { definition: "x" },
      { ...nothing, application: true },
    ],
    [
      "are the files with another text",
      manifest,
      { files: { "src/a.ts": "1", "src/b.ts": "x" } },
      { ...nothing, stale: ["src/b.ts"] },
    ],
    [
      "are new files and those that are gone",
      manifest,
      { files: { "src/b.ts": "2", "src/c.ts": "3" } },
      { ...nothing, stale: ["src/c.ts"], removed: ["src/a.ts"] },
    ],
  ])("%s", (_title, before, now, changes) => {
    expect(changesSince(before, { ...manifest, ...now })).toEqual(changes);
  });

  it("are nothing to do only when there are none", () => {
    expect(isUnchanged(changesSince(manifest, manifest))).toBe(true);
    for (const now of [{ definition: "x" }, { files: {} }, { files: { ...manifest.files, "src/c.ts": "3" } }])
      expect(isUnchanged(changesSince(manifest, { ...manifest, ...now }))).toBe(false);
  });

  it("are told as mix tells them", () => {
    expect([compiling(1), compiling(3)]).toEqual(["Compiling 1 file (.ts)", "Compiling 3 files (.ts)"]);
  });
});

describe("a digest", () => {
  it("tells texts apart that are the same when they are put together", () => {
    expect(digest("ab", "c")).not.toBe(digest("a", "bc"));
    expect(digest("ab", "c")).toBe(digest("ab", "c"));
  });
});

describe("the files that a change concerns", () => {
  const files = (...imports: [string, string[]][]) =>
    imports.map(([path, imported]) => ({ path, files: new Map(imported.map((name) => [`./${name}`, name])) }));

  it.each<[string, string[], string[]]>([
    ["itself, when nobody imports it", ["d"], ["d"]],
    ["those that import it, also through others", ["c"], ["c", "b", "a"]],
    ["those of a cycle", ["x"], ["x", "y"]],
    ["those that import a file which is gone", ["gone"], ["gone", "d"]],
    ["none, when nothing has changed", [], []],
  ])("are %s", (_title, changed, concerned) => {
    const units = files(["a", ["b"]], ["b", ["c"]], ["c", []], ["d", ["gone"]], ["x", ["y"]], ["y", ["x"]]);
    expect([...withDependents(changed, units)].sort()).toEqual([...concerned].sort());
  });
});
