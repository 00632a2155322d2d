import { escapeRegExp } from "./pattern.js";

/** `iex(4)> `, `...(me@localhost)4> `: what the shell of a node prints when it waits for a line. */
function promptOf(name: string | undefined): RegExp {
  const names = name === undefined ? "[^\\s()]+@[^\\s()]+" : escapeRegExp(name);
  return new RegExp(`(?:iex|\\.{3})\\((?:${names}\\)\\d+${name === undefined ? "|\\d+\\)" : ""})> `);
}

/** The end of a text that may go on to be a prompt. */
const BEGUN = /(?:i|ie|iex|\.{1,3}|(?:iex|\.{3})\([^\s>]*>?)$/;

/**
 * What a node has printed and nobody has read yet. Prompts are taken out and counted: a shell on a
 * pipe prints exactly one for each line that it takes, so they tell how far it is.
 */
export class Output {
  readonly #prompt: RegExp;
  /** The prompt that was shown last. */
  prompt = "";
  /** How many prompts came, ever. */
  prompts = 0;
  /** Everything printed and typed, as a person would see it. */
  transcript = "";
  #text = "";
  /** Where in the unread text prompts came, oldest first. */
  readonly #marks: number[] = [];
  /** Printed last: perhaps the first part of a prompt. */
  #begun = "";
  readonly #watchers = new Set<() => void>();

  /** @param name of the node; one that starts without a name may get one */
  constructor(name?: string) {
    this.#prompt = promptOf(name);
  }

  /** What nobody has read yet. */
  get unread(): string {
    return this.#text + this.#begun;
  }

  /** Adds what was printed. */
  push(chunk: string): void {
    this.transcript += chunk;
    let rest = this.#begun + chunk;
    for (let found = this.#prompt.exec(rest); found; found = this.#prompt.exec(rest)) {
      this.#text += rest.slice(0, found.index);
      this.#mark(found[0]);
      rest = rest.slice(found.index + found[0].length);
    }
    this.#begun = BEGUN.exec(rest)?.[0] ?? "";
    this.#text += rest.slice(0, rest.length - this.#begun.length);
    this.changed();
  }

  #mark(prompt: string): void {
    this.prompt = prompt.trimEnd();
    this.prompts++;
    this.#marks.push(this.#text.length);
  }

  /** Adds what was typed: a terminal would have shown it. */
  echo(text: string): void {
    this.transcript += text;
  }

  /** What was printed before the last prompt and is unread. */
  beforePrompt(): string {
    return this.#text.slice(0, this.#marks.at(-1) ?? 0);
  }

  /** Reads that many characters. */
  take(length: number): string {
    const unread = this.unread;
    this.#text = unread.slice(length);
    this.#begun = "";
    const marks = this.#marks.splice(0).map((mark) => mark - length);
    this.#marks.push(...marks.filter((mark) => mark > 0));
    return unread.slice(0, length);
  }

  watch(look: () => void): () => void {
    this.#watchers.add(look);
    return () => this.#watchers.delete(look);
  }

  /** Has those who wait look again. */
  changed(): void {
    for (const look of [...this.#watchers]) look();
  }
}
