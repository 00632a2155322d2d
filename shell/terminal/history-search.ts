/**
 * A search for what was entered before, as Erlang's line editor has it: each letter narrows it, Ctrl+R
 * goes to what is older and Ctrl+S to what is newer.
 *
 * @example
 * const search = new HistorySearch(["1 + 1", "flush()"]);
 * search.type("1");
 * search.found; // "1 + 1"
 */
export class HistorySearch {
  /** Newest first. */
  readonly #entries: readonly string[];
  #query = "";
  #at = 0;

  /** @param entries remembered blocks, oldest first */
  constructor(entries: readonly string[]) {
    this.#entries = entries.toReversed();
  }

  get prompt(): string {
    return `(search)\`${this.#query}': `;
  }

  /** Undefined when nothing has the letters in it. */
  get found(): string | undefined {
    return this.#entries[this.#at];
  }

  /** Where in what is found the letters begin. */
  get place(): number {
    return this.found?.indexOf(this.#query) ?? 0;
  }

  type(text: string): void {
    this.#query += text;
    if (this.#has(this.#at)) return;
    this.#at = this.#next(this.#at, 1) ?? this.#entries.length;
  }

  /** Takes the last letter back, and begins at the newest again. */
  shorten(): void {
    this.#query = Array.from(this.#query).slice(0, -1).join("");
    this.#at = this.#next(-1, 1) ?? this.#entries.length;
  }

  older(): void {
    this.#at = this.#next(this.#at, 1) ?? this.#at;
  }

  newer(): void {
    this.#at = this.#next(this.#at, -1) ?? this.#at;
  }

  #has(at: number): boolean {
    return this.#entries[at]?.includes(this.#query) ?? false;
  }

  /** The next one that has the letters, and is another text. */
  #next(from: number, by: 1 | -1): number | undefined {
    for (let at = from + by; at >= 0 && at < this.#entries.length; at += by)
      if (this.#has(at) && this.#entries[at] !== this.#entries[from]) return at;
    return undefined;
  }
}
