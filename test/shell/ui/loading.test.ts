import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "@jest/globals";

const dist = join(import.meta.dirname, "../../../dist");

/** The built files that are loaded together with one of them. */
function loadedWith(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, path] of readFileSync(file, "utf8").matchAll(/\b(?:from|import)\s*"(\.{1,2}\/[\w./-]+\.js)"/g)) {
    const loaded = join(dirname(file), path!);
    if (existsSync(loaded)) loadedWith(loaded, found);
  }
  return found;
}

describe("the screens of ink", () => {
  it.each(["run.js", "shell.js", "index.js"])("are not loaded with %s, but when they are first needed", (entry) => {
    const files = [...loadedWith(join(dist, entry))];
    expect(files.length).toBeGreaterThan(1);
    expect(files.filter((file) => readFileSync(file, "utf8").includes("react-reconciler"))).toEqual([]);
  });
});
