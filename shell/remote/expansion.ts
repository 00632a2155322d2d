import { atom, isTuple, type Tuple, tuple } from "../../src/index.js";
import type { Expansion } from "../complete/index.js";

/** Nothing can follow. */
export const NO_EXPANSION: Expansion = { yes: false, insert: "", candidates: [] };

/**
 * What Tab does, as Erlang's line editors expect it of an `expand_fun`: `{yes | no, Insert, Candidates}`.
 *
 * @example
 * expansionToTerm({ yes: true, insert: "", candidates: ["hi"] }); // {:yes, [], [[104, 105]]}
 */
export function expansionToTerm({ yes, insert, candidates }: Expansion): Tuple {
  return tuple(atom(yes ? "yes" : "no"), charlist(insert), candidates.map(charlist));
}

/** The reverse of {@link expansionToTerm}; what is no such answer is {@link NO_EXPANSION}. */
export function expansionFromTerm(term: unknown): Expansion {
  if (!isTuple(term) || term.length !== 3 || !Array.isArray(term[2])) return NO_EXPANSION;
  const [found, insert, candidates] = term as unknown as [symbol, unknown, unknown[]];
  return { yes: found === atom("yes"), insert: textOf(insert), candidates: candidates.map(textOf) };
}

/** The text before the cursor as an `expand_fun` gets it: its last character comes first. */
export function beforeToTerm(before: string): number[] {
  return charlist(before).reverse();
}

/** The reverse of {@link beforeToTerm}. What is drawn as one character may be a list of its own. */
export function beforeFromTerm(term: unknown): string {
  if (!Array.isArray(term)) return "";
  return term.map(textOf).reverse().join("");
}

function charlist(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0)!);
}

/** The text of characters as Erlang has them: numbers, or lists of such. */
export function textOf(chars: unknown): string {
  if (typeof chars === "string") return chars;
  if (typeof chars === "number") return String.fromCodePoint(chars);
  return Array.isArray(chars) ? chars.map(textOf).join("") : "";
}
