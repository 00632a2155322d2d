import { type Encoding, quoted } from "./notation.js";
import { latin1Text, utf8Text } from "./utf8.js";

const LATIN1 = new Set<unknown>([8, 9, 10, 11, 12, 13, 27]);
for (let code = 32; code <= 255; code++) if (code < 127 || code > 159) LATIN1.add(code);

/** The text of a list that is one: all its elements are printable characters of Latin-1. */
export function printableList(list: readonly unknown[]): string | undefined {
  let text = "";
  for (let i = 0; i < list.length; i++) {
    if (!LATIN1.has(list[i])) return undefined;
    text += String.fromCharCode(list[i] as number);
  }
  return text;
}

/** One level of depth shows so many characters of a binary. */
const CHARACTERS = 4;

/**
 * The notation of a binary that is text: `<<"…">>`, with `/utf8` where it needs it.
 *
 * @param depth how many levels may be shown, at least 1; negative for all
 */
export function printableBinary(bytes: Uint8Array, depth: number, encoding: Encoding): string | undefined {
  const most = depth < 0 ? bytes.length : Math.min(CHARACTERS * depth, bytes.length);
  const [text, used] = encoding === "unicode" ? unicodePrefix(bytes, most) : latin1Prefix(bytes, most);
  const isAll = used === bytes.length;
  if (!isAll && (depth < 0 || text.length < depth)) return undefined;
  return `<<${quoted(text, '"', "unicode")}${text.length === used ? "" : "/utf8"}${isAll ? "" : "..."}>>`;
}

/** The printable characters at the beginning, and how many bytes they take. */
function latin1Prefix(bytes: Uint8Array, most: number): [text: string, bytes: number] {
  let end = 0;
  while (end < most && LATIN1.has(bytes[end])) end++;
  return [latin1Text(bytes.subarray(0, end)), end];
}

function unicodePrefix(bytes: Uint8Array, most: number): [text: string, bytes: number] {
  const text = utf8Prefix(bytes, most);
  if (text === undefined) return latin1Prefix(bytes, most);
  let used = 0;
  let end = 0;
  for (; end < text.length && end < most && LATIN1.has(text.charCodeAt(end)); end++)
    used += text.charCodeAt(end) < 128 ? 1 : 2;
  return [text.slice(0, end), used];
}

/** The first characters, decoded; more than asked for, so that none is cut; undefined where they are not UTF-8. */
function utf8Prefix(bytes: Uint8Array, characters: number): string | undefined {
  let end = 0;
  for (let i = 0; i < characters && end < bytes.length; i++) end += sequenceLength(bytes[end]!);
  return end > bytes.length ? undefined : utf8Text(bytes.subarray(0, end));
}

function sequenceLength(first: number): number {
  if (first < 0xc0) return 1;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}
