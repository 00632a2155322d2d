import { existsSync, readFileSync } from "node:fs";
import { atomName, Code, Exception, inspect } from "../../src/index.js";
import { shownPath } from "../evaluate/index.js";
import type { Style } from "../style.js";

/** Where a process stands. */
export interface Location {
  /** An absolute path, or `iex` for what was typed. */
  readonly file: string;
  readonly line: number;
  /** The function, as `Kv.get/1`; undefined outside of any that has a name. */
  readonly name: string | undefined;
}

/** Where the innermost function of the user stood that an error was made in. */
export function locationOf(error: Error): Location | undefined {
  const [frame] = Exception.stacktrace(error) as unknown as [
    module: symbol,
    name: symbol,
    arity: number,
    at: unknown,
  ][];
  if (!frame) return undefined;
  const [[, file], [, line]] = frame[3] as [[symbol, string], [symbol, number]];
  return { file, line, name: nameIn(file, atomName(frame[1]).replace(/^__FILE__$|^<anonymous>$/, "")) };
}

/** Functions of modules have their parameters counted; of others the stack does not tell. */
function nameIn(file: string, name: string): string | undefined {
  if (name === "") return undefined;
  const key = name.split(".").at(-1)!;
  for (const { module, source, exports } of Code.loadedModules()) {
    const found = source?.file === file ? Object.getOwnPropertyDescriptor(exports, key)?.value : undefined;
    if (typeof found === "function") return `${inspect(module)}.${key}/${found.length}`;
  }
  return `${name}/0`;
}

/** As iex writes a place: `Kv.get/1 (lib/kv.ts:7)`. */
export function formatLocation(location: Location | undefined): string {
  if (!location) return "an unknown place";
  const place = `${shownPath(location.file)}:${location.line}`;
  return location.name === undefined ? place : `${location.name} (${place})`;
}

/**
 * The lines around a place, with their numbers; empty where there is no such file.
 *
 * @param radius how many lines above and below
 */
export function sourceAround(
  location: Location | undefined,
  radius: number,
  { heading }: Pick<Style, "heading">,
): string {
  if (!location || !existsSync(location.file)) return "";
  const { file, line } = location;
  const lines = readFileSync(file, "utf8").replace(/\n$/, "").split("\n");
  const first = Math.max(1, line - radius);
  const shown = lines.slice(first - 1, line + radius).map((text, index) => {
    const row = `${String(first + index).padStart(5)}: ${text}`.trimEnd();
    return first + index === line ? heading(row) : row;
  });
  return `${shown.join("\n")}\n\n`;
}
