import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";
import { INTERRUPTIBLE } from "./interrupt.js";

/** One line of a stack that means something to the user. */
export interface Frame {
  /** The function's name; `undefined` for the snippet or module itself. */
  readonly function?: string;
  /** `iex` for what was typed, else a path. */
  readonly file: string;
  /** For `iex`, the prompt's number, plus the lines above in a snippet of several. */
  readonly line: number;
  /** 1-based, in the TypeScript that was typed. */
  readonly column: number;
}

/** How to find, from a place in a script that runs, the place in the text that was typed. */
export interface Origin {
  readonly line: number;
  readonly shift: number;
  /** The file that the text is from, as messages name it; what was typed is from none. */
  readonly file?: string | undefined;
  /** Source maps, as text, the last made first. */
  readonly maps: () => readonly string[];
}

/** Functions outlive their prompt, so origins are kept; the oldest go when there are too many. */
const KEPT = 1000;
const origins = new Map<string, { origin: Origin; maps?: SourceMap[] }>();

/**
 * A file name for a script, told apart from those of other scripts of the same prompt number: prompts
 * repeat their number after an error, and a node may have several shells.
 */
export function reserveFilename(wanted: string, origin: Origin): string {
  let filename = wanted;
  for (let n = 2; origins.has(filename); n++) filename = `${wanted}#${n}`;
  origins.set(filename, { origin });
  const oldest = origins.keys().next().value;
  if (origins.size > KEPT && oldest !== undefined) origins.delete(oldest);
  return filename;
}

/**
 * The user's frames of an error: what was typed, and the user's own files. Those of the engine, of
 * Node and of the shell are left out.
 */
export function pruneStack(error: unknown): Frame[] {
  const frames = stackLines(error)
    .map(parseFrame)
    .filter((frame) => frame !== undefined);
  return frames.slice(0, bottomOf(frames)).filter(isUsers).map(toTyped);
}

/** Where the evaluator called the snippet: from here on, the stack tells how the shell was started. */
function bottomOf(frames: readonly Frame[]): number {
  const outermost = frames.findLastIndex(({ file }) => origins.has(file));
  const bottom = frames.findIndex(({ file }, index) => index > outermost && isOwn(file));
  return outermost < 0 || bottom < 0 ? frames.length : bottom;
}

/**
 * The stack of an error with every place in a snippet told as the user typed it: `iex:3:9`, prompt
 * (plus the lines above) and column.
 */
export function mapStack(stack: string): string {
  return stack.replace(/^( {4}at .*?\(?)([^\s()]+):(\d+):(\d+)(\)?)$/gm, (whole, before, file, line, column, after) => {
    if (!origins.has(file)) return whole;
    const typed = toTyped({ file, line: Number(line), column: Number(column) });
    // Outside of any function of a file: its frame has Elixir's name for that.
    if (typed.file !== "iex" && /at (async )?$/.test(before))
      return `${before}__FILE__ (${typed.file}:${typed.line}:${typed.column})`;
    return `${before}${typed.file}:${typed.line}:${typed.column}${after}`;
  });
}

function stackLines(error: unknown): string[] {
  const stack = typeof error === "object" && error !== null ? (error as { stack?: unknown }).stack : undefined;
  return typeof stack === "string" ? stack.split("\n").filter((line) => /^ {4}at /.test(line)) : [];
}

function parseFrame(line: string): Frame | undefined {
  const match = /^ {4}at (?:async )?(?:(?:new )?(.*?) \()?(.*?):(\d+):(\d+)\)?$/.exec(line);
  if (!match?.[2]) return undefined;
  const [, name, place, row, column] = match;
  const file = place.startsWith("file://") ? fileURLToPath(place) : place;
  const caller = withoutReceiver(name ?? "");
  const named = caller && caller !== "<anonymous>" ? { function: caller } : {};
  return { ...named, file, line: Number(row), column: Number(column) };
}

/** A function called by its name at the prompt has the scope as its receiver, which tells nobody anything. */
function withoutReceiver(name: string): string {
  return name.replace(/^Object\./, "").replace(/ \[as .*\]$/, "");
}

/** The folders of the shell itself: next to this file's own, in the sources as in what is built from them. */
const own = ownFolders(fileURLToPath(import.meta.url));

function ownFolders(path: string): string[] {
  const sources = /^(.*\/)shell\/evaluate\//.exec(path.replaceAll("\\", "/"));
  if (sources) return [`${sources[1]}shell/`, `${sources[1]}src/`];
  const built = /^(.*\/dist\/)/.exec(path.replaceAll("\\", "/"));
  return built?.[1] ? [built[1]] : [];
}

function isUsers({ file }: Frame): boolean {
  if (origins.has(file)) return true;
  return /^([A-Za-z]:)?[\\/]/.test(file) && !isOwn(file);
}

/** Whether a file is one of the shell's or of the runtime's. */
export function isOwn(file: string): boolean {
  return file === INTERRUPTIBLE || own.some((folder) => file.replaceAll("\\", "/").startsWith(folder));
}

function toTyped(frame: Frame): Frame {
  const entry = origins.get(frame.file);
  if (!entry) return frame;
  const { origin } = entry;
  entry.maps ??= origin.maps().map((map) => new SourceMap(JSON.parse(map)));
  const { line, column } = entry.maps.reduce(findOriginal, { line: frame.line - 1, column: frame.column - 1 });
  const typed = {
    ...frame,
    file: origin.file ?? "iex",
    line: origin.line + line,
    column: Math.max(0, line === 0 ? column - origin.shift : column) + 1,
  };
  return typed;
}

interface Place {
  line: number;
  column: number;
}

function findOriginal({ line, column }: Place, map: SourceMap): Place {
  const entry = map.findEntry(line, column) as { originalLine?: number; originalColumn?: number };
  return { line: entry.originalLine ?? line, column: entry.originalColumn ?? column };
}
