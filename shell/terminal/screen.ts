import { stripVTControlCharacters } from "node:util";
import type { LineEditor } from "./line-editor.js";
import type { TtyOutput } from "./tty-output.js";

/**
 * Output above, one prompt below. Text whose last row is not finished keeps that row to itself: the
 * prompt stands on the next row, and further text goes on where the row ended, so that neither dots
 * of progress nor half-typed lines are torn apart.
 */
export class Screen {
  readonly #output: TtyOutput;
  readonly #editor: LineEditor;
  /** What was printed since the last newline. */
  #openRow = "";
  #backlog: Backlog | undefined;

  constructor(output: TtyOutput, editor: LineEditor) {
    this.#output = output;
    this.#editor = editor;
  }

  print(text: string): void {
    if (text === "") return;
    if (this.#backlog) this.#backlog.keep(text);
    else this.#output.batch(() => this.#printAbove(text));
  }

  /** Shows a prompt, with what is typed at it so far, below everything printed. */
  show(prompt: string, text: string, cursor: number): void {
    if (this.#backlog) return;
    this.#output.batch(() => {
      if (this.#openRow !== "") this.#output.write("\r\n");
      this.#editor.show(prompt, text, cursor);
    });
  }

  /** Takes the prompt away; output goes on where it stopped. */
  hide(): void {
    if (!this.#editor.shown) return;
    this.#output.batch(() => this.lift());
    this.#editor.hide();
  }

  /**
   * Erases the prompt, and goes to where output stopped.
   *
   * @param column where the terminal says that the cursor is, when it was asked
   */
  lift(column?: number): void {
    this.#editor.erase(column);
    if (this.#openRow === "") return;
    const overwriting = this.#openRow.lastIndexOf("\r") + 1;
    const { cols } = this.#editor.extent(this.#openRow.slice(overwriting));
    // A row that is full to the edge goes on in the next one, which is where the prompt was.
    if (cols > 0 || this.#openRow.length === overwriting) this.#output.write(`\x1b[A\x1b[${cols + 1}G`);
  }

  /** Leaves the prompt's row as it is, with a mark, and goes on below it. */
  leave(mark: string): void {
    if (this.#editor.shown) this.#output.batch(() => this.#editor.leave(mark));
    this.forgetOpenRow();
  }

  /** What comes next begins on a row of its own. */
  breakRow(): void {
    if (this.#openRow !== "") this.#output.write("\r\n");
    this.forgetOpenRow();
  }

  /** Draws the prompt again, after the terminal's size changed or someone else drew over it. */
  redraw(): void {
    if (!this.#editor.shown) return;
    this.#output.batch(() => {
      this.#editor.erase();
      this.#editor.redraw();
    });
  }

  /** The row above the prompt is finished, or not there any more. */
  forgetOpenRow(): void {
    this.#openRow = "";
  }

  /** From now on keeps what is printed. */
  suspend(): void {
    this.#backlog ??= new Backlog();
  }

  /** Resolves when what is kept has been printed; undefined while there is room for more. */
  room(): undefined | Promise<void> {
    return this.#backlog?.isFull ? this.#backlog.printed : undefined;
  }

  /** Prints what was kept. The prompt must be shown again by whoever shows prompts. */
  resume(): void {
    const backlog = this.#backlog;
    this.#backlog = undefined;
    this.print(backlog?.take() ?? "");
  }

  #printAbove(text: string): void {
    const { shown } = this.#editor;
    if (shown) this.lift();
    this.#put(text);
    if (!shown) return;
    if (this.#openRow !== "") this.#output.write("\r\n");
    this.#editor.redraw();
  }

  #put(text: string): void {
    this.#output.write(text);
    this.#openRow = lastRow(this.#openRow + text);
  }
}

/** How many characters are kept before their writers have to wait. */
const MOST_KEPT = 0x1_0000;

/** What is printed while somebody else has the screen. */
class Backlog {
  readonly printed: Promise<void>;
  readonly #texts: string[] = [];
  #length = 0;
  #tell = (): void => {};

  constructor() {
    this.printed = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  get isFull(): boolean {
    return this.#length >= MOST_KEPT;
  }

  keep(text: string): void {
    this.#texts.push(text);
    this.#length += text.length;
  }

  take(): string {
    this.#tell();
    return this.#texts.join("");
  }
}

/** Sequences after which the cursor is at home, whatever was printed before. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are control sequences
const HOME = /\x1bc|\x1b\[[\d;]*[Hf]|\x1b\[[23]J/;
const LONGEST_ROW = 10_000;

/** What was printed since the last newline; empty when it left nothing on the row. */
function lastRow(text: string): string {
  const row =
    text
      .slice(text.lastIndexOf("\n") + 1)
      .split(HOME)
      .at(-1) ?? "";
  return stripVTControlCharacters(row) === "" || row.length > LONGEST_ROW ? "" : row;
}
