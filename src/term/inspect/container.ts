import { type Context, type InspectKind, token } from "./context.js";
import { type Doc, group, isSimple, lineBreak, nest, sequence, text } from "./layout.js";

export interface ContainerStyle {
  open: string;
  close: string;
  kind: InspectKind;
  /**
   * `fill` puts as much on a line as fits, `column` one element on each line, `auto` fills when all
   * elements are plain text: what Elixir does for tuples, maps and lists.
   */
  wrap: "fill" | "column" | "auto";
  /** Between the brackets and the elements: JavaScript's braces have a space, Elixir's have none. */
  padding?: string;
  /** The element after a bar that ends an improper list. */
  tail?: (context: Context) => Doc;
}

/** One element of a container, printed in the context that is left for it. */
export type Entry = (context: Context) => Doc;

/**
 * Brackets around elements, up to the limit of the context.
 *
 * @param entries are asked for only as far as they are shown
 */
export function container(entries: Iterable<Entry>, style: ContainerStyle, context: Context): Doc {
  if (context.depth < 0) return text("...");
  const docs = elements(entries, context);
  const end = style.tail && tailOf(docs, style.tail, context);
  const open = token(style.kind, style.open, context);
  const close = token(style.kind, style.close, context);
  if (docs.length === 0) return sequence(open, close);
  const filled = style.wrap === "fill" || (style.wrap === "auto" && [...docs, ...(end ? [end] : [])].every(isSimple));
  if (end) docs.push(sequence(docs.pop()!, token(style.kind, " |", context), lineBreak(" ", filled), end));
  const body = separated(docs, filled, style.kind, context);
  if (filled) return group(sequence(open, nest(body, style.open.length), close));
  const padding = lineBreak(style.padding ?? "", false);
  return group(sequence(nest(sequence(open, padding, body), 2), padding, close));
}

function elements(entries: Iterable<Entry>, context: Context): Doc[] {
  const docs: Doc[] = [];
  let limit = context.limit;
  for (const entry of entries) {
    if (limit <= 0 || context.budget.left <= 0) {
      docs.push(text("..."));
      break;
    }
    limit--;
    docs.push(entry({ ...context, limit }));
  }
  return docs;
}

/** The tail counts as an element: there is none when the limit was reached before it. */
function tailOf(docs: readonly Doc[], tail: Entry, context: Context): Doc | undefined {
  const limit = context.limit - docs.length;
  return limit < 0 ? undefined : tail({ ...context, limit });
}

function separated(docs: Doc[], filled: boolean, kind: InspectKind, context: Context): Doc {
  const parts: Doc[] = [];
  for (const [i, doc] of docs.entries()) {
    if (i > 0) parts.push(token(kind, ",", context), lineBreak(" ", filled));
    parts.push(doc);
  }
  return sequence(...parts);
}
