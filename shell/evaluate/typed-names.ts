import { ownMessage } from "./problem.js";
import { HIDDEN, IMPORT } from "./snippet.js";

/** What the evaluator calls the value that a pattern takes apart. */
export const SOURCE = "$iexSource";

/** Names of the evaluator's own, and what the user typed in their place. */
const TYPED: readonly (readonly [own: string, typed: string])[] = [
  [`${HIDDEN}.last`, "_"],
  [`${HIDDEN}.meta`, "import.meta"],
  [`${HIDDEN}.fn(...)`, "(intermediate value)"],
  [IMPORT, "import"],
];

/**
 * Tells an error in the words of what was typed: V8 names in its messages what it was given to run,
 * which has names that nobody typed.
 *
 * @param source the text of what a pattern took apart, where one did
 * @example
 * // const [a] = null
 * tellAsTyped(error, "null"); // its message was "$iexSource is not iterable", and is "null is not iterable"
 */
export function tellAsTyped(error: unknown, source?: string): void {
  const message = ownMessage(error);
  const typed = message && asTyped(message, source);
  if (typed === message) return;
  const named = error as Error;
  try {
    if (named.stack) named.stack = named.stack.replace(message!, () => typed!);
    named.message = typed!;
  } catch {
    // It is frozen: then it stays as it is.
  }
}

/** A message of V8's in the words of what was typed. */
export function asTyped(message: string, source?: string): string {
  const called = message.replaceAll(CALLED, "$1");
  if (!called.includes(HIDDEN)) return called;
  const names = source === undefined ? TYPED : [...TYPED, [SOURCE, source.replace(/\s+/g, " ")] as const];
  return names.reduce((text, [own, word]) => text.replaceAll(own, word), called);
}

/** As V8 writes what is called without a receiver. */
const CALLED = /\(0 , ([\p{ID_Continue}$]+)\)/gu;
