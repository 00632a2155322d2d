import { type Atom, type AtomValue, atom, atomName, isAtom } from "../atom.js";
import { inspectAtom, inspectFunctionName } from "../inspect/atom.js";
import { inspect } from "../inspect.js";
import { isTuple, type Tuple } from "../tuple.js";

/**
 * The lines of a stack trace: one for each frame, `    p24.ts:6: Remote.chat/0`. Frames have Erlang's
 * shape, `{module, function, arity | args, [file: …, line: …]}`; what was typed
 * outside of any function is `iex:1: (file)`. Of equal lines in a row, as endless recursion makes them,
 * the first is shown, and how many more there are.
 *
 * @param indent columns in front of each line
 * @see `Exception.format_stacktrace/1` of Elixir
 */
export function formatStacktrace(frames: readonly unknown[], indent = 4): string {
  return folded(frames.map(formatFrame))
    .map((line) => " ".repeat(indent) + line)
    .join("\n");
}

/** A few in a row are ordinary recursion, and stay. */
const MOST_EQUAL = 3;

function folded(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (let first = 0, end = 0; first < lines.length; first = end) {
    while (end < lines.length && lines[end] === lines[first]) end++;
    const run = lines.slice(first, end);
    kept.push(...(run.length > MOST_EQUAL ? [run[0]!, `... ${run.length - 1} more`] : run));
  }
  return kept;
}

/** True for a list of frames with at least one of them. */
export function isStacktrace(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && !isTuple(value) && value.length > 0 && value.every(isFrame);
}

/** `Remote.chat/0`, or `Remote.chat(1, 2)` where the arguments are known. */
export function formatCall(module: Atom, name: Atom, arity: unknown): string {
  const [, inside] = /^-(.+\/\d+)-(?:fun|inlined)-.*-$/.exec(atomName(name)) ?? [];
  const given = values(arity);
  if (inside !== undefined) return `anonymous fn${given} in ${inspectAtom(module)}.${inside}`;
  return `${inspectAtom(module)}.${inspectFunctionName(name)}${given}`;
}

/** A value on one line. */
export function inline(value: unknown): string {
  return inspect(value, { width: Number.POSITIVE_INFINITY });
}

function isFrame(value: unknown): value is Tuple {
  if (!isTuple(value)) return false;
  const [first, second, third, fourth] = value;
  if (value.length === 4) return isAtom(first) && isAtom(second) && isArity(third) && isLocation(fourth);
  return value.length === 3 && !isAtom(first) && isArity(second) && isLocation(third);
}

function isArity(value: unknown): boolean {
  return typeof value === "number" || (Array.isArray(value) && !isTuple(value));
}

function isLocation(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => isTuple(item) && item.length === 2);
}

function formatFrame(frame: unknown): string {
  if (!isFrame(frame)) return inline(frame);
  if (frame.length === 3) return `${place(frame[2])}${inline(frame[0])}${values(frame[1])}`;
  const [module, name, arity, location] = frame as unknown as readonly [Atom, Atom, unknown, unknown];
  return place(location) + code(module, name, arity, fileOf(location));
}

function code(module: Atom, name: Atom, arity: unknown, file: string): string {
  const known = atomName(name as AtomValue);
  if ((file === "iex" && /^(<?anonymous>?)?$/.test(known)) || known === "__FILE__") return "(file)";
  if (known === "__MODULE__") return `${inspectAtom(module)} (module)`;
  if (module === atom.iex_ts) return `${known === "" ? "anonymous fn" : known}${values(arity)}`;
  return formatCall(module, name, arity);
}

function values(arity: unknown): string {
  return Array.isArray(arity) ? `(${arity.map(inline).join(", ")})` : `/${String(arity)}`;
}

function place(location: unknown): string {
  const file = fileOf(location);
  const line = entry(location, atom.line);
  return file === "" ? "" : `${file}:${line === undefined || line === 0 ? "" : `${String(line)}:`} `;
}

function fileOf(location: unknown): string {
  const file = entry(location, atom.file);
  if (Array.isArray(file)) return String.fromCodePoint(...file.filter((code) => typeof code === "number"));
  return typeof file === "string" ? file : "";
}

function entry(location: unknown, key: Atom): unknown {
  return (location as readonly Tuple[]).find(([name]) => name === key)?.[1];
}
