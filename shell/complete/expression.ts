import { endsValue, isKeyword, type Token } from "./tokens.js";

/** What stands before a dot: as much of an expression as can be known without running anything. */
export type Expression =
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "member"; readonly of: Expression; readonly name: string }
  | { readonly type: "call"; readonly of: Expression; readonly args: readonly Token[] }
  | { readonly type: "new"; readonly of: Expression }
  | { readonly type: "literal"; readonly is: unknown }
  /** The value of the last prompt. */
  | { readonly type: "last" };

interface Found {
  readonly expression: Expression;
  /** The index of its first token. */
  readonly first: number;
}

/**
 * Reads, backwards, the expression that ends with the token of that index.
 *
 * @returns undefined when its value cannot be known
 */
export function expressionBefore(tokens: readonly Token[], last: number): Found | undefined {
  const token = tokens[last];
  if (token === undefined || isKeyword(token)) return undefined;
  switch (token.type) {
    case "name":
      return member(tokens, last, token.text) ?? literalOrName(token.text, last);
    case "string":
    case "template":
      return endsValue(tokens[last - 1]) ? undefined : literal("", last);
    case "number":
      return literal(token.text.endsWith("n") ? 0n : 0, last);
    case "regex":
      return literal(RegExp.prototype, last);
    case "mark":
      return afterMark(tokens, last);
  }
}

function afterMark(tokens: readonly Token[], last: number): Found | undefined {
  const { text } = tokens[last]!;
  if (text === "!") return expressionBefore(tokens, last - 1);
  if (text === "]") return index(tokens, last);
  return text === ")" ? parenthesised(tokens, last) : undefined;
}

function literal(is: unknown, first: number): Found {
  return { expression: { type: "literal", is }, first };
}

function literalOrName(name: string, first: number): Found | undefined {
  if (name === "true" || name === "false") return literal(true, first);
  if (name === "this" || name === "super" || name === "null") return undefined;
  return { expression: { type: "name", name }, first };
}

const isDot = (token: Token | undefined): boolean =>
  token?.type === "mark" && (token.text === "." || token.text === "?.");

function member(tokens: readonly Token[], last: number, name: string): Found | undefined {
  if (!isDot(tokens[last - 1])) return undefined;
  // Never a plain name: what cannot be known has no members that can.
  const of = last === 1 ? { expression: { type: "last" } as const, first: 0 } : expressionBefore(tokens, last - 2);
  return of
    ? { expression: { type: "member", of: of.expression, name }, first: of.first }
    : { expression: { type: "literal", is: undefined }, first: last };
}

function index(tokens: readonly Token[], last: number): Found | undefined {
  const open = opening(tokens, last);
  if (open < 0) return undefined;
  const before = isDot(tokens[open - 1]) ? open - 2 : open - 1;
  if (!endsValue(tokens[before]) || tokens[before]!.text === "}") return literal([], open);
  const of = expressionBefore(tokens, before);
  const key = tokens[open + 1];
  if (!of || last - open !== 2 || (key?.type !== "string" && key?.type !== "number")) return undefined;
  return { expression: { type: "member", of: of.expression, name: key.text }, first: of.first };
}

function parenthesised(tokens: readonly Token[], last: number): Found | undefined {
  const open = opening(tokens, last);
  if (open < 0) return undefined;
  const before = isDot(tokens[open - 1]) ? open - 2 : open - 1;
  return endsValue(tokens[before]) ? call(tokens, open, before, last) : group(tokens, open, last);
}

function call(tokens: readonly Token[], open: number, before: number, last: number): Found | undefined {
  const of = expressionBefore(tokens, before);
  if (!of) return undefined;
  if (tokens[of.first - 1]?.text === "new")
    return { expression: { type: "new", of: of.expression }, first: of.first - 1 };
  return { expression: { type: "call", of: of.expression, args: tokens.slice(open + 1, last) }, first: of.first };
}

/** `(await name)` is what a name is: the prompt's values are no promises. */
function group(tokens: readonly Token[], open: number, last: number): Found | undefined {
  const first = tokens[open + 1]?.text === "await" ? open + 2 : open + 1;
  const inside = expressionBefore(tokens, last - 1);
  return inside?.first === first ? { expression: inside.expression, first: open } : undefined;
}

const PAIRS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** The index of the bracket that the one at `last` closes, -1 when there is none. */
export function opening(tokens: readonly Token[], last: number): number {
  const expected: string[] = [];
  for (let at = last; at >= 0; at--) {
    const { type, text } = tokens[at]!;
    if (type !== "mark") continue;
    if (PAIRS[text]) expected.push(PAIRS[text]);
    else if (/^(\$?\{|\(|\[)$/.test(text) && expected.pop() !== text) return -1;
    if (expected.length === 0) return at;
  }
  return -1;
}

/** The names of a path such as `Node.spawnLink`, undefined for any other expression. */
export function pathOf(expression: Expression | undefined): string[] | undefined {
  if (expression?.type === "name") return [expression.name];
  if (expression?.type !== "member") return undefined;
  const of = pathOf(expression.of);
  return of && [...of, expression.name];
}
