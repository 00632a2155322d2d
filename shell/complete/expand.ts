import { type Candidates, candidatesFor, isModule, shownAs } from "./candidates.js";
import { common, lowest } from "./names.js";
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
    return expansion(candidatesFor(before, prompt));
  } catch {
    return NO;
  }
}

function expansion(candidates: Candidates): Expansion {
  const { typed, names, known } = candidates;
  const [first] = names;
  if (first === undefined) return NO;
  const insert = common(names).slice(typed.length);
  if (insert !== "") return { yes: true, insert, candidates: [] };
  const isOnly = names.length === 1;
  if (isOnly && isModule(first, known?.(first))) return { yes: true, insert: ".", candidates: [] };
  if (isOnly && shownAs(first, known?.(first)) === typed) return NO;
  return { yes: true, insert: "", candidates: listed(candidates) };
}

/** How many candidates are looked at and listed: somewhat more than a screen shows. */
const MOST_LISTED = 200;

function listed({ names, known }: Candidates): string[] {
  const first = lowest(names, MOST_LISTED);
  const shown = first.map((name) => shownAs(name, known?.(name))).sort();
  return first.length < names.length ? [...shown, `... ${names.length - first.length} more`] : shown;
}
