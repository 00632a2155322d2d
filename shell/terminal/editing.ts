import type { Completer, Completion } from "./completion.js";
import type { DrawnLine } from "./drawn-line.js";
import { isKey, type Key, type Stroke } from "./held-keys.js";
import type { HistoryStore } from "./history-file.js";
import { HistoryRecall } from "./history-recall.js";
import { HistorySearch } from "./history-search.js";
import { continuesStatement, PastedLines } from "./pasted-lines.js";
import { soon } from "./soon.js";

/** What editing asks for and tells. */
export interface EditingHost {
  /** Ctrl+D on an empty line. */
  eof(): void;
  /** The screen above the prompt is not what it was: cleared, or a list of candidates was printed. */
  scrolled(): void;
  history: HistoryStore;
  completer?: Completer | undefined;
  /** Whether the line is code, so that pasted code is taken for what it is. */
  asksForCode(): boolean;
}

export interface EditingOptions {
  readonly line: DrawnLine;
  readonly host: EditingHost;
  /** Has readline act on a key, or put a text in. */
  press(text: string | undefined, key: Key): void;
  /** The text that came in the same block right after a stroke. */
  textAfter(stroke: Stroke): string | undefined;
  /** Whether the line is being edited. */
  isShown(): boolean;
  /** Keys need not be held any more for Tab's sake. */
  onCompleted(): void;
}

/** What each stroke does to the line: what readline does, and what it does not know of. */
export class Editing {
  readonly #options: EditingOptions;
  readonly #line: DrawnLine;
  readonly #host: EditingHost;
  readonly #pasted = new PastedLines();
  readonly #recall = new HistoryRecall();
  /** The block of keys that the last line came from. */
  #block = -1;
  /** Present while a search through the history goes on, with what stood on the line before. */
  #search: { readonly history: HistorySearch; readonly before: Before } | undefined;
  #isCompleting = false;

  constructor(options: EditingOptions) {
    this.#options = options;
    this.#line = options.line;
    this.#host = options.host;
  }

  /** While candidates are looked for, keys are held. */
  get isCompleting(): boolean {
    return this.#isCompleting;
  }

  act(stroke: Stroke): void {
    if (this.#search && this.#narrow(this.#search.history, stroke)) return;
    if (stroke.type === "text") this.#type(stroke.text);
    else if (stroke.type === "pasted") this.#tidy(stroke);
    else if (stroke.key.name === "return") this.#enter(stroke);
    else if (isKey(stroke.key, "up", "p")) this.#recallBlock("older");
    else if (isKey(stroke.key, "down", "n")) this.#recallBlock("newer");
    else if (isKey(stroke.key, undefined, "r", "s")) this.#beginSearch();
    else if (isKey(stroke.key, undefined, "d") && this.#line.text === "") this.#host.eof();
    else if (isKey(stroke.key, "tab", "i")) void this.#complete();
    else this.#press(stroke);
  }

  /** Ends a search, if there is one, with what it has found on the line. */
  takeFound(): void {
    if (!this.#search) return;
    const { history, before } = this.#search;
    const { found, place } = history;
    this.#endSearch(found === undefined ? before : { ...before, text: found, cursor: place });
  }

  /** Ends a search with the line as it was before; false when there is none. */
  giveUpSearch(): boolean {
    if (!this.#search) return false;
    this.#endSearch(this.#search.before);
    return true;
  }

  /** The line is not edited any more. */
  end(): void {
    this.#recall.end();
    this.#search = undefined;
  }

  #type(text: string): void {
    this.#recall.end();
    this.#line.echo(text, () => this.#options.press(text, {}));
  }

  /** Enter: of a pasted session only what was typed in it, and a statement with all its lines. */
  #enter(stroke: KeyStroke): void {
    const text = this.#takePasted(stroke);
    if (text === undefined) this.#line.replace("");
    else if (this.#host.asksForCode() && continuesStatement(this.#options.textAfter(stroke) ?? ""))
      this.#line.replace(`${text}\n`);
    else {
      if (text !== this.#line.text) this.#line.replace(text);
      this.#press(stroke);
    }
  }

  /** The last line of a paste stays on the prompt: its own prompt goes. */
  #tidy(stroke: Stroke): void {
    const text = this.#takePasted(stroke) ?? "";
    if (text !== this.#line.text) this.#line.replace(text);
  }

  #takePasted({ block }: Stroke): string | undefined {
    if (block !== this.#block) this.#pasted.begin();
    this.#block = block;
    const { text } = this.#line;
    return this.#host.asksForCode() ? this.#pasted.take(text) : text;
  }

  #press({ text, key }: KeyStroke): void {
    this.#recall.end();
    if (isKey(key, undefined, "l")) this.#host.scrolled();
    this.#options.press(text, key);
  }

  /** In a block that is edited the keys go from row to row first. */
  #recallBlock(direction: "older" | "newer"): void {
    const { text, cursor } = this.#line;
    const row = this.#recall.isWalking ? undefined : placeInNextRow(text, cursor, direction);
    if (row !== undefined) {
      this.#line.replace(text, row);
      return;
    }
    const block =
      direction === "older" ? this.#recall.older(this.#host.history.entries, text, cursor) : this.#recall.newer();
    if (block !== undefined) this.#line.replace(block);
  }

  #beginSearch(): void {
    const { text, cursor, prompt } = this.#line;
    this.#recall.end();
    this.#search = { history: new HistorySearch(this.#host.history.entries), before: { text, cursor, prompt } };
    this.#showFound(this.#search.history);
  }

  /** @returns false for a key that ends the search, and then acts on what was found */
  #narrow(history: HistorySearch, stroke: Stroke): boolean {
    if (stroke.type === "pasted") return true;
    if (stroke.type === "text") history.type(stroke.text);
    else if (isKey(stroke.key, "backspace", "h")) history.shorten();
    else if (isKey(stroke.key, undefined, "r")) history.older();
    else if (isKey(stroke.key, undefined, "s")) history.newer();
    else return this.#leaveSearch(history, stroke.key);
    this.#showFound(history);
    return true;
  }

