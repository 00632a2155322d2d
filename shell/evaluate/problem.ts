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
}

/** The problem at an offset of a source whose first line begins `shift` characters before the typed text. */
export function problemAt(source: string, offset: number, shift: number, message: string): Problem {
  const typed = source.slice(shift, Math.max(shift, offset));
  const before = typed.slice(typed.lastIndexOf("\n") + 1);
  const line = typed.split("\n").length;
  return { name: "SyntaxError", message: sentence(message), line, column: [...before].length + 1 };
}

/** Engines end their messages in different ways; the shell ends them without a full stop. */
function sentence(message: string): string {
  return message.replace(/^TS\(\d+\): /, "").replace(/\.$/, "");
}
