import { dirname } from "node:path";
import { CompileError, compileError } from "./compile-error.js";

/**
 * The error for an import that leads nowhere, with its place in the source.
 *
 * @param name the imported name that is to blame; the whole import when left out
 */
export function importError(
  message: string,
  { path, text }: { path: string; text: string },
  { specifier, name, shown }: { specifier: string; name?: string; shown: string },
): CompileError {
  // Typed at a prompt, or in a function that travelled: there is no file, only the folder it stands for.
  if (text === "") return new CompileError(message.replace(` imported from ${path}`, ` from ${dirname(path)}`), path);
  return compileError(message, path, text, offsetOf(text, specifier, name), shown);
}

/** Where the source names it; its beginning for what the compiler made up. */
function offsetOf(text: string, specifier: string, name: string | undefined): number {
  const found = new RegExp(`\\b(?:from|import)\\b\\s*\\(?\\s*(["'])${literal(specifier)}\\1`).exec(text);
  if (!found) return 0;
  const quoted = found.index + found[0].length - specifier.length - 2;
  if (name === undefined) return quoted;
  const before = text.slice(0, found.index);
  const start = Math.max(0, before.lastIndexOf("import"), before.lastIndexOf("export"));
  const inside = before.slice(start).search(new RegExp(`(?<![\\w$])${literal(name)}(?![\\w$])`));
  return inside < 0 ? quoted : start + inside;
}

/** A text as a regular expression that matches it alone. */
function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
