import { EventEmitter } from "node:events";
import type { REPLServer, ReplOptions } from "node:repl";
import { type Canvas, DrawnLine, type Readline } from "./drawn-line.js";
import { Editing, type EditingHost } from "./editing.js";
import type { Place } from "./folding.js";
import { HeldKeys, type Key, type Stroke } from "./held-keys.js";
import { Lull } from "./lull.js";

/** Where the editor draws, and what it tells. */
export interface EditorHost extends Canvas, EditingHost {
  /** Enter: the line has left the editor. */
  line(text: string): void;
  /** Ctrl+C. */
  interrupt(): void;
  /** Ctrl+Z. */
  suspend(): void;
  /** Ctrl+\. */
  quit(): void;
  /** Ctrl+G, where it means anything. */
  switchShell?: (() => void) | undefined;
}

/** What of `readline` keys need, as {@link Readline} is what drawing needs. */
interface Innards extends Readline {
  paused: boolean;
  isCompletionEnabled: boolean;
  _ttyWrite(text: string | undefined, key: Key): void;
}

/** `readline` has no name for it. */
const CTRL_BACKSLASH = "\x1c";
/** Silence, in milliseconds, after which keys did not come together with those before. */
const APART = 100;
/** The same within a paste that says where it ends, and does not. */
const STALLED = 1000;

/**
 * The line editor of `node:repl`, and of it nothing else: no evaluation, no context, no domain. It
 * edits while a line is shown; keys that come otherwise are held for the next line.
 */
export class LineEditor {
  readonly #host: EditorHost;
  readonly #keyboard = new EventEmitter();
  readonly #repl: REPLServer & Innards;
  readonly #line: DrawnLine;
  readonly #edit: Innards["_ttyWrite"];
  readonly #held = new HeldKeys();
  readonly #lull = new Lull(() => this.#pause());
  readonly #editing: Editing;
  #shown = false;
  #feeding = false;

