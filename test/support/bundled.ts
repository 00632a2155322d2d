import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "@jest/globals";
import { build } from "esbuild";

/**
 * For the tests of one file: programs of their own beside a bundle of the sources, `./bundle.mjs`.
 *
 * @param entry the file to bundle, from the project's folder
 * @returns runs a program until it ends by itself, and gives all that it printed
 */
export function bundled(entry: string): (program: string) => Promise<string> {
  const caches = join(process.cwd(), "node_modules", ".cache");
  let folder: string;
  beforeAll(async () => {
    mkdirSync(caches, { recursive: true });
    folder = mkdtempSync(join(caches, "bundled-"));
    await build({
      entryPoints: [join(process.cwd(), entry)],
      outfile: join(folder, "bundle.mjs"),
      bundle: true,
      format: "esm",
      platform: "node",
      packages: "external",
      logLevel: "error",
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return async (program) => {
    const file = join(folder, "program.mjs");
    writeFileSync(file, program);
    const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    await once(child, "close");
    return output;
  };
}
