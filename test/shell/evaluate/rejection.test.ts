import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { build } from "esbuild";

const root = process.cwd();
let folder: string;

beforeAll(async () => {
  mkdirSync(join(root, "node_modules", ".cache"), { recursive: true });
  folder = mkdtempSync(join(root, "node_modules", ".cache", "evaluate-"));
  await build({
    entryPoints: [join(root, "shell/evaluate/index.ts")],
    outfile: join(folder, "evaluate.mjs"),
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
    logLevel: "error",
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program prints that has an `evaluate` at hand. */
async function outputOf(body: string): Promise<string> {
  const file = join(folder, "program.mjs");
  const start = `import { createEvaluator, createScope } from "./evaluate.mjs";
const evaluator = createEvaluator({ scope: createScope(), importModule: (specifier) => import(specifier) });
const evaluate = (text) => evaluator.evaluate(text, 1, { inOwnTurns: true });\n`;
  writeFileSync(file, start + body);
  const child: ChildProcess = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  await once(child, "close");
  return output;
}

describe("a rejection that the prompt awaits", () => {
  it.each([
    "await Promise.reject(1)",
    "Promise.reject(1)",
    "const one = Promise.reject(1)",
    "(async () => { throw 1 })()",
  ])("is nobody's unhandled one: %s", async (text) => {
    const output = await outputOf(`
        process.on("unhandledRejection", () => console.log("unhandled"));
        await (async () => (await evaluate(${JSON.stringify(text)})).value)().catch((error) => console.log("caught", error));
      `);
    expect(output).toBe("caught 1\n");
  });
});
