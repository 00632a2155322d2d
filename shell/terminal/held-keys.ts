/** A key as `readline` decodes it. */
export interface Key {
  name?: string | undefined;
  ctrl?: boolean;
  meta?: boolean;
  shift?: boolean;
  sequence?: string;
}

/**
 * One thing to do to the line: put text in, act on a key, or see to what a paste has left on it.
 * Strokes of one block came together: pasted, or typed without a pause.
 */
export type Stroke = { readonly block: number } & (
  | { type: "text"; text: string }
  | { type: "key"; text: string | undefined; key: Key }
  | { type: "pasted" }
);

const RETURN: Key = { name: "return", sequence: "\r" };

/**
 * Keys between the keyboard and the line: held while nobody reads, handed out strictly in order.
 * Runs of text become one stroke, so that a pasted line is drawn once and not once per character;
 * what is inside a paste is text, tabs included, except that a newline enters the line.
 */
export class HeldKeys {
  #strokes: Stroke[] = [];
  #block = 0;
  #pasting = false;
  #afterReturn = false;

  /**
   * @param text what the key types, if anything
   * @param completes false for a key in the middle of a burst: a tab there is text
   */
  push(text: string | undefined, key: Key, completes: boolean): void {
    if (key.name === "paste-start") this.#beginPaste();
    else if (key.name === "paste-end") this.endBlock();
    else if (this.#isSecondHalfOfNewline(key)) return;
    else if (isNewline(key)) this.#strokes.push({ type: "key", text: "\r", key: RETURN, block: this.#block });
    else if (text !== undefined && this.#isText(text, key, completes)) this.#pushText(text);
    else if (!this.#pasting) this.#strokes.push({ type: "key", text, key, block: this.#block });
  }

  /** What comes from now on did not come together with what came before; a paste that lacks its end has ended. */
  endBlock(): void {
    if (this.#pasting) this.#strokes.push({ type: "pasted", block: this.#block });
    this.#pasting = false;
    this.#block++;
  }

  /** True while a paste is coming in: what looks like a control key is part of the text. */
  get pasting(): boolean {
    return this.#pasting;
  }

  /** While a paste is coming in there is none: what to do with a line depends on the next one. */
  next(): Stroke | undefined {
    return this.#pasting ? undefined : this.#strokes.shift();
  }

  /** The text that came in the same block right after that stroke, when it is there already. */
  textAfter({ block }: Stroke): string | undefined {
    const [next] = this.#strokes;
    return next?.type === "text" && next.block === block ? next.text : undefined;
  }

  clear(): void {
    this.#strokes = [];
  }

  /** Gives what is held, and holds something else instead. */
  exchange(strokes: Stroke[]): Stroke[] {
    const held = this.#strokes;
    this.#strokes = strokes;
    return held;
  }

  #beginPaste(): void {
    this.#block++;
    this.#pasting = true;
  }

  #isSecondHalfOfNewline(key: Key): boolean {
    const second = this.#afterReturn && key.name === "enter";
    this.#afterReturn = key.name === "return";
    return second;
  }

  #isText(text: string, key: Key, completes: boolean): boolean {
    if (text === "\t") return this.#pasting || !completes;
    return !key.ctrl && !key.meta && text >= " " && text !== "\x7f";
  }

  #pushText(text: string): void {
    const last = this.#strokes.at(-1);
    if (last?.type === "text" && last.block === this.#block) last.text += text;
    else this.#strokes.push({ type: "text", text, block: this.#block });
  }
}

function isNewline(key: Key): boolean {
  return (key.name === "return" || key.name === "enter") && !key.meta;
}

/** True for a key without modifiers, or for one of those letters with Ctrl. */
export function isKey(key: Key, plain: string | undefined, ...withCtrl: string[]): boolean {
  if (key.meta || key.shift) return false;
  return key.ctrl ? withCtrl.includes(key.name ?? "") : plain !== undefined && key.name === plain;
}
