import { atomName, ImproperList, isAtom, isTuple } from "../../term/index.js";
import type { Encoding } from "./notation.js";
import { latin1Text, utf8Text } from "./utf8.js";

/**
 * The text of an argument of `~s` and `~ts`: an atom, a binary, or a list of characters and of these,
 * nested. As in Erlang a binary is bytes to `~s`, each of them a character, and text to `~ts`.
 *
 * @throws TypeError for anything else, and for characters beyond Latin-1 without the `t`
 */
export function charsOf(value: unknown, encoding: Encoding): string {
  if (isAtom(value)) return checked(atomName(value), encoding);
  const out: string[] = [];
  collect(value, encoding, out);
  return out.join("");
}

/** The text of a format: like an argument of `~s`, but a list may hold any character. */
export function formatText(format: unknown): string {
  if (isAtom(format)) return atomName(format);
  return charsOf(format, Array.isArray(format) ? "unicode" : "latin1");
}

function collect(value: unknown, encoding: Encoding, out: string[]): void {
  if (typeof value === "string") out.push(encoding === "unicode" ? value : latin1Text(Buffer.from(value)));
  else if (value instanceof Uint8Array) out.push(textOf(value, encoding));
  else if (value instanceof ImproperList) {
    collectItems(value.items, encoding, out);
    collect(value.tail, encoding, out);
  } else if (Array.isArray(value) && !isTuple(value)) collectItems(value, encoding, out);
  else throw new TypeError("an atom, a binary or a list of characters is needed for ~s");
}

function collectItems(items: readonly unknown[], encoding: Encoding, out: string[]): void {
  for (let i = 0; i < items.length; i++) {
    const item = items[i];
    if (typeof item === "number") out.push(checked(String.fromCodePoint(item), encoding));
    else collect(item, encoding, out);
  }
}

function textOf(bytes: Uint8Array, encoding: Encoding): string {
  return (encoding === "unicode" ? utf8Text(bytes) : undefined) ?? latin1Text(bytes);
}

function checked(text: string, encoding: Encoding): string {
  if (encoding === "latin1" && /[^\0-\xff]/.test(text))
    throw new TypeError("~ts is needed for characters beyond Latin-1, not ~s");
  return text;
}
