import { types } from "node:util";

/** What is wrong with a text, and where: 1-based line and column, the column in characters. */
export interface Problem {
  readonly name: "SyntaxError" | "TokenMissingError";
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** Thrown by an evaluation whose text is not TypeScript. */
export class SnippetError extends SyntaxError {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }

  /** The error that the text of prompt `line` leaves for its author to look at. */
  atPrompt(line: number): SyntaxError {
    const { message, line: below, column } = this.problem;
    const error = new SyntaxError(message);
    error.stack = `${error}\n    at iex:${line + below - 1}:${column}`;
    return error;
  }
}

/** The problem at an offset of a source whose first line begins `shift` characters before the typed text. */
export function problemAt(source: string, offset: number, shift: number, message: string): Problem {
  const typed = source.slice(shift, Math.max(shift, offset));
  const before = typed.slice(typed.lastIndexOf("\n") + 1);
  const line = typed.split("\n").length;
  return { name: "SyntaxError", message: sentence(message), line, column: [...before].length + 1 };
}

/** What parsers, compilers and V8 answer when they run out of stack, `undefined` for any other error. */
export function nestingProblem(error: unknown): Problem | undefined {
  const isOverflow = ownMessage(error)?.includes("call stack") && (error as Error).name === "RangeError";
  return isOverflow ? TOO_DEEP : undefined;
}

/** The message of an error that V8 or a parser has made. One that the user's code would have to be called for is not. */
export function ownMessage(error: unknown): string | undefined {
  const message = types.isNativeError(error) && Object.getOwnPropertyDescriptor(error, "message")?.value;
  return typeof message === "string" ? message : undefined;
}

/** What is wrong with a text of which brackets alone say that the fast engine, which is native, would crash. */
export function nestsTooDeeply(text: string): Problem | undefined {
  let depth = 0;
  let deepest = 0;
  for (const [bracket] of text.length > MOST_NESTED ? text.matchAll(/[([{}\])]/g) : []) {
    depth += /[([{]/.test(bracket) ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest > MOST_NESTED ? TOO_DEEP : undefined;
}

const MOST_NESTED = 3000;
const TOO_DEEP: Problem = {
  name: "SyntaxError",
  message: "nested too deeply to be evaluated: break it into several statements",
  line: 1,
  column: 1,
};

/** Engines end their messages in different ways; the shell ends them without a full stop. */
function sentence(message: string): string {
  return message.replace(/^TS\(\d+\): /, "").replace(/\.$/, "");
}
