import { type Expression, expressionBefore, pathOf } from "./expression.js";
import { endsValue, type Pieces, type Token, tokenize } from "./tokens.js";

/** What is being typed where the cursor stands. */
export type Context =
  | {
      readonly type: "name";
      readonly typed: string;
      readonly constructed: boolean;
      /** Names that the text itself mentions. */
      readonly mentioned: readonly string[];
    }
  | { readonly type: "member"; readonly of: Expression; readonly typed: string; readonly constructed: boolean }
  | { readonly type: "string"; readonly typed: string; readonly place: Place }
  | { readonly type: "nothing" };

/** Where a string stands. */
export interface Place {
  /** The function whose argument it is: `Node.connect`. */
  readonly callee?: string;
  /** Which argument, from 0. */
  readonly argument: number;
  /** Which element of a list or tuple that is such an argument, from 0. */
  readonly element?: number;
  /** True after `import` and `from`. */
  readonly specifier: boolean;
}

/**
 * What a text is in the middle of.
 *
 * @param before all lines of an unfinished text, up to the cursor
 * @example
 * contextOf("Node.sp"); // { type: "member", of: …Node, typed: "sp", constructed: false }
 */
export function contextOf(before: string): Context {
  const { tokens, within } = tokenize(before);
  if (within.type === "string") return { type: "string", typed: within.text, place: placeOf(tokens) };
  if (within.type === "other") return NOTHING;
  return codeContext(before, { tokens, within });
}

const NOTHING: Context = { type: "nothing" };
const DECLARES = /^(const|let|var|function|class|interface|type|enum|namespace)$/;

function codeContext(before: string, { tokens }: Pieces): Context {
  const last = tokens.at(-1);
  const typing = last?.end === before.length && last.type === "name";
  const typed = typing ? last.text : "";
  const rest = typing ? tokens.slice(0, -1) : tokens;
  const previous = rest.at(-1);
  if (previous?.type === "mark" && /^\??\.$/.test(previous.text)) return memberContext(rest, typed);
  if (previous?.type === "name" && DECLARES.test(previous.text)) return NOTHING;
  if (endsValue(previous) && (!typing || previous?.end === last.start) && previous?.text !== "}") return NOTHING;
  return { type: "name", typed, constructed: previous?.text === "new", mentioned: mentionedIn(rest) };
}

function memberContext(rest: readonly Token[], typed: string): Context {
  if (rest.length === 1) return { type: "member", of: { type: "last" }, typed, constructed: false };
  const found = expressionBefore(rest, rest.length - 2);
  if (!found) return NOTHING;
  return { type: "member", of: found.expression, typed, constructed: rest[found.first - 1]?.text === "new" };
}

/** Names that stand for themselves, not for members: parameters and variables of the text are among them. */
function mentionedIn(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token, index) =>
    token.type === "name" && !/^\??\.$/.test(tokens[index - 1]?.text ?? "") ? [token.text] : [],
  );
}

function placeOf(tokens: readonly Token[]): Place {
  const previous = tokens.at(-1);
  if (previous?.type === "name" && /^(from|import)$/.test(previous.text)) return { argument: 0, specifier: true };
  const own = openBracket(tokens, tokens.length - 1);
  if (!own) return { argument: 0, specifier: false };
  const called = own.bracket === "(" ? calleeAt(tokens, own.at) : undefined;
  if (own.bracket === "(" && called !== "tuple")
    return { ...(called ? { callee: called } : {}), argument: own.position, specifier: called === "import" };
  const outer = openBracket(tokens, own.at - (called ? 2 : 1));
  const callee = outer?.bracket === "(" ? calleeAt(tokens, outer.at) : undefined;
  const element = /^[[(]$/.test(own.bracket) ? { element: own.position } : {};
  return { ...(callee ? { callee } : {}), argument: outer?.position ?? 0, ...element, specifier: false };
}

/** The bracket that is still open, and how many commas stand between it and the end. */
function openBracket(
  tokens: readonly Token[],
  last: number,
): { at: number; bracket: string; position: number } | undefined {
  let closed = 0;
  let position = 0;
  for (let at = last; at >= 0; at--) {
    const { type, text } = tokens[at]!;
    if (type !== "mark") continue;
    if (/^[)\]}]$/.test(text)) closed++;
    else if (/^(\$?\{|\(|\[)$/.test(text) && closed-- === 0) return { at, bracket: text, position };
    else if (closed === 0 && text === ",") position++;
    else if (closed === 0 && text === ";") return undefined;
  }
  return undefined;
}

function calleeAt(tokens: readonly Token[], open: number): string | undefined {
  if (tokens[open - 1]?.text === "import") return "import";
  return pathOf(expressionBefore(tokens, open - 1)?.expression)?.join(".");
}
