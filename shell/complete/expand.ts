import { type Candidate, candidatesFor } from "./candidates.js";
import type { Prompt } from "./resolve.js";

/** What Tab does: puts `insert` in, or, when that is empty, lists the candidates. */
export interface Expansion {
  /** False when nothing can follow. */
  readonly yes: boolean;
  readonly insert: string;
  /** As they are shown, sorted. */
  readonly candidates: string[];
}

const NO: Expansion = { yes: false, insert: "", candidates: [] };

/**
 * Completes what stands before the cursor, as `IEx.Autocomplete.expand/2` does: what all candidates
 * have in common is inserted, else they are listed. Runs no code of the user and never throws.
 *
 * @param before all lines of the text that is being typed, up to the cursor
 * @example
 * expand("Node.sp", session); // { yes: true, insert: "awn", candidates: [] }
 */
export function expand(before: string, prompt: Prompt): Expansion {
  try {
    const { typed, candidates } = candidatesFor(before, prompt);
    return expansion(typed, candidates);
  } catch {
    return NO;
  }
}

function expansion(typed: string, candidates: readonly Candidate[]): Expansion {
  const [first, ...others] = candidates;
  if (!first) return NO;
  const insert = common(candidates.map(({ name }) => name)).slice(typed.length);
  if (insert !== "") return { yes: true, insert, candidates: [] };
  if (others.length === 0 && first.isModule) return { yes: true, insert: ".", candidates: [] };
  if (others.length === 0 && first.shown === typed) return NO;
  return { yes: true, insert: "", candidates: [...new Set(candidates.map(({ shown }) => shown))].sort() };
}

function common(names: readonly string[]): string {
  return names.reduce((prefix, name) => {
    let length = 0;
    while (length < prefix.length && prefix[length] === name[length]) length++;
    return prefix.slice(0, length);
  });
}
