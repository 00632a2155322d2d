/**
 * Pretty printing: a document of texts and possible line breaks, and its best layout for a width.
 * Follows the algorithm of Elixir's `Inspect.Algebra` (Lindig's "Strictly Pretty" with flex breaks),
 * so that values wrap where iex wraps them.
 */
export type Doc =
  | { type: "text"; text: string; width: number }
  | { type: "sequence"; parts: readonly Doc[] }
  /** A space (or nothing) that may become a line break: alone when flex, together with its group when not. */
  | { type: "break"; text: string; flex: boolean }
  | { type: "nest"; doc: Doc; by: number }
  /** Breaks inside stay spaces if the whole group fits on the line. */
  | { type: "group"; doc: Doc };

export function text(shown: string, width: number = columns(shown)): Doc {
  return { type: "text", text: shown, width };
}

export function sequence(...parts: Doc[]): Doc {
  return { type: "sequence", parts };
}

export function lineBreak(shown: string, flex: boolean): Doc {
  return { type: "break", text: shown, flex };
}

export function nest(doc: Doc, by: number): Doc {
  return { type: "nest", doc, by };
}

export function group(doc: Doc): Doc {
  return { type: "group", doc };
}

/** True for documents without a possible break: only lists of such fill their lines. */
export function isSimple(doc: Doc): boolean {
  return doc.type === "text" || (doc.type === "sequence" && doc.parts.every(isSimple));
}

/**
 * The text of a document.
 *
 * @param width in columns; texts that are longer by themselves overflow
 */
export function layout(doc: Doc, width: number): string {
  let out = "";
  let column = 0;
  let rest: Todo | undefined = { indent: 0, mode: "flat", doc, next: undefined };
  while (rest) {
    const { indent, mode, next } = rest as Item;
    const current: Doc = (rest as Item).doc;
    rest = next;
    if (current.type === "text") {
      out += current.text;
      column += current.width;
    } else if (current.type !== "break") {
      const inner: Mode = current.type !== "group" ? mode : fitsAlone(current.doc, width, column) ? "flat" : "break";
      rest = push(current, indent, inner, next);
    } else if (staysOnLine(current, mode, width, column, next)) {
      out += current.text;
      column += current.text.length;
    } else {
      out += `\n${" ".repeat(indent)}`;
      column = indent;
    }
  }
  return out;
}

type Mode = "flat" | "break";
type Item = { indent: number; mode: Mode; doc: Doc; next: Todo | undefined };
/** Ends a group that is measured flat: what follows is measured as it was before the group. */
type GroupEnd = { strict: boolean; next: Todo | undefined };
type Todo = Item | GroupEnd;

function push(
  doc: Exclude<Doc, { type: "text" | "break" }>,
  indent: number,
  mode: Mode,
  next: Todo | undefined,
): Todo | undefined {
  if (doc.type === "nest") return { indent: indent + doc.by, mode, doc: doc.doc, next };
  if (doc.type === "group") return { indent, mode, doc: doc.doc, next };
  let todo = next;
  for (let i = doc.parts.length - 1; i >= 0; i--) todo = { indent, mode, doc: doc.parts[i]!, next: todo };
  return todo;
}

function staysOnLine(
  at: Extract<Doc, { type: "break" }>,
  mode: Mode,
  width: number,
  column: number,
  next: Todo | undefined,
): boolean {
  if (mode === "flat") return true;
  return at.flex && fits(next, width, column + at.text.length, true);
}

function fitsAlone(doc: Doc, width: number, column: number): boolean {
  return fits({ indent: 0, mode: "flat", doc, next: undefined }, width, column, false);
}

/**
 * Whether everything up to the next line break fits. Not strict means that too long a text counts
 * as fitting as long as no possible break was passed: breaking would not help it.
 */
function fits(todo: Todo | undefined, width: number, from: number, strictly: boolean): boolean {
  let column = from;
  let strict = strictly;
  let rest = todo;
  while (true) {
    if (column > width && strict) return false;
    if (!rest) return true;
    if (!("doc" in rest)) {
      strict = rest.strict;
      rest = rest.next;
      continue;
    }
    const { doc, indent, mode, next }: Item = rest;
    if (doc.type === "text") {
      column += doc.width;
      rest = next;
    } else if (doc.type === "break") {
      if (mode === "break") return true;
      column += doc.text.length;
      strict = true;
      rest = next;
    } else if (doc.type === "group" && mode === "break") {
      rest = push(doc, indent, "flat", { strict, next });
    } else {
      rest = push(doc, indent, mode, next);
    }
  }
}

const NOT_ASCII = /[^\x20-\x7e]/;
const NO_COLUMN = /\p{Mn}|\p{Me}|\p{Cf}/gu;
const TWO_COLUMNS =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu;

/** How many columns of a terminal a text takes. */
export function columns(shown: string): number {
  if (!NOT_ASCII.test(shown)) return shown.length;
  return [...shown.replace(NO_COLUMN, "").replace(TWO_COLUMNS, "xx")].length;
}
