import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { type Configuration, merge } from "./merge.js";

/** Config files that are being evaluated, and what they said so far. */
interface Evaluation {
  readonly environment: string;
  readonly values: Configuration;
  /** The files that are being evaluated, each imported by the one before. */
  readonly files: string[];
  /** Imports that nobody may be waiting for. */
  readonly imports: Promise<unknown>[];
  load(path: string): Promise<unknown>;
}

/** Config files are evaluated one after another, and call functions that know nothing of it. */
let current: Evaluation | undefined;

/**
 * Evaluates a config file and those that it imports.
 *
 * @param path absolute
 * @param environment what `configEnv()` answers
 * @param load runs a file
 * @returns what they configure
 */
export async function evaluateConfig(
  path: string,
  environment: string,
  load: (path: string) => Promise<unknown>,
): Promise<Configuration> {
  const evaluation: Evaluation = { environment, values: {}, files: [], imports: [], load };
  current = evaluation;
  try {
    await evaluate(path, evaluation);
    while (evaluation.imports.length > 0) await evaluation.imports.shift();
    return evaluation.values;
  } finally {
    current = undefined;
  }
}

/** Lets `configEnv()` answer while something else of the project is evaluated. */
export async function withEnvironment<T>(environment: string, run: () => Promise<T>): Promise<T> {
  const outer = current;
  current = { environment, values: {}, files: [], imports: [], load: run };
  try {
    return await run();
  } finally {
    current = outer;
  }
}

async function evaluate(path: string, evaluation: Evaluation): Promise<void> {
  evaluation.files.push(path);
  try {
    await evaluation.load(path);
  } finally {
    evaluation.files.pop();
  }
}

/** Adds to what is configured. */
export function put(app: string, env: Record<string, unknown>): void {
  const { values, files } = evaluationFor("config()");
  if (files.length === 0) throw outside("config()");
  Object.assign(values, { [app]: merge(values[app] ?? {}, env) });
}

export function environment(): string {
  return evaluationFor("configEnv()").environment;
}

/** Evaluates another file, named as seen from the one that is being evaluated. */
export function importFrom(path: string): Promise<void> {
  const evaluation = evaluationFor("importConfig()");
  const from = evaluation.files.at(-1);
  if (from === undefined) throw outside("importConfig()");
  const file = resolve(dirname(from), path);
  if (!existsSync(file)) throw new Error(`could not read file ${file}: create it, or start with another --env`);
  if (evaluation.files.includes(file)) throw new Error(`could not import ${file}: it is being evaluated already`);
  const imported = evaluate(file, evaluation);
  evaluation.imports.push(imported);
  // Whoever awaits the import sees its failure, and at the latest the evaluation does.
  imported.catch(() => {});
  return imported;
}

function evaluationFor(what: string): Evaluation {
  if (!current) throw outside(what);
  return current;
}

function outside(what: string): Error {
  return new Error(
    `${what} must be called in a config file: in config/config.ts, or in a file that it imports with importConfig()`,
  );
}
