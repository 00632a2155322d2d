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

/** Runs a program that has an `evaluate` at hand, with SIGINT sent as soon as it says that it loops. */
async function interrupted(body: string): Promise<string> {
  const file = join(folder, "program.mjs");
  // An interruption in the midst of console.log would leave the stream in the midst of writing.
  const start = `import { writeSync } from "node:fs";
import { createEvaluator, createScope } from "./evaluate.mjs";
const evaluator = createEvaluator({ scope: createScope({ builtins: { say: (text) => writeSync(1, text + "\\n") } }), importModule: (specifier) => import(specifier) });
const evaluate = (text, options) => evaluator.evaluate(text, 1, { breakOnSigint: true, ...options });\n`;
  writeFileSync(file, start + body);
  const child: ChildProcess = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    output += text;
    if (text.includes("looping")) child.kill("SIGINT");
  });
  await once(child, "close");
  return output;
}

describe("Ctrl+C", () => {
  it("ends a synchronous loop, and the prompt goes on", async () => {
    const output = await interrupted(`
      const text = "let said = false; while (true) { if (!said) { said = true; say('looping') } }";
      await evaluate(text).catch((error) => console.log(error.name));
      console.log((await evaluate("1 + 1")).value);
    `);
    expect(output).toBe("looping\nInterrupted\n2\n");
  });

  it("ends a loop inside a function of another prompt, behind an initialiser", async () => {
    const output = await interrupted(`
      await evaluate("function spin() { say('looping'); for (;;) {} }");
      await evaluate("const one = 1; const two = spin()").catch((error) => console.log(error.name));
      console.log((await evaluate("[one, typeof two].join()")).value);
    `);
    expect(output).toBe("looping\nInterrupted\n1,undefined\n");
  });
});

describe("a rejection that the prompt awaits", () => {
  it.each([
    "await Promise.reject(1)",
    "Promise.reject(1)",
    "const one = Promise.reject(1)",
    "(async () => { throw 1 })()",
  ])("is nobody's unhandled one: %s", async (text) => {
    const output = await interrupted(`
        process.on("unhandledRejection", () => console.log("unhandled"));
        await (async () => (await evaluate(${JSON.stringify(text)})).value)().catch((error) => console.log("caught", error));
      `);
    expect(output).toBe("caught 1\n");
  });
});
