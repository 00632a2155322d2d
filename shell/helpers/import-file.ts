import { existsSync } from "node:fs";
import { ArgumentError, inspect } from "../../src/index.js";
import { evaluateFile, expandPath } from "../configure/evaluate-file.js";
import { QUIET } from "../evaluator.js";
import type { Session } from "../session.js";
import type { Helper } from "./helper.js";

export const importFile: Helper = {
  signature: "importFile(path)",
  summary: "evaluates a file at the prompt, as if its lines were typed",
  details: `What the file declares is there afterwards, as from .iex.ts. Its value is that of its last statement.
When a line fails, what stands above it has happened. Imports in the file begin at its own folder.`,
  make: (session) => (path: string) => evaluate(checked(path), session),
};

export const importFileIfAvailable: Helper = {
  signature: "importFileIfAvailable(path)",
  summary: "does the same when there is such a file, and nothing when there is none",
  make: (session) => (path: string) => (existsSync(expandPath(checked(path))) ? evaluate(path, session) : null),
};

async function evaluate(path: string, session: Session): Promise<unknown> {
  const { value, printable } = await evaluateFile(path, session);
  return printable ? value : QUIET;
}

function checked(path: unknown): string {
  if (typeof path === "string" && path !== "") return path;
  throw new ArgumentError(
    `could not tell which file to import: ${inspect(path)} is no path, give one as in importFile("setup.ts")`,
  );
}