  /** Escape gives the line back, and so does Enter where nothing was found: nothing is entered unseen. */
  #leaveSearch({ found }: HistorySearch, { name }: Key): boolean {
    if (name === "escape" || (name === "return" && found === undefined)) return this.giveUpSearch();
    this.takeFound();
    return false;
  }

  #showFound({ found = "", place, prompt }: HistorySearch): void {
    this.#line.replace(found, place, prompt);
  }

  #endSearch({ text, cursor, prompt }: Before): void {
    this.#search = undefined;
    this.#line.replace(text, cursor, prompt);
  }

  /** Unless the line has changed meanwhile, or it took too long, or finding candidates failed. */
  async #complete(): Promise<void> {
    this.#recall.end();
    const { text, cursor } = this.#line;
    this.#isCompleting = true;
    const found = await soon(async () => this.#host.completer?.(text.slice(0, cursor)));
    this.#isCompleting = false;
    const isSame = this.#options.isShown() && this.#line.text === text && this.#line.cursor === cursor;
    if (found && isSame) this.#offer(found);
    this.#options.onCompleted();
  }

  #offer({ insert, candidates }: Completion): void {
    if (insert !== "") this.#type(insert);
    else if (candidates.length > 0) {
      this.#line.list(candidates);
      this.#host.scrolled();
    }
  }
}

type KeyStroke = Stroke & { type: "key" };

/** What stood on the line before a search. */
interface Before {
  readonly text: string;
  readonly cursor: number;
  readonly prompt: string;
}

/** The same column of the row above, or below; undefined where there is none. */
function placeInNextRow(text: string, cursor: number, direction: "older" | "newer"): number | undefined {
  const rows = text.split("\n");
  const above = text.slice(0, cursor).split("\n");
  const to = above.length - 1 + (direction === "older" ? -1 : 1);
  const row = rows[to];
  if (row === undefined) return undefined;
  const start = rows.slice(0, to).reduce((sum, each) => sum + each.length + 1, 0);
  const place = start + Math.min(above.at(-1)!.length, row.length);
  // Not into the midst of a character.
  return /[\udc00-\udfff]/.test(text.charAt(place)) ? place - 1 : place;
}
