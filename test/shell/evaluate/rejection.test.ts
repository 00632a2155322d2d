import { describe, expect, it } from "@jest/globals";
import { bundled } from "../../support/bundled.js";

const run = bundled("shell/evaluate/index.ts");

/** What a program prints that has an `evaluate` at hand. */
const outputOf = (body: string): Promise<string> =>
  run(`import { createEvaluator, createScope } from "./bundle.mjs";
const evaluator = createEvaluator({ scope: createScope(), importModule: (specifier) => import(specifier) });
const evaluate = (text) => evaluator.evaluate(text, 1, { inOwnTurns: true });
${body}`);

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
