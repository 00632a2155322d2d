/** What the names of a pattern stood for. */
export type Captures = Record<string, string>;

/** An output is not what its pattern says; the message shows both. */
export class MismatchError extends Error {
  override readonly name = "MismatchError";
}

type Element =
  | { type: "line"; line: string }
  /** Any number of lines. */
  | { type: "gap" }
  /** Groups of lines, whose order is free. */
  | { type: "unordered"; groups: string[][] };

/** Where a match ended, with all that was captured until there. */
interface Match {
  lines: number;
  captures: Captures;
}

/** The masks of a line, and what each stands for. */
const MASKS: readonly (readonly [mask: string, meaning: string])[] = [
  ["[..]", ".*?"],
  ["[TIME]", "\\d{2}:\\d{2}:\\d{2}\\.\\d{3}"],
  ["[DATE]", "\\d{4}-\\d{2}-\\d{2}"],
  ["#PID<..>", "#PID<\\d+\\.\\d+\\.\\d+>"],
  ["#Reference<..>", "#Reference<\\d+(?:\\.\\d+)+>"],
  ["#Port<..>", "#Port<\\d+\\.\\d+>"],
  ["#Function<..>", "#Function<[^>]*>"],
];

/**
 * Compares an output with a pattern, to the character except where the pattern has masks:
 *
 * - `{name}`, `#PID<{a}.[..].0>`: a piece of the line; the same name again must be the same text
 * - `[..]`: anything in a line; `...` on a line of its own: any number of lines
 * - `#PID<..>`, `#Reference<..>`, `#Port<..>`, `#Function<..>`, `[TIME]`, `[DATE]`: anything of that kind
 * - lines between `[unordered]` and `[/unordered]` come in any order; groups of lines separated by
 *   `[and]` stay together and come in any order
 * - `[?] ` before a line: it may be missing
 *
 * @param captures what names stand for already
 * @returns what all names stand for
 * @throws MismatchError that shows pattern and output
 * @example
 * const { you } = matchOutput("#PID<10001.125.0>", "#PID<{you}.125.0>"); // "10001"
 */
export function matchOutput(output: string, pattern: string, captures: Captures = {}): Captures {
  const lines = output.split("\n");
  const attempt = new Attempt(parse(pattern), lines, true);
  const match = attempt.run(captures);
  if (match) return match.captures;
  throw mismatch(pattern, output, attempt.furthest);
}

/**
 * Compares the complete lines at the beginning of an output with a pattern.
 *
 * @returns how many characters matched, or undefined when lines are still missing
 * @throws MismatchError when more lines cannot help
 */
