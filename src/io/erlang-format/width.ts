/**
 * How many columns Erlang counts for a text: its characters, or its grapheme clusters where one is
 * beyond Latin-1 (`io_lib:chars_length/1`).
 */
export function charsLength(text: string): number {
  if (!/[^\0-\xff]/.test(text)) return text.length;
  let count = 0;
  for (const _ of clusterStarts(text)) count++;
  return count;
}

/** The first grapheme clusters of a text. */
export function firstGraphemes(text: string, count: number): string {
  let left = count;
  for (const start of clusterStarts(text)) if (left-- === 0) return text.slice(0, start);
  return text;
}

/** The column after a text that begins at a column, both from 0; tabs stop at every eighth. */
export function columnAfter(text: string, column: number): number {
  const line = text.lastIndexOf("\n") + 1;
  let at = line > 0 ? 0 : column;
  for (const character of text.slice(line)) at = character === "\t" ? (Math.floor(at / 8) + 1) * 8 : at + 1;
  return at;
}

const WINDOW = 64;
let segmenter: Intl.Segmenter | undefined;

/**
 * Where the grapheme clusters begin. The segmenter takes time for each cluster that grows with the
 * whole text, so it is given a window at a time; the last cluster of one may go on behind it.
 */
function* clusterStarts(text: string): Generator<number> {
  segmenter ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  let size = WINDOW;
  for (let at = 0; at < text.length; ) {
    const window = text.slice(at, at + size);
    const starts = Array.from(segmenter.segment(window), ({ index }) => at + index);
    const next = at + size < text.length ? starts.pop()! : text.length;
    yield* starts;
    size = starts.length === 0 ? size * 2 : WINDOW;
    at = next;
  }
}
