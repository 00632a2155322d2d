/** `iex(3)> `, `...(3)> `, `iex(foo@host)3> `; also `iex> ` as lessons print it. */
const PROMPT = /^\s*(?:iex|\.{3})(?:\((?:[^()\s]*)\)\d*)?> ?/;
const FIRST = /^\s*iex(?:\((?:[^()\s]*)\)\d*)?> ?/;

/**
 * What to evaluate of a pasted block. A block that begins with a prompt is a session: prompts are cut
 * off and lines without one, which are output, are dropped. Any other block stays as it is.
 *
 * @example
 * stripPrompts("iex(1)> 1 +\n...(1)> 2\n3\n"); // "1 +\n2"
 */
export function stripPrompts(text: string): string {
  return snippets(text)?.join("\n") ?? text;
}

/**
 * The inputs of a pasted session, each with its continuation lines; `undefined` for a block that is
 * not a session.
 */
export function snippets(text: string): string[] | undefined {
  const lines = text.split(/\r?\n/);
  const start = lines.findIndex((line) => line.trim() !== "");
  if (!FIRST.test(lines[start] ?? "")) return undefined;
  const inputs: string[] = [];
  for (const line of lines.filter((each) => PROMPT.test(each))) {
    const input = line.replace(PROMPT, "");
    if (FIRST.test(line)) inputs.push(input);
    else inputs.push(`${inputs.pop()}\n${input}`);
  }
  return inputs.filter((input) => input.trim() !== "");
}
