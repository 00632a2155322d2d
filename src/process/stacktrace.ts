import { atom, type Tuple, tuple } from "../term/index.js";

/** One frame as Erlang has it: `{Module, Function, Arity, [{file, File}, {line, Line}]}`. */
export type Frame = Tuple;

const FRAME = /^\s*at (?:async )?(?:(?:new )?(.*?) \()?(.*?):(\d+):(\d+)\)?$/;
const INTERNAL = /^(?:node:|internal\/|evalmachine\.<anonymous>$)/;
const MODULE = atom("iex_ts");

/** Frames of the runtime itself say nothing to its users. */
let hidden = (file: string): boolean => INTERNAL.test(file);

/** Adds files that a stack trace leaves out, such as the runtime's own bundle. */
export function hideFrames(more: (file: string) => boolean): void {
  const before = hidden;
  hidden = (file) => before(file) || more(file);
}

let translate = (stack: string): string => stack;

/** Adds what tells a stack's places as the user wrote them, such as lines typed at a prompt. */
export function translateStacks(more: (stack: string) => string): void {
  const before = translate;
  translate = (stack) => more(before(stack));
}

/** The frames of an error's stack, innermost first, without those of Node.js and of the runtime. */
export function stacktrace(error: unknown): Frame[] {
  const stack = stackOf(error);
  if (stack === undefined) return [];
  const frames: Frame[] = [];
  for (const line of translate(stack).split("\n")) {
    const found = FRAME.exec(line);
    if (!found) continue;
    const [, name = "", at = "", row = "0"] = found;
    const file = at.replace(/^file:\/\//, "");
    if (!hidden(file)) frames.push(frame(name, file, Number(row)));
  }
  return frames;
}

/** What makes the text of a stack can be the user's own (`Error.prepareStackTrace`), and fail. */
function stackOf(error: unknown): string | undefined {
  try {
    const { stack } = error as { stack?: unknown };
    return typeof stack === "string" ? stack : undefined;
  } catch {
    return undefined;
  }
}

function frame(name: string, file: string, line: number): Frame {
  const fun = name.replace(/^Object\./, "").replace(/ \[as .*\]$/, "");
  return tuple(MODULE, atom(fun.slice(0, 255)) as never, 0, [tuple(atom.file, file), tuple(atom.line, line)]);
}