  constructor(host: EditorHost) {
    this.#host = host;
    this.#repl = bareRepl(this.#replOptions()) as REPLServer & Innards;
    this.#line = new DrawnLine(this.#repl, host);
    for (const event of ["line", "close", "SIGINT", "SIGCONT"]) this.#repl.removeAllListeners(event);
    const edit = this.#repl._ttyWrite.bind(this.#repl);
    this.#edit = (text, key) => {
      // In the middle of a burst it is off, and text would then go to the end of the line.
      this.#repl.isCompletionEnabled = true;
      edit(text, key);
    };
    this.#editing = new Editing({
      line: this.#line,
      host,
      press: this.#edit,
      textAfter: (stroke) => this.#held.textAfter(stroke),
      isShown: () => this.#shown,
      onCompleted: () => this.#drain(),
    });
    this.#repl._ttyWrite = (text, key) => this.#receive(text, key ?? {});
    this.#repl.on("line", (text: string) => this.#entered(text));
    this.#repl.on("SIGINT", () => host.interrupt());
    this.#repl.on("resume", () => this.#drain());
  }

  /** Takes what the keyboard sent. */
  feed(bytes: Uint8Array): void {
    this.#feeding = true;
    try {
      this.#keyboard.emit("data", bytes);
    } finally {
      this.#feeding = false;
    }
    this.#lull.end(this.#held.pasting ? STALLED : APART);
    this.#drain();
  }

  get shown(): boolean {
    return this.#shown;
  }

  get text(): string {
    return this.#line.text;
  }

  get cursor(): number {
    return this.#line.cursor;
  }

  /** Draws prompt and text on the row of the cursor, which must be at its beginning. */
  show(prompt: string, text: string, cursor: number): void {
    this.#shown = true;
    this.#line.show(prompt, text, cursor);
  }

  /** Draws again what {@link erase} erased. */
  redraw(): void {
    this.#line.redraw();
  }

  /** As {@link DrawnLine.erase}. */
  erase(column?: number): void {
    this.#line.erase(column);
  }

  /** As {@link DrawnLine.isFolded}. */
  get isFolded(): boolean {
    return this.#line.isFolded;
  }

  /** Leaves the line on the screen, with a mark behind it, and goes to a fresh row. */
  leave(mark: string): void {
    this.#editing.takeFound();
    this.#line.leave(mark);
    this.hide();
  }

  /** Stops editing; from now on keys are held. */
  hide(): void {
    this.#shown = false;
    this.#editing.end();
  }

  /** Acts on the keys that were held. */
  release(): void {
    this.#drain();
  }

  /** Drops the keys that were held. */
  dropHeld(): void {
    this.#held.clear();
  }

  /** Gives the keys that were held, and holds others instead. */
  exchangeHeld(strokes: Stroke[]): Stroke[] {
    return this.#held.exchange(strokes);
  }

  /** Where the cursor stands after a text that began at the left edge. */
  extent(text: string): Place {
    return this.#line.extent(text);
  }

  close(): void {
    this.#shown = false;
    this.#lull.stop();
    this.#repl.close();
  }

  #replOptions(): ReplOptions {
    const host = this.#host;
    const output = Object.assign(new EventEmitter(), {
      isTTY: true,
      write: (text: string) => {
        if (this.#shown) this.#line.draw(text);
        return true;
      },
    });
    Object.defineProperty(output, "columns", { get: () => this.#line?.columns ?? host.columns() });
    const keyboard = Object.assign(this.#keyboard, { pause() {}, resume() {} });
    const options = {
      input: keyboard,
      output,
      terminal: true,
      prompt: "",
      preview: false,
      useColors: false,
      historySize: 0,
      ...(Number.parseInt(process.versions.node, 10) < 26 ? { domain: idleDomain() } : {}),
    };
    return options as unknown as ReplOptions;
  }

  #receive(text: string | undefined, key: Key): void {
    if (!this.#held.pasting && key.ctrl && key.name === "c") this.#interrupt(key);
    else if (!this.#held.pasting && key.ctrl && key.name === "z") this.#suspend();
    else if (!this.#held.pasting && key.sequence === CTRL_BACKSLASH) this.#host.quit();
    else if (!this.#held.pasting && key.ctrl && key.name === "g" && this.#host.switchShell) this.#switchShell();
    else this.#held.push(text, key, this.#repl.isCompletionEnabled);
    if (!this.#feeding) this.#drain();
  }

  /** Ctrl+C overtakes nothing that was typed at this line, and everything that was typed ahead. */
  #interrupt(key: Key): void {
    this.#drain();
    if (!this.#shown) this.#host.interrupt();
    else if (!this.#editing.giveUpSearch()) this.#edit(undefined, key);
  }

  #suspend(): void {
    this.#drain();
    this.#editing.takeFound();
    this.#host.suspend();
  }

  /** Like Ctrl+C it is heard while nobody reads; what is typed ahead stays with the shell that is left. */
  #switchShell(): void {
    this.#drain();
    this.#editing.takeFound();
    this.#host.switchShell?.();
  }

  #drain(): void {
    while (this.#shown && !this.#editing.isCompleting && !this.#repl.paused) {
      const stroke = this.#held.next();
      if (stroke === undefined) return;
      this.#editing.act(stroke);
    }
  }

  #pause(): void {
    this.#held.endBlock();
    this.#drain();
  }

  #entered(text: string): void {
    this.hide();
    this.#host.line(text);
  }
}

/**
 * `REPLServer` would put `module`, `require` and a context of its own around us. It is loaded here,
 * for it takes its time, and a shell at a pipe edits no lines.
 */
function bareRepl(options: ReplOptions): REPLServer {
  const { REPLServer } = process.getBuiltinModule("node:repl");
  class BareRepl extends (REPLServer as unknown as new (options: ReplOptions) => REPLServer) {
    createContext(): object {
      return {};
    }
  }
  return withoutMarks(new BareRepl(options));
}

/** From Node 24 on `readline` shows what it edits in several lines behind marks of its own: here they stand as they were typed. */
function withoutMarks(repl: REPLServer): REPLServer {
  const multiline = Object.getOwnPropertySymbols(repl).find(({ description }) => description === "_isMultiline");
  if (multiline) Object.defineProperty(repl, multiline, { get: () => false, set() {} });
  return repl;
}

/** Below Node 26 the REPL makes a domain, whose async hook slows every promise of the process down. */
function idleDomain(): EventEmitter {
  return Object.assign(new EventEmitter(), { bind: <T>(f: T) => f, add() {}, remove() {}, enter() {}, exit() {} });
}
