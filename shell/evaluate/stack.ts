import { SourceMap, type SourceMapping } from "node:module";
import { fileURLToPath } from "node:url";
import { QUESTION_SCRIPT } from "../terminal/interrupt-helper.js";

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
 * repeat their number after an error, and a node may have several shells. It is never the name that
 * messages tell, so that no place is taken for one in the script once more.
 */
export function reserveFilename(wanted: string, origin: Origin): string {
  let filename = `${wanted}#1`;
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
  return frames
    .slice(0, bottomOf(frames))
    .filter(isUsers)
    .flatMap((frame) => toTyped(frame) ?? []);
}

/** Where the evaluator called the snippet: from here on, the stack tells how the shell was started. */
function bottomOf(frames: readonly (Frame | undefined)[]): number {
  const outermost = frames.findLastIndex((frame) => frame && origins.has(frame.file));
  const bottom = frames.findIndex((frame, index) => index > outermost && frame && isOwn(frame.file));
  return outermost < 0 || bottom < 0 ? frames.length : bottom;
}

/**
 * The stack of an error as text, without the shell's own frames, and with every place told as the user
 * typed it. One that has no frame of the user's stays whole: it tells of a fault in the shell.
 *
 * @param onlyTyped leaves stacks alone that go through nothing that was typed
 */
export function readableStack(stack: string, onlyTyped: boolean): string {
  const lines = stack.split("\n");
  const top = lines.findLastIndex((line) => !FRAME.test(line)) + 1;
  const frames = lines.slice(top).map(parseFrame);
  if (!frames.some((frame) => frame && (onlyTyped ? origins.has(frame.file) : isUsers(frame)))) return stack;
  const kept = frames.slice(0, bottomOf(frames)).map((frame) => !frame || !isOwn(frame.file));
  // What the engine did between the evaluator and the snippet.
  while (kept.length > 0 && isEngines(frames[kept.length - 1])) kept.pop();
  return mapStack(lines.filter((_, index) => index < top || kept[index - top]).join("\n"));
}

function isEngines(frame: Frame | undefined): boolean {
  return frame?.file.startsWith("node:") ?? true;
}

const FRAME = /^ {4}at /;

/**
 * The stack of an error with every place in a snippet told as the user typed it: `iex:3:9`, prompt
 * (plus the lines above) and column. What nobody typed, such as the helpers of compiled decorators, is
 * left out.
 */
export function mapStack(stack: string): string {
  const lines = stack.split("\n");
  return lines.flatMap((line) => mapLine(line) ?? []).join("\n");
}

function mapLine(whole: string): string | undefined {
  const [, call = "", file = "", line, column, after = ""] =
    /^( {4}at .*?\(?)([^\s()]+):(\d+):(\d+)(\)?)$/.exec(whole) ?? [];
  if (!origins.has(file)) return whole;
  const before = call.replace(/^( {4}at (?:async )?)Object\./, "$1");
  const typed = toTyped({ file, line: Number(line), column: Number(column) });
  if (!typed) return undefined;
  // Outside of any function of a file: its frame has Elixir's name for that.
  if (typed.file !== "iex" && /at (async )?$/.test(before))
    return `${before}__FILE__ (${typed.file}:${typed.line}:${typed.column})`;
  return `${before}${typed.file}:${typed.line}:${typed.column}${after}`;
}

/** Whether a stack overflow is V8's, in compiling what it was about to call: one of calls fills the whole stack. */
export function isCompilers(overflow: Error): boolean {
  const frames = stackLines(overflow).map(parseFrame);
  return frames.length < Error.stackTraceLimit && !frames.some((frame) => frame && isTyped(frame.file));
}

/** By the name of a script, or by that which messages tell. */
function isTyped(file: string): boolean {
  return origins.has(file) || [...origins.values()].some(({ origin }) => file === (origin.file ?? "iex"));
}

function stackLines(error: unknown): string[] {
  const stack = typeof error === "object" && error !== null ? (error as { stack?: unknown }).stack : undefined;
  return typeof stack === "string" ? stack.split("\n").filter((line) => FRAME.test(line)) : [];
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

/** That a function was called on an object of no class tells nobody anything. */
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
  return file === QUESTION_SCRIPT || own.some((folder) => file.replaceAll("\\", "/").startsWith(folder));
}

/** @returns undefined for a place that a compiler has added to what was typed */
function toTyped(frame: Frame): Frame | undefined {
  const entry = origins.get(frame.file);
  if (!entry) return frame;
  const { origin } = entry;
  entry.maps ??= origin.maps().map((map) => new SourceMap(JSON.parse(map)));
  const start: Place | undefined = { line: frame.line - 1, column: frame.column - 1 };
  const place = entry.maps.reduce<Place | undefined>((at, map) => at && findOriginal(at, map), start);
  if (!place) return undefined;
  const { line, column } = place;
  return {
    ...frame,
    file: origin.file ?? "iex",
    line: origin.line + line,
    column: Math.max(0, line === 0 ? column - origin.shift : column) + 1,
  };
}

interface Place {
  line: number;
  column: number;
}

function findOriginal(place: Place, map: SourceMap): Place | undefined {
  const { originalLine, originalColumn } = entryAt(place, map);
  return originalLine === undefined || originalColumn === undefined
    ? undefined
    : { line: originalLine, column: originalColumn };
}

/** How far the evaluator's own words reach in front of what was typed, where V8 finds some faults. */
const LONGEST_START = 100;

/** The entry at a place, else the next one of the same line, else the one above. */
function entryAt({ line, column }: Place, map: SourceMap): Partial<SourceMapping> {
  const isOnLine = (entry: Partial<SourceMapping>): boolean => entry.generatedLine === line;
  const here = map.findEntry(line, column) as Partial<SourceMapping>;
  for (let entry = here, at = column; at < column + LONGEST_START; at++) {
    if (isOnLine(entry)) return entry;
    entry = map.findEntry(line, at);
  }
  return here;
}
