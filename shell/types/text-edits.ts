/** A text with pieces put in, and the way back from its positions. */
export class TextEdits {
  readonly #pieces: { at: number; text: string }[] = [];

  constructor(readonly source: string) {}

  /** Pieces for the same place stand in the order in which they came. */
  insert(at: number, text: string): void {
    this.#pieces.push({ at, text });
  }

  get edited(): string {
    let done = 0;
    const parts = this.#sorted().map(({ at, text }) => {
      const part = this.source.slice(done, at) + text;
      done = at;
      return part;
    });
    return parts.join("") + this.source.slice(done);
  }

  /** Where a position of the edited text is in the source; the place of a piece for what is inside it. */
  original(position: number): number {
    let shift = 0;
    for (const { at, text } of this.#sorted()) {
      if (position < at + shift) break;
      if (position < at + shift + text.length) return at;
      shift += text.length;
    }
    return position - shift;
  }

  #sorted(): { at: number; text: string }[] {
    return this.#pieces.toSorted((a, b) => a.at - b.at);
  }
}
