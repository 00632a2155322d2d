import { EventEmitter } from "node:events";
import type { REPLServer, ReplOptions } from "node:repl";
import { columns } from "../complete/columns.js";
import { HeldKeys, isKey, type Key, type Stroke } from "./held-keys.js";
import type { HistoryStore } from "./history-file.js";
import { HistoryRecall } from "./history-recall.js";
import { Lull } from "./lull.js";
import { continuesStatement, PastedLines } from "./pasted-lines.js";
import { soon } from "./soon.js";

/** What Tab does: text to put in or, when that is empty, names to list. */
export interface Completion {
  readonly insert: string;
  readonly candidates: readonly string[];
}

/** Completes the text before the cursor. */
export type Completer = (before: string) => Completion | Promise<Completion>;

/** Where the editor draws, and what it tells. */
export interface EditorHost {
  write(text: string): void;
  /** Width of the screen in characters. */
  columns(): number;
  /** Enter: the line has left the editor. */
  line(text: string): void;
  /** Ctrl+D on an empty line. */
  eof(): void;
  /** Ctrl+C. */
  interrupt(): void;
  /** Ctrl+Z. */
  suspend(): void;
  /** Ctrl+G, where it means anything. */
  switchShell?: (() => void) | undefined;
  /** The screen above the prompt is not what it was: cleared, or a list of candidates was printed. */
  scrolled(): void;
  history: HistoryStore;
  completer?: Completer | undefined;
  /** The line as it is shown, of the same width; undefined for as it is. */
  paint?: ((line: string) => string | undefined) | undefined;
  /** Whether the line is code, so that pasted code is taken for what it is. */
  asksForCode(): boolean;
}

/** What of `readline` the typings leave out; the same from Node 20 to 26. */
interface Innards {
  paused: boolean;
  line: string;
  cursor: number;
  prevRows: number;
  history: string[];
  isCompletionEnabled: boolean;
  _ttyWrite(text: string | undefined, key: Key): void;
  _refreshLine(): void;
  _getDisplayPos(text: string): { rows: number; cols: number };
}

