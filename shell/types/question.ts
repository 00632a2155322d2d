import { opening } from "../complete/expression.js";
import { type Token, tokenize } from "../complete/tokens.js";

/** What `h` and `b` are asked about by name; `t` takes whatever stands there, and evaluates none of it. */
const PATH = /^[\p{ID_Start}$_][\p{ID_Continue}$]*(\s*\.\s*[\p{ID_Start}$_][\p{ID_Continue}$]*)*$/u;

/**
 * Gives the helpers that ask about code the text of their argument: `t(list.map)` becomes
 * `t("list.map")`. All other texts stay as they are.
 *
 * @param isHelper whether a name stands for a helper, and for nothing that the user made
 */
export function quoteQuestion(text: string, isHelper: (name: string) => boolean): string {
  if (!/^\s*(await\s+)?[thb]\s*\(/.test(text)) return text;
  const tokens = meaningful(tokenize(text).tokens);
  const [name, open] = tokens;
  const last = tokens.length - 1;
  if (!name || open?.text !== "(" || last < 3 || opening(tokens, last) !== 1 || !isHelper(name.text)) return text;
  const inner = tokens.slice(2, tokens[last - 1]!.text === "," ? last - 1 : last);
  if (inner.length === 0 || (inner.length === 1 && inner[0]!.type === "string")) return text;
  const asked = text.slice(inner[0]!.start, inner.at(-1)!.end);
  return name.text === "t" || PATH.test(asked) ? `${name.text}(${JSON.stringify(asked)})` : text;
}

function meaningful(tokens: readonly Token[]): Token[] {
  const first = tokens[0]?.text === "await" ? 1 : 0;
  return tokens.slice(first, tokens.at(-1)?.text === ";" ? -1 : undefined);
}
