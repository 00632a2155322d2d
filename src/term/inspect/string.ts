const ESCAPES: Record<string, string> = {
  "\0": "\\0",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\x1b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
};

/** Control characters, halves of surrogate pairs, and what would hide or reorder the text around it. */
const UNPRINTABLE =
  /["\\]|\p{Cc}|\p{Cs}|\p{Zl}|\p{Zp}|[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;

/**
 * A string in double quotes with escapes, printable characters of any script as they are.
 *
 * @param limit characters (UTF-16) that are shown, `<> ...` stands for the rest
 */
export function quoted(value: string, limit: number = Number.POSITIVE_INFINITY): string {
  if (value.length <= limit) return `"${value.replace(UNPRINTABLE, escaped)}"`;
  const end = isHighSurrogate(value.charCodeAt(limit - 1)) ? limit - 1 : limit;
  return `${quoted(value.slice(0, end))} <> ...`;
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  const hex = code.toString(16).toUpperCase();
  return ESCAPES[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, "0")}` : `\\u${hex.padStart(4, "0")}`);
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
