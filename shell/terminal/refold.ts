import type { Keyboard } from "./keyboard.js";
import type { LineEditor } from "./line-editor.js";
import type { Prompts } from "./prompts.js";
import type { Screen } from "./screen.js";
import { soon } from "./soon.js";
import type { TtyOutput } from "./tty-output.js";

/** What is drawn anew when the terminal has another size. */
interface Drawn {
  readonly output: TtyOutput;
  readonly editor: LineEditor;
  readonly screen: Screen;
  readonly prompts: Prompts;
  readonly keyboard: Keyboard;
}

/**
 * Keeps the prompt whole when the terminal changes its size. Terminals differ in what becomes of the
 * rows of a folded line, so they are asked where they have the cursor; until one answers nothing is drawn.
 */
export class Refold {
  /** Present while the terminal is asked. */
  #question: object | undefined;

  constructor(readonly drawn: Drawn) {}

  readonly resized = (): void => {
    const { editor, screen, prompts } = this.drawn;
    if (this.#question) this.#ask();
    else if (!editor.shown) return;
    else if (!editor.isFolded) screen.redraw();
    else {
      prompts.keepTyped();
      screen.suspend();
      editor.hide();
      this.#ask();
    }
  };

  #ask(): void {
    const question = {};
    this.#question = question;
    void soon(() => this.drawn.keyboard.cursorColumn()).then((column) => {
      if (question === this.#question) this.settle(column);
    });
  }

  /** The terminal has answered, or nobody can wait for it. */
  settle(column?: number): void {
    if (!this.#question) return;
    this.#question = undefined;
    const { output, screen, prompts } = this.drawn;
    output.batch(() => {
      screen.lift(column);
      screen.resume();
      prompts.show();
    });
  }
}
