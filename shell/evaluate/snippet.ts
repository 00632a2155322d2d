import { namePastedTerms } from "./pasted-term.js";

/** The one name that the evaluator keeps for itself in every scope. */
export const HIDDEN = "$iex";

/** What `import()` becomes, inside functions too: another node that runs such a function gives it a meaning there. */
export const IMPORT = "$iexImport";

/** One way to read a typed text as TypeScript. */
export interface Reading {
  readonly source: string;
  /** Characters put in front of the text: columns of its first line are this far off. */
  readonly shift: number;
  /** Where, in `source`, the typed text ends: an error from here on means that text is missing. */
  readonly end: number;
}

/**
 * The ways to read what was typed, the preferred one first: a line that begins like the middle of an
 * expression goes on from the last value, and a line that begins with a brace is an object before it
 * is a block.
 */
export function readings(typed: string): Reading[] {
  const text = namePastedTerms(typed);
  if (continuesLastValue(text)) return [prefixed(`${HIDDEN}.last `, text)];
  if (/^\s*\{/.test(text)) return [parenthesised(text), prefixed("", text)];
  if (/^\s*(async\s+)?(function|class)\b/.test(text)) return [prefixed("", text), parenthesised(text)];
  return [prefixed("", text)];
}

/**
 * True when a text begins with `.name` or an operator that no expression can begin with. `+`, `-`,
 * `/`, `(`, `[`, a backquote and `<` begin expressions of their own.
 *
 * @example
 * continuesLastValue(".map(String)"); // true
 * continuesLastValue("- 1"); // false
 */
export function continuesLastValue(text: string): boolean {
  return MIDDLE.test(text);
}

const MIDDLE = new RegExp(
  [
    String.raw`\.(?![\d.])|\?\.(?!\d)|\?\?(?![?=])|\?(?![.?])`,
    String.raw`\|\|?(?![|=>])|&&?(?![&=])|\^(?!=)`,
    String.raw`\*\*?(?![*=/])|%(?!=)`,
    "[=!]==?|<=|<<(?![<=])|>=|>>?>?(?![>=])",
    String.raw`(?:in|instanceof)(?![\p{ID_Continue}$])`,
  ]
    .join("|")
    .replace(/^/, String.raw`^\s*(?:`)
    .replace(/$/, ")"),
  "u",
);

function prefixed(prefix: string, text: string): Reading {
  return { source: prefix + text, shift: prefix.length, end: prefix.length + text.trimEnd().length };
}

/** A comment may end the text, so the closing parenthesis stands on a line of its own. */
function parenthesised(text: string): Reading {
  const body = text.replace(/;\s*$/, "");
  return { source: `(${body}\n)`, shift: 1, end: 1 + body.trimEnd().length };
}
