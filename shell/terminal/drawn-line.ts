import { columns } from "../complete/columns.js";
import { Folding, type Place, type Situation } from "./folding.js";

/** What of `readline` drawing needs; its typings leave most of it out. The same from Node 20 to 26. */
export interface Readline {
  line: string;
  cursor: number;
  prevRows: number;
  setPrompt(prompt: string): void;
  _refreshLine(): void;
  _getDisplayPos(text: string): Place;
}

/** Where lines are drawn, and how. */
export interface Canvas {
  write(text: string): void;
  /** Width of the screen in characters. */
  columns(): number;
  /** The line as it is shown, of the same width; undefined for as it is. */
  paint?: ((line: string) => string | undefined) | undefined;
}

/** A prompt and the line that is edited at it, as they stand on the screen. */
export class DrawnLine {
  readonly #readline: Readline;
  readonly #canvas: Canvas;
  #prompt = "";
  readonly #folding = new Folding();
  /** Width of the screen when the line was last drawn. */
  #drawnColumns = 0;
  /** The width to reckon with, where it is not the screen's. */
  #assumed: number | undefined;
  /** Text that is being put in, until the editor shows it. */
  #echo: string | undefined;

  constructor(readline: Readline, canvas: Canvas) {
    this.#readline = readline;
    this.#canvas = canvas;
  }

  get prompt(): string {
    return this.#prompt;
  }

  get text(): string {
    return this.#readline.line;
  }

  get cursor(): number {
    return this.#readline.cursor;
  }

  /** The width that readline is to reckon with, in characters. */
  get columns(): number {
    return this.#assumed ?? this.#canvas.columns();
  }

  /** Draws prompt and text on the row of the cursor, which must be at its beginning. */
  show(prompt: string, text: string, cursor: number): void {
    this.#set(prompt, text, cursor);
    this.redraw();
  }

  /** Draws again what {@link erase} erased. */
  redraw(): void {
    this.#readline.prevRows = 0;
    this.#refresh();
  }

  /** Draws another text, and another prompt if need be, in the place of those that are there. */
  replace(text: string, cursor = text.length, prompt = this.#prompt): void {
    this.#set(prompt, text, cursor);
    this.#refresh();
  }

  /**
   * Takes prompt and text off the screen; the cursor is then where the prompt began.
   *
   * @param column where the terminal has the cursor, as far as it was asked after its width changed
   */
  erase(column?: number): void {
    const rows = this.#folding.rowsAbove(this.#situation(), column);
    this.#canvas.write(`\r${rows > 0 ? `\x1b[${rows}A` : ""}\x1b[J`);
  }

  /** Whether it depends on the terminal where the line begins, since the screen's width has changed. */
  get isFolded(): boolean {
    const { anew, asDrawn, aroundCursor } = this.#situation();
    return anew.rows !== asDrawn.rows || aroundCursor.rows !== asDrawn.rows;
  }

  /** Goes to a fresh row below it, with a mark behind it. */
  leave(mark: string): void {
    this.#moveToEnd();
    this.#canvas.write(`${mark}\r\n`);
  }

  /** Lists names below it, and draws it again below those. */
  list(names: readonly string[]): void {
    const { cursor } = this;
    this.#moveToEnd();
    this.#canvas.write(`\r\n${columns(names, this.#canvas.columns()).join("\r\n")}\r\n\r\n`);
    this.#readline.cursor = cursor;
    this.redraw();
  }

  /** Has the editor put a text in. */
  echo(text: string, put: () => void): void {
    this.#echo = text;
    put();
    this.#echo = undefined;
  }

  /** What the editor draws. A line in colours is drawn as a whole, for any letter may change those before it. */
  draw(text: string): void {
    this.#drawnColumns = this.#canvas.columns();
    const isWhole = text === this.#prompt + this.text;
    const painted = isWhole || text === this.#echo ? this.#canvas.paint?.(this.text) : undefined;
    // With the line its newest letter stands there. A blank that comes after it makes the terminal go on to the next row.
    if (isWhole) this.#echo = undefined;
    if (painted === undefined) this.#canvas.write(text);
    else if (isWhole) this.#canvas.write(this.#prompt + painted);
    else this.#refresh();
  }

  /** Where the cursor stands after a text that began at the left edge of a screen of that width. */
  extent(text: string, columns = this.#canvas.columns()): Place {
    this.#assumed = columns;
    const place = this.#readline._getDisplayPos(text);
    this.#assumed = undefined;
    return place;
  }

  #situation(): Situation {
    const before = this.#prompt + this.text.slice(0, this.cursor);
    const own = before.lastIndexOf("\n") + 1;
    const above = this.extent(before.slice(0, own));
    const beside = this.extent(before.slice(own), this.#drawnColumns);
    return {
      anew: this.extent(before),
      asDrawn: this.extent(before, this.#drawnColumns),
      aroundCursor: { rows: above.rows + beside.rows, cols: beside.cols },
      columns: this.#canvas.columns(),
    };
  }

  #set(prompt: string, text: string, cursor: number): void {
    this.#prompt = prompt;
    this.#readline.setPrompt(prompt);
    this.#readline.line = text;
    this.#readline.cursor = cursor;
  }

  #moveToEnd(): void {
    this.#readline.cursor = this.text.length;
    this.#refresh();
  }

  #refresh(): void {
    this.#readline._refreshLine();
  }
}
