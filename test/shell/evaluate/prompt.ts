import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEvaluator, createScope, type EvaluateOptions, type Scope } from "../../../shell/evaluate/index.js";
import { importFrom } from "./import-from.js";

export interface Prompt {
  readonly scope: Scope;
  /** Evaluates a line and answers its value. */
  type(text: string, options?: EvaluateOptions): Promise<unknown>;
  /** Evaluates a line that must fail, and answers what it threw. */
  fail(text: string): Promise<any>;
}

/** A prompt with nobody at it: an evaluator that numbers its lines. */
export function prompt({
  builtins = {},
  folder = process.cwd(),
}: {
  builtins?: Record<string, unknown>;
  folder?: string;
} = {}): Prompt {
  const scope = createScope({ builtins });
  const evaluator = createEvaluator({ scope, importModule: importFrom(folder) });
  let line = 0;
  const type = async (text: string, options?: EvaluateOptions) =>
    (await evaluator.evaluate(text, ++line, options)).value;
  const fail = async (text: string) => {
    let value: unknown;
    try {
      value = await type(text);
    } catch (error) {
      return error;
    }
    throw new Error(`${text} gave ${String(value)}`);
  };
  return { scope, type, fail };
}

/** Runs a test with a folder of its own. */
export async function inTemporaryFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "iex-ts-evaluate-"));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
