import { dirname } from "node:path";
import { CompileError, compileError } from "./compile-error.js";
import type { Resolved } from "./resolve.js";

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

/**
 * What `with { type: "json" }` says must be so, as in Node.js.
 *
 * @throws CompileError when it is not
 */
export function checkType(
  found: Resolved,
  type: string | undefined,
  from: { path: string; text: string },
  { specifier, shown }: { specifier: string; shown: string },
): void {
  const path = found.kind === "file" ? found.path : found.url;
  if (type === undefined || (type === "json" && path.endsWith(".json"))) return;
  const why = type === "json" ? "it is no JSON" : 'only "json" is known';
  const what = `Cannot import ${JSON.stringify(specifier)} with { type: ${JSON.stringify(type)} }: ${why}`;
  throw importError(what, from, { specifier, shown });
}

/** Where the source names it; its beginning for what the compiler made up. */
function offsetOf(text: string, specifier: string, name: string | undefined): number {
  const found = new RegExp(`\\b(?:from|import|require)\\b\\s*\\(?\\s*(["'])${literal(specifier)}\\1`).exec(text);
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
