import type { Directive } from "./directive.js";
import type { Encoding } from "./notation.js";
import { charsLength, firstGraphemes } from "./width.js";

export type Field = Pick<Directive, "width" | "adjust" | "precision" | "pad" | "encoding">;

/**
 * A term in its field: filled up with the pad character, or stars where it does not fit.
 *
 * @param precision how many characters the term may have; the width if not given
 */
export function fillTerm(text: string, { width, adjust, precision, pad }: Omit<Field, "encoding">): string {
  if (width === undefined && precision === undefined) return text;
  const columns = width ?? precision!;
  const length = charsLength(text);
  const shown = Math.min(length, precision === undefined ? columns : Math.min(precision, columns));
  if (length > shown) return fill("*".repeat(shown), columns - shown, pad, adjust);
  return fill(text, columns - length, pad, adjust);
}

/** A text in its field: `precision` characters of it, in `width` columns. */
export function fillText(text: string, { width, adjust, precision, pad, encoding }: Field): string {
  if (width === undefined && precision === undefined) return text;
  if (width === undefined) return truncate(text, precision!, pad, "left", encoding);
  if (precision === undefined) return truncate(text, width, pad, adjust, encoding);
  if (width < precision) throw new TypeError(`the precision ${precision} is more than the width ${width}`);
  if (width === precision) return truncate(text, width, pad, adjust, encoding);
  return fill(truncate(text, precision, pad, "left", encoding), width - precision, pad, adjust);
}

/** A character, `precision` times (or `width` times where there is no precision) in its field. */
export function fillCharacter(character: string, { width, adjust, precision, pad }: Field): string {
  if (precision === undefined) return character.repeat(width ?? 1);
  if (width === undefined) return character.repeat(precision);
  if (width < precision) throw new TypeError(`the precision ${precision} is more than the width ${width}`);
  return fill(character.repeat(precision), width - precision, pad, adjust);
}

function truncate(text: string, columns: number, pad: string, adjust: Field["adjust"], encoding: Encoding): string {
  const length = charsLength(text);
  if (length <= columns) return fill(text, columns - length, pad, adjust);
  return encoding === "latin1" ? text.slice(0, columns) : firstGraphemes(text, columns);
}

function fill(text: string, count: number, pad: string, adjust: Field["adjust"]): string {
  return adjust === "left" ? text + pad.repeat(count) : pad.repeat(count) + text;
}
