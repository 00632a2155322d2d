/** A key as `readline` decodes it. */
export interface Key {
  name?: string | undefined;
  ctrl?: boolean;
  meta?: boolean;
  shift?: boolean;
  sequence?: string;
}

/** One thing to do to the line: put text in, or act on a key. */
export type Stroke = { type: "text"; text: string } | { type: "key"; text: string | undefined; key: Key };

const RETURN: Key = { name: "return", sequence: "\r" };

/**
 * Keys between the keyboard and the line: held while nobody reads, handed out strictly in order.
 * Runs of text become one stroke, so that a pasted line is drawn once and not once per character;
 * what is inside a paste is text, tabs included, except that a newline enters the line.
 */
export class HeldKeys {
  #strokes: Stroke[] = [];
  #pasting = false;
  #afterReturn = false;

  /**
   * @param text what the key types, if anything
   * @param completes false for a key in the middle of a burst: a tab there is text
   */
  push(text: string | undefined, key: Key, completes: boolean): void {
    if (key.name === "paste-start" || key.name === "paste-end") {
      this.#pasting = key.name === "paste-start";
      return;
    }
    if (this.#isSecondHalfOfNewline(key)) return;
    if (isNewline(key)) this.#strokes.push({ type: "key", text: "\r", key: RETURN });
    else if (text !== undefined && this.#isText(text, key, completes)) this.#pushText(text);
    else if (!this.#pasting) this.#strokes.push({ type: "key", text, key });
  }

  /** True while a paste is coming in: what looks like a control key is part of the text. */
  get pasting(): boolean {
    return this.#pasting;
  }

  next(): Stroke | undefined {
    return this.#strokes.shift();
  }

  clear(): void {
    this.#strokes = [];
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
    if (last?.type === "text") last.text += text;
    else this.#strokes.push({ type: "text", text });
  }
}

function isNewline(key: Key): boolean {
  return (key.name === "return" || key.name === "enter") && !key.meta;
}
