import { type Candidate, candidatesFor, isModule, shownAs } from "./candidates.js";
import type { Prompt } from "./resolve.js";

/** What Tab does: puts `insert` in, or, when that is empty, lists the candidates. */
export interface Expansion {
  /** False when nothing can follow. */
  readonly yes: boolean;
  readonly insert: string;
  /** As they are shown, sorted; of very many the first ones, and how many more there are. */
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
  const [first] = candidates;
  if (!first) return NO;
  const insert = common(candidates.map(({ name }) => name)).slice(typed.length);
  if (insert !== "") return { yes: true, insert, candidates: [] };
  const isOnly = candidates.length === 1;
  if (isOnly && isModule(first)) return { yes: true, insert: ".", candidates: [] };
  if (isOnly && shownAs(first) === typed) return NO;
  return { yes: true, insert: "", candidates: listed(candidates) };
}

/** How many candidates are looked at and listed: somewhat more than a screen shows. */
const MOST_LISTED = 200;

function listed(candidates: readonly Candidate[]): string[] {
  const names = candidates.map(({ name }) => name).sort();
  const last = names[MOST_LISTED - 1] ?? names.at(-1)!;
  const first = candidates.filter(({ name }) => name <= last);
  const shown = [...new Set(first.map(shownAs))].sort();
  return first.length < names.length ? [...shown, `... ${names.length - first.length} more`] : shown;
}

function common(names: readonly string[]): string {
  return names.reduce((prefix, name) => {
    let length = 0;
    while (length < prefix.length && prefix[length] === name[length]) length++;
    return prefix.slice(0, length);
  });
}
