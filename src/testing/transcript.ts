/** One thing that happens at a terminal, and what it shows. */
export interface Step {
  /** In the transcript, from 1. */
  line: number;
  terminal: string;
  /** A line typed, an answer to a question, output that comes unasked, or something done to the node. */
  type: "command" | "answer" | "output" | "control";
  /** What is typed or done; nothing for output. */
  text: string;
  /** The lines that it must show. */
  shows: string[];
  /** Whether a question follows, instead of a prompt. */
  asks: boolean;
}

const SIGNS: Record<string, Step["type"]> = { "> ": "command", "< ": "answer", ": ": "output", "! ": "control" };

/**
 * Reads a transcript of several terminals.
 *
 * @param names terminals that are open already; others open with `name! start`
 * @throws SyntaxError for lines that belong to no terminal
 */
export function parseTranscript(transcript: string, names: readonly string[]): Step[] {
  const known = new Set([...names, ...[...transcript.matchAll(/^\s*(\w+)! start\b/gm)].map(([, name]) => name!)]);
  const steps: Step[] = [];
  for (const [index, line] of linesOf(transcript)) {
    const last = steps.at(-1);
    const step = directive(line, index, known, last);
    if (step) steps.push(step);
    else if (/^\/\/( |$)/.test(line) || continues(line, last) || (!last && line === "")) continue;
    else if (last) last.shows.push(line);
    else
      throw new SyntaxError(`Cannot play line ${index} of the transcript: begin with a terminal's name, not ${line}`);
  }
  for (const [index, step] of steps.entries()) step.asks = asks(step, steps.slice(index + 1));
  return steps;
}

/** Without the indentation that all lines share, and the empty lines at both ends. */
function linesOf(transcript: string): [number, string][] {
  const lines = transcript.split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  const numbered = lines.map((line, index): [number, string] => [index + 1, line.slice(indent)]);
  const last = numbered.findLastIndex(([, line]) => line.trim() !== "");
  return numbered.slice(0, last + 1);
}

function directive(line: string, index: number, known: ReadonlySet<string>, last?: Step): Step | undefined {
  const [, terminal, sign, text] = /^(\w+)([>:<!] )(.*)$/.exec(`${line}${/^\w+[>:<!]$/.test(line) ? " " : ""}`) ?? [];
  if (terminal === undefined || !known.has(terminal)) return undefined;
  const type = SIGNS[sign!]!;
  if (type !== "output") return { line: index, terminal, type, text: text!, shows: [], asks: false };
  if (last?.terminal === terminal && last.type === "output") {
    last.shows.push(text!);
    return undefined;
  }
  return { line: index, terminal, type, text: "", shows: [text!], asks: false };
}

/** `me...> ` goes on with what is typed; a further `me: ` line was taken already. */
function continues(line: string, last?: Step): boolean {
  if (!last) return false;
  if (last.type === "output" && line.startsWith(`${last.terminal}:`)) return true;
  const rest = new RegExp(`^${last.terminal}\\.\\.\\.>(?: (.*))?$`).exec(line);
  if (!rest || last.type !== "command" || last.shows.length > 0) return false;
  last.text += `\n${rest[1] ?? ""}`;
  return true;
}

function asks({ terminal, type }: Step, later: readonly Step[]): boolean {
  if (type !== "command" && type !== "answer") return false;
  return later.find((step) => step.terminal === terminal)?.type === "answer";
}
