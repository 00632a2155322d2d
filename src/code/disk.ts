import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { projectModule } from "./naming.js";
import { resolve } from "./resolve.js";
import type { Compile, Sources } from "./unit.js";

/** Files on this machine's disk, shown as seen from a folder. */
export function diskSources(cwd: string, compile?: Compile): Sources {
  return {
    read: (path) => readFileSync(path, "utf8"),
    resolve,
    shown: (path) => shownFrom(cwd, path),
    moduleOf: projectModule,
    compile,
  };
}

/** A path as a person in that folder writes it: relative when the file is inside. */
export function shownFrom(cwd: string, path: string): string {
  const inside = relative(cwd, path);
  return inside.startsWith("..") ? path : inside;
}