/** Ends a search through the history, and does nothing otherwise. */
const NEUTRAL: Key = { name: "", ctrl: true, sequence: "" };
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
  readonly #edit: Innards["_ttyWrite"];
  readonly #held = new HeldKeys();
  readonly #lull = new Lull(() => this.#pause());
  readonly #pasted = new PastedLines();
  readonly #recall = new HistoryRecall();
  /** The block of keys that the last line came from. */
  #block = -1;
  /** Text that is being put in, until the editor shows it. */
  #echo: string | undefined;
  #prompt = "";
  #shown = false;
  #feeding = false;
  /** While candidates are looked for, keys are held. */
  #completing = false;

  constructor(host: EditorHost) {
    this.#host = host;
    this.#repl = bareRepl(this.#replOptions()) as REPLServer & Innards;
    for (const event of ["line", "close", "SIGINT", "SIGCONT"]) this.#repl.removeAllListeners(event);
    const edit = this.#repl._ttyWrite.bind(this.#repl);
    this.#edit = (text, key) => {
      // In the middle of a burst it is off, and text would then go to the end of the line.
      this.#repl.isCompletionEnabled = true;
      edit(text, key);
    };
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
    return this.#repl.line;
  }

  get cursor(): number {
    return this.#repl.cursor;
  }

  /** Draws prompt and text on the row of the cursor, which must be at its beginning. */
  show(prompt: string, text: string, cursor: number): void {
    this.#prompt = prompt;
    this.#repl.setPrompt(prompt);
    this.#repl.line = text;
    this.#repl.cursor = cursor;
    this.#shown = true;
    this.redraw();
  }

  /** Draws again what {@link erase} erased. */
  redraw(): void {
    this.#repl.prevRows = 0;
    this.#repl._refreshLine();
  }

  /** Takes prompt and text off the screen; the cursor is then where the prompt began. */
  erase(): void {
    // After a resize some terminals have folded the rows anew and some have not: better to leave a
    // piece of an old prompt than to erase output.
    const rows = Math.min(this.#repl.getCursorPos().rows, this.#repl.prevRows);
    this.#host.write(`\r${rows > 0 ? `\x1b[${rows}A` : ""}\x1b[J`);
  }

  /** Leaves the line on the screen, with a mark behind it, and goes to a fresh row. */
  leave(mark: string): void {
    this.#repl.cursor = this.#repl.line.length;
    this.#repl._refreshLine();
    this.#host.write(`${mark}\r\n`);
    this.hide();
  }

  /** Stops editing; from now on keys are held. */
  hide(): void {
    this.#shown = false;
    this.#recall.end();
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
  extent(text: string): { rows: number; cols: number } {
    return this.#repl._getDisplayPos(text);
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
        if (this.#shown) this.#draw(text);
        return true;
      },
    });
    Object.defineProperty(output, "columns", { get: () => host.columns() });
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
    else if (!this.#held.pasting && key.ctrl && key.name === "g" && this.#host.switchShell) this.#switchShell();
    else this.#held.push(text, key, this.#repl.isCompletionEnabled);
    if (!this.#feeding) this.#drain();
  }

  /** Ctrl+C overtakes nothing that was typed at this line, and everything that was typed ahead. */
  #interrupt(key: Key): void {
    this.#drain();
    if (!this.#shown) this.#host.interrupt();
    else this.#edit(undefined, key);
  }

  #suspend(): void {
    this.#drain();
    this.#host.suspend();
  }

  /** Like Ctrl+C it is heard while nobody reads; what is typed ahead stays with the shell that is left. */
  #switchShell(): void {
    this.#drain();
    this.#host.switchShell?.();
  }

  #drain(): void {
    while (this.#shown && !this.#completing && !this.#repl.paused) {
      const stroke = this.#held.next();
      if (stroke === undefined) return;
      this.#act(stroke);
    }
  }

  #act(stroke: Stroke): void {
    if (stroke.type === "text") this.#type(stroke.text);
    else if (stroke.type === "pasted") this.#tidy(stroke);
    else if (stroke.key.name === "return") this.#enter(stroke);
    else if (isKey(stroke.key, "up", "p")) this.#recallBlock("older");
    else if (isKey(stroke.key, "down", "n")) this.#recallBlock("newer");
    else if (isKey(stroke.key, undefined, "d") && this.text === "") this.#host.eof();
    else if (isKey(stroke.key, "tab", "i")) void this.#complete();
    else this.#press(stroke);
  }

  #type(text: string): void {
    this.#recall.end();
    this.#echo = text;
    this.#edit(text, {});
    this.#echo = undefined;
  }

  /** What the editor draws. A line in colours is drawn as a whole, for any letter may change those before it. */
  #draw(text: string): void {
    const painted =
      text === this.#echo || text === this.#prompt + this.text ? this.#host.paint?.(this.text) : undefined;
    if (painted === undefined) this.#host.write(text);
    else if (text === this.#prompt + this.text) this.#host.write(this.#prompt + painted);
    else this.#repl._refreshLine();
  }

  /** Enter: of a pasted session only what was typed in it, and a statement with all its lines. */
  #enter(stroke: Stroke & { type: "key" }): void {
    const text = this.#takePasted(stroke);
    if (text === undefined) this.#replace("");
    else if (this.#host.asksForCode() && continuesStatement(this.#held.textAfter(stroke) ?? ""))
      this.#replace(`${text}\n`);
    else {
      if (text !== this.text) this.#replace(text);
      this.#press(stroke);
    }
  }

  /** The last line of a paste stays on the prompt: its own prompt goes. */
  #tidy(stroke: Stroke): void {
    const text = this.#takePasted(stroke) ?? "";
    if (text !== this.text) this.#replace(text);
  }

  #takePasted({ block }: Stroke): string | undefined {
    if (block !== this.#block) this.#pasted.begin();
    this.#block = block;
    return this.#host.asksForCode() ? this.#pasted.take(this.text) : this.text;
  }

  #replace(text: string): void {
    this.#repl.line = text;
    this.#repl.cursor = text.length;
    this.#repl._refreshLine();
  }

  #pause(): void {
    this.#held.endBlock();
    this.#drain();
  }

  #press({ text, key }: Stroke & { type: "key" }): void {
    this.#recall.end();
    if (isKey(key, undefined, "l")) this.#host.scrolled();
    if (isKey(key, undefined, "r", "s")) this.#repl.history = this.#host.history.entries.toReversed();
    this.#edit(text, key);
  }

  #recallBlock(direction: "older" | "newer"): void {
    this.#edit(undefined, NEUTRAL);
    const block =
      direction === "older"
        ? this.#recall.older(this.#host.history.entries, this.text, this.cursor)
        : this.#recall.newer();
    if (block === undefined) return;
    this.#replace(block);
  }

  #entered(text: string): void {
    this.hide();
    this.#host.line(text);
  }

  /** Unless the line has changed meanwhile, or it took too long, or finding candidates failed. */
  async #complete(): Promise<void> {
    this.#edit(undefined, NEUTRAL);
    this.#recall.end();
    const { text, cursor } = this;
    this.#completing = true;
    const found = await soon(async () => this.#host.completer?.(text.slice(0, cursor)));
    this.#completing = false;
    if (found && this.#shown && this.text === text && this.cursor === cursor) this.#offer(found);
    this.#drain();
  }

  #offer({ insert, candidates }: Completion): void {
    if (insert !== "") this.#type(insert);
    else if (candidates.length > 0) this.#list(candidates);
  }

  /** Leaves the line as it is, lists what can follow below it, and shows the line again. */
  #list(candidates: readonly string[]): void {
    const { cursor } = this;
    const rows = columns(candidates, this.#host.columns());
    this.#repl.cursor = this.text.length;
    this.#repl._refreshLine();
    this.#host.write(`\r\n${rows.join("\r\n")}\r\n\r\n`);
    this.#host.scrolled();
    this.#repl.cursor = cursor;
    this.redraw();
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
  return new BareRepl(options);
}

/** Below Node 26 the REPL makes a domain, whose async hook slows every promise of the process down. */
function idleDomain(): EventEmitter {
  return Object.assign(new EventEmitter(), { bind: <T>(f: T) => f, add() {}, remove() {}, enter() {}, exit() {} });
}
