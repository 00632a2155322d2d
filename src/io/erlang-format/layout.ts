import { type Bits, DOTS, type Doc, MARKS, type Pair, type Sequence } from "./doc.js";

/** The room that a term has. */
export interface Room {
  /** The column, from 1, where it begins. */
  column: number;
  lineLength: number;
}

/**
 * A term in its room: on one line where it fits, else broken and indented as Erlang's `~p` does.
 * Follows `io_lib_pretty:print/2`.
 */
export function layOut(doc: Doc, { column, lineLength }: Room): string {
  const out: string[] = [];
  if (lineLength === 0 || doc.length < lineLength - column) writeFlat(doc, out);
  else
    new Lines(out, lineLength, doc.length, indentation(doc, column, lineLength)).write(doc, column, column - 1, 0, 0);
  return out.join("");
}

/** On one line. */
export function writeFlat(doc: Doc, out: string[]): void {
  if (doc.kind === "leaf") out.push(doc.text);
  else if (doc.kind === "bits") out.push("<<", doc.numbers.join(","), ">>");
  else if (doc.kind === "pair") {
    writeFlat(doc.key, out);
    out.push(" => ");
    writeFlat(doc.value, out);
  } else writeFlatSequence(doc, out);
}

function writeFlatSequence({ kind, items, rest }: Sequence, out: string[]): void {
  const [open, close, mark] = MARKS[kind];
  out.push(open);
  for (let i = 0; i < items.length; i++) {
    if (i > 0) out.push(",");
    writeFlat(items[i]!, out);
  }
  if (rest) {
    if (items.length > 0) out.push(mark);
    writeFlat(rest, out);
  }
  out.push(close);
}

/** The indentation of what follows the tag of a tuple: as wide as the tag, 4, or at the worst 1. */
function indentation(doc: Doc, column: number, lineLength: number): number {
  for (const step of [UNDER_TAG, 4]) {
    try {
      new Lines(undefined, lineLength, doc.length, step).write(doc, column, column - 1, 0, 0);
      return step;
    } catch (error) {
      if (error !== TOO_FAR) throw error;
    }
  }
  return 1;
}

const UNDER_TAG = -1;
/** Thrown by a trial that indents beyond the middle of the line. */
const TOO_FAR = new Error("Indented too far");
/** How far a value stands behind its key on the line before, where tuples do not say it. */
const VALUE_STEP = 4;
/** A binary gets at least so many columns. */
const LEAST_BITS = 8;

/**
 * Writes terms over several lines. `column` is where a piece begins, `indent` the spaces in front of
 * its next line, `closing` the brackets that will follow it, `used` what stands on its line already.
 */
class Lines {
  /** @param out undefined for a trial: nothing is written, and it throws when it gets too far to the right */
  constructor(
    readonly out: string[] | undefined,
    readonly lineLength: number,
    readonly most: number,
    readonly step: number,
  ) {}

  write(doc: Doc, column: number, indent: number, closing: number, used: number): void {
    if (this.#fits(doc.length, column, closing, used)) this.#flat(doc);
    else if (doc.kind === "leaf") this.#put(doc.text);
    else if (doc.kind === "bits") this.#bits(doc, column + 2, indent + 2, closing, used);
    else if (doc.kind === "pair") this.#pair(doc, column, indent, closing, used);
    else this.#sequence(doc, column, indent, closing, used);
  }

  #put(...texts: string[]): void {
    this.out?.push(...texts);
  }

