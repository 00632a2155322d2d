/** What Tab does: text to put in or, when that is empty, names to list. */
export interface Completion {
  readonly insert: string;
  readonly candidates: readonly string[];
}

/** Completes the text before the cursor. */
export type Completer = (before: string) => Completion | Promise<Completion>;
