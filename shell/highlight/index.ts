import { type PieceKind, pieces } from "./pieces.js";

/** Gives a text the colour of its kind. */
export type Paint = (kind: PieceKind, text: string) => string;

/** Longer lines are shown as they are: nobody types them, and each key draws the line again. */
const LONGEST = 5000;

/**
 * A line of TypeScript in colours, of the same width.
 *
 * @param before the lines above it, which decide what its beginning is in the middle of
 * @example
 * highlight("1`", "`a\n", (kind, text) => `<${kind}>${text}`); // "<string>1`"
 */
export function highlight(line: string, before: string, paint: Paint): string {
  if (before.length + line.length > LONGEST) return line;
  let skip = before.length;
  let painted = "";
  for (const { kind, text } of pieces(before + line)) {
    const shown = text.slice(skip);
    skip = Math.max(0, skip - text.length);
    painted += kind === "code" || shown === "" ? shown : paint(kind, shown);
  }
  return painted;
}