  #flat(doc: Doc): void {
    if (this.out) writeFlat(doc, this.out);
  }

  #newLine(indent: number): void {
    this.out?.push("\n", " ".repeat(indent));
  }

  #fits(length: number, column: number, closing: number, used: number): boolean {
    return length < this.lineLength - column - closing && length + used + closing <= this.most;
  }

  #sequence(doc: Sequence, column: number, indent: number, closing: number, used: number): void {
    const [open, close] = MARKS[doc.kind];
    this.#put(open);
    if (doc.kind === "taggedTuple") this.#tagged(doc, column, indent, closing, used + 1);
    else if (doc.kind === "map") this.#map(doc, column + 2, indent + 2, closing, used);
    else this.#items(doc, 0, column + 1, indent + 1, closing, used + 1);
    this.#put(close);
  }

  /** What follows the tag stands under it: right of it where there is room, else a step to the right. */
  #tagged(doc: Sequence, column: number, indent: number, closing: number, used: number): void {
    const tag = doc.items[0]!;
    const under = tag.length + 2;
    const isStepped = this.step > 0 && under > this.step;
    this.#flat(tag);
    if (!this.out) this.#refuseTooFar(column + (isStepped ? this.step : under), isStepped);
    if (isStepped) {
      this.#tail(doc, 1, column + this.step, column + under, indent + this.step, closing, used + tag.length);
    } else {
      this.#put(",");
      this.#items(doc, 1, column + under, indent + under, closing, used + tag.length + 1);
    }
  }

  #refuseTooFar(column: number, isStepped: boolean): void {
    const slack = isStepped ? 1 : 0;
    const half = Math.floor(this.lineLength / 2);
    if (this.most + column >= this.lineLength + slack && column >= half + slack) throw TOO_FAR;
  }

  #items(doc: Sequence, from: number, column: number, indent: number, closing: number, used: number): void {
    const first = doc.items[from];
    if (first) {
      const width = this.#item(first, column, indent, this.#closingAfter(doc, from, closing), used);
      this.#tail(doc, from + 1, column, column + width, indent, closing, used + width);
    } else this.#flat(DOTS);
  }

  /** A trial counts the columns of a map otherwise than the writing does; both are Erlang's. */
  #map(doc: Sequence, column: number, indent: number, closing: number, used: number): void {
    const before = this.out ? used + 1 : used + 2;
    const width = this.#item(doc.items[0]!, column, indent, this.#closingAfter(doc, 0, closing), before);
    this.#tail(doc, 1, column, column + width, indent, closing, this.out ? width : before + width);
  }

  /** The items from one on, each behind a comma: on this line while they are short, else on the next. */
  #tail(
    doc: Sequence,
    from: number,
    first: number,
    column: number,
    indent: number,
    closing: number,
    used: number,
  ): void {
    let at = column;
    let taken = used;
    for (let i = from; i < doc.items.length; i++) {
      const item = doc.items[i]!;
      const after = this.#closingAfter(doc, i, closing);
      this.#put(",");
      if (isShort(item) && this.#fits(item.length + 1, at, Math.max(after, 1), taken)) {
        this.#flat(item);
        at += item.length + 1;
        taken += item.length + 1;
      } else {
        this.#newLine(indent);
        taken = this.#item(item, first, indent, after, 0);
        at = first + taken;
      }
    }
    if (doc.rest) this.#rest(doc, doc.rest, this.out ? first : at, at, indent, closing, taken);
  }

  #rest(doc: Sequence, rest: Doc, first: number, column: number, indent: number, closing: number, used: number): void {
    this.#put(MARKS[doc.kind][2]);
    if (rest === DOTS || (isShort(rest) && this.#fits(rest.length + 1, column, closing + 1, used))) {
      this.#flat(rest);
    } else {
      this.#newLine(indent);
      this.write(rest, first, indent, closing + 1, 0);
    }
  }

  /** @returns the columns it takes; a whole line where nothing may follow it on its line */
  #item(doc: Doc, column: number, indent: number, closing: number, used: number): number {
    const fits = this.#fits(doc.length, column, closing, used);
    this.write(doc, column, indent, closing, used);
    return fits && isShort(doc) ? doc.length : this.lineLength;
  }

  /** A key, and its value on the next line. */
  #pair({ key, value }: Pair, column: number, indent: number, closing: number, used: number): void {
    const step = this.step > 0 ? this.step : VALUE_STEP;
    this.write(key, column, indent, closing, used);
    this.#put(" =>");
    this.#newLine(indent + step);
    this.write(value, column + step, indent + step, closing, 0);
  }

  #bits({ numbers }: Bits, column: number, indent: number, closing: number, used: number): void {
    const room = Math.max(LEAST_BITS, Math.min(this.lineLength - column, this.most - 4 - used) - closing);
    const last = numbers.length - 1;
    let left = room;
    this.#put("<<");
    for (let i = 0; i <= last; i++) {
      const text = i < last ? `${numbers[i]},` : numbers[i]!;
      if (text.length > left) {
        this.#newLine(indent);
        left = room;
      }
      left -= text.length;
      this.#put(text);
    }
    this.#put(">>");
  }

  #closingAfter({ items }: Sequence, index: number, closing: number): number {
    return index < items.length - 1 ? 0 : closing + 1;
  }
}

/** Only what has no parts, and pairs of it, share a line. */
function isShort(doc: Doc): boolean {
  if (doc.kind === "pair") return doc.key.kind === "leaf" && doc.value.kind === "leaf";
  return doc.kind === "leaf";
}
