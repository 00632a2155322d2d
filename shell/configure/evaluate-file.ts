import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { getSystemErrorMap } from "node:util";
import {
  classify,
  createEvaluator,
  type Evaluated,
  type EvaluateOptions,
  formatSyntaxError,
  type ImportModule,
  type Scope,
  SnippetError,
  shownPath,
} from "../evaluate/index.js";
import type { Session } from "../session.js";

/** What is being evaluated for each prompt: a file that comes to itself again would never end. */
const underWay = new WeakMap<Scope, Set<string>>();

/**
 * Evaluates a file in the scope of the prompt, as if it were typed there. What stands above a line
 * that fails, or that is no TypeScript, has happened.
 *
 * @param path relative to the current folder, absolute, or beginning with `~/`
 * @returns the value of its last statement
 * @throws Error when the file cannot be read or is being evaluated already, SyntaxError with place and
 *   line, or whatever the file throws
 */
export async function evaluateFile(path: string, session: Session): Promise<Evaluated> {
  const file = expandPath(path);
  const text = read(file);
  const { scope } = session;
  const files = underWay.get(scope) ?? new Set();
  underWay.set(scope, files);
  if (files.has(file)) throw new Error(`cannot import ${shownPath(file)} once more: its import is under way`);
  files.add(file);
  try {
    return await evaluateText(text, file, session);
  } finally {
    files.delete(file);
  }
}

/** How the prompt evaluates: Ctrl+C ends it. */
export function evaluateOptions({ interrupt, interruptible }: Session): EvaluateOptions {
  return { ...(interrupt ? { interrupt } : {}), inOwnTurns: interruptible };
}

async function evaluateText(text: string, file: string, session: Session): Promise<Evaluated> {
  const { scope } = session;
  const evaluator = createEvaluator({ scope, file, importModule: importFrom(dirname(file), session.importModule) });
  const evaluate = async (part: string): Promise<Evaluated> => {
    const typing = session.types.beginFile(part, dirname(file));
    const evaluated = await evaluator.evaluate(part, 1, evaluateOptions(session));
    await typing.succeeded();
    return evaluated;
  };
  try {
    return await evaluate(text);
  } catch (error) {
    if (!(error instanceof SnippetError)) throw error;
    await evaluate(linesBefore(text, error.problem.line));
    throw syntaxError(error, text, file);
  }
}

/** The whole statements above a line. */
function linesBefore(text: string, line: number): string {
  const lines = text.split("\n");
  for (let end = Math.min(line, lines.length) - 1; end > 0; end--) {
    const above = lines.slice(0, end).join("\n");
    if (classify(above) === "complete") return above;
  }
  return "";
}

/** Told at the prompt, where the text of the file is not at hand. */
function syntaxError({ problem }: SnippetError, text: string, file: string): SyntaxError {
  const line = problem.name === "TokenMissingError" ? problem.line : 1;
  const [first = "", ...frame] = formatSyntaxError(problem, text, line, shownPath(file));
  const error = new SyntaxError([first.replace(/^\*\* \(\w+\) /, ""), ...frame].join("\n"));
  return Object.assign(error, { name: problem.name });
}

/** Paths in a file begin at the file; packages are those of the current folder. */
function importFrom(folder: string, importModule: ImportModule): ImportModule {
  return (specifier, options) =>
    importModule(/^\.\.?(\/|$)/.test(specifier) ? resolve(folder, specifier) : specifier, options);
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { errno = 0, message } = error as NodeJS.ErrnoException;
    throw new Error(`could not read file ${JSON.stringify(file)}: ${getSystemErrorMap().get(errno)?.[1] ?? message}`);
  }
}

/** `~` is the home folder, as in iex. */
export function expandPath(path: string): string {
  return resolve(/^~(\/|$)/.test(path) ? join(homedir(), path.slice(1)) : path);
}