export function matchBeginning(
  output: string,
  pattern: string,
  captures: Captures,
): { length: number; captures: Captures } | undefined {
  const lines = output.split("\n").slice(0, -1);
  const elements = parse(pattern);
  const attempt = new Attempt(elements, lines, false);
  const match = attempt.run(captures);
  if (match) return { length: lengthOf(lines.slice(0, match.lines)), captures: match.captures };
  if (elements.some(({ type }) => type === "gap") || lines.length < countLines(elements)) return undefined;
  throw mismatch(pattern, output.replace(/\n$/, ""), attempt.furthest);
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

function countLines(elements: readonly Element[]): number {
  return elements.reduce((sum, element) => {
    if (element.type === "gap") return sum;
    return sum + (element.type === "line" ? 1 : element.groups.flat().length);
  }, 0);
}

function parse(pattern: string): Element[] {
  const elements: Element[] = [];
  let block: string[] | undefined;
  for (const line of pattern.split("\n")) {
    if (line === "[unordered]") block = [];
    else if (line === "[/unordered]" && block) {
      elements.push({ type: "unordered", groups: groupsOf(block) });
      block = undefined;
    } else if (block) block.push(line);
    else elements.push(line === "..." ? { type: "gap" } : { type: "line", line });
  }
  if (block) throw new SyntaxError("Cannot compare with a pattern that lacks [/unordered]: end the block");
  return elements;
}

/** Without `[and]`, every line is a group of its own. */
function groupsOf(block: readonly string[]): string[][] {
  if (!block.includes("[and]")) return block.map((line) => [line]);
  const groups: string[][] = [[]];
  for (const line of block) {
    if (line === "[and]") groups.push([]);
    else groups.at(-1)!.push(line);
  }
  return groups;
}

const OPTIONAL = "[?] ";

/** One comparison, with a way back wherever there is a choice. */
class Attempt {
  /** The first line that no attempt got past. */
  furthest = 0;

  constructor(
    readonly elements: readonly Element[],
    readonly lines: readonly string[],
    /** Whether the pattern must cover all lines. */
    readonly whole: boolean,
  ) {}

  run(captures: Captures): Match | undefined {
    return this.#from(0, { lines: 0, captures });
  }

  #from(index: number, so: Match): Match | undefined {
    const element = this.elements[index];
    if (!element) return !this.whole || so.lines === this.lines.length ? so : undefined;
    if (element.type === "gap") return this.#gap(index, so);
    if (element.type === "unordered") return this.#unordered(index, element.groups, so);
    const next = this.#group([element.line], so);
    return next && this.#from(index + 1, next);
  }

  #gap(index: number, { lines, captures }: Match): Match | undefined {
    for (let end = lines; end <= this.lines.length; end++) {
      const match = this.#from(index + 1, { lines: end, captures });
      if (match) return match;
    }
    return undefined;
  }

  #unordered(index: number, groups: readonly string[][], so: Match): Match | undefined {
    if (groups.length === 0) return this.#from(index + 1, so);
    for (const group of groups) {
      const next = this.#group(group, so);
      const others = groups.filter((other) => other !== group);
      const match = next && this.#unordered(index, others, next);
      if (match) return match;
    }
    return undefined;
  }

  #group(group: readonly string[], so: Match): Match | undefined {
    let { lines, captures } = so;
    for (const pattern of group) {
      const optional = pattern.startsWith(OPTIONAL);
      const line = this.lines[lines];
      const found =
        line === undefined ? undefined : matchLine(line, optional ? pattern.slice(OPTIONAL.length) : pattern, captures);
      if (!found && !optional) return undefined;
      if (!found) continue;
      captures = found;
      this.furthest = Math.max(this.furthest, ++lines);
    }
    return { lines, captures };
  }
}

function matchLine(line: string, pattern: string, captures: Captures): Captures | undefined {
  if (line === pattern) return captures;
  const found = new RegExp(`^${toRegExp(pattern, captures)}$`, "s").exec(line);
  return found ? { ...captures, ...found.groups } : undefined;
}

const NAME = /^\{([a-z]\w*)\}/i;

function toRegExp(pattern: string, captures: Captures): string {
  let source = "";
  const named = new Set<string>();
  for (let rest = pattern; rest !== ""; ) {
    const mask = MASKS.find(([text]) => rest.startsWith(text));
    const [text, name] = mask ? [mask[0]] : (NAME.exec(rest) ?? [[...rest][0]!]);
    if (mask) source += mask[1];
    else if (name === undefined) source += escapeRegExp(text);
    else if (Object.hasOwn(captures, name)) source += escapeRegExp(captures[name]!);
    else source += named.has(name) ? `\\k<${name}>` : `(?<${name}>.+?)`;
    if (name !== undefined) named.add(name);
    rest = rest.slice(text.length);
  }
  return source;
}

/** A text as the source of an expression that matches just it. */
export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function mismatch(pattern: string, output: string, line: number): MismatchError {
  const shown = output.split("\n").map((text, index) => `${index === line ? ">" : " "} ${text}`);
  return new MismatchError(
    `Expected the output\n${pattern.replace(/^/gm, "  ")}\nbut saw (line ${line + 1} differs)\n${shown.join("\n")}`,
  );
}
