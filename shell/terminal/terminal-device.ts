import type { ReadStream, WriteStream } from "node:tty";
import type { Device } from "../../src/index.js";
import { lineOf } from "./block.js";
import type { Completer } from "./completion.js";
import type { InterruptedWhile, SharedTerminal, ShellDevice, TakenScreen } from "./device.js";
import type { Group, GroupHost } from "./group.js";
import { type HistoryStore, memoryHistory } from "./history-file.js";
import { InterruptWatch, type TurnEnding } from "./interrupt-watch.js";
import { Keyboard } from "./keyboard.js";
import { LineEditor } from "./line-editor.js";
import { forgetTerminal, listenForSignals, quit, terminalStreams } from "./process-signals.js";
import { Prompts } from "./prompts.js";
import { Refold } from "./refold.js";
import { Screen } from "./screen.js";
import { TtyOutput } from "./tty-output.js";

export interface TerminalOptions extends TurnEnding {
  input: ReadStream;
  output: WriteStream;
  /** Where diagnostics go; to the screen when it is the same terminal. */
  errorOutput?: WriteStream;
  history?: HistoryStore;
  completer?: Completer | undefined;
  /** Whether what is read now is code. Then a statement over several lines is read as one, if all of it is there. */
  asksForCode?(): boolean;
  /** A line that is being typed, in colours; undefined for as it is. */
  paint?: ((line: string) => string | undefined) | undefined;
  /** Ctrl+C or SIGINT. Called after typed text was dropped, before the prompt comes again. */
  onInterrupt?(during: InterruptedWhile): void;
  /** The terminal is gone; every read gives null from now on. */
  onEof?(): void;
  /** Ctrl+G: somebody wants to change to another shell. Without it the key means nothing. */
  onSwitch?(): void;
  /**
   * True for the terminal that this OS process was started from: signals concern it, Ctrl+Z stops the
   * process, and a helper makes Ctrl+C a signal while code keeps the thread. Any other is just two streams.
   */
  controlling: boolean;
}

/**
 * Opens a terminal as a device: output above, one editable prompt below. Until it is closed it owns
 * keyboard, screen and the terminal's modes, and whatever the program writes to its standard
 * streams goes through it.
 *
 * @example
 * const device = openTerminal({ input: process.stdin, output: process.stdout, controlling: true });
 * const line = await device.readLine("iex(1)> ");
 */
export function openTerminal(options: TerminalOptions): SharedTerminal {
  return new TerminalDevice(options);
}

/** How long, in milliseconds, after the first prompt what evaluations need is made ready. */
const WARM_UP = 50;

class TerminalDevice implements SharedTerminal, GroupHost {
  readonly #options: TerminalOptions;
  readonly #watch: InterruptWatch;
  readonly #output: TtyOutput;
  readonly #editor: LineEditor;
  readonly #screen: Screen;
  readonly #prompts: Prompts;
  readonly #keyboard: Keyboard;
  readonly #stopListening: () => void;
  readonly #standard: readonly number[];
  readonly #refold: Refold;
  /** Stops whoever has borrowed keyboard and screen. */
  #stopBorrower: (() => void) | undefined;
  #warm: NodeJS.Timeout | undefined;
  #state: "open" | "ended" | "closed" = "open";

  constructor(options: TerminalOptions) {
    this.#options = options;
    const { input, output, errorOutput } = options;
    const host = {
      abandonTurn: (refused: number) => options.abandonTurn?.(refused) ?? false,
      interrupted: (ended: boolean) => (ended ? this.#turnEnded() : this.#interrupt()),
      typed: (keys: Uint8Array) => this.#keyboard.receive(keys),
    };
    this.#watch = new InterruptWatch(host, true);
    const watched = errorOutput && isTerminal(errorOutput) ? [errorOutput] : [];
    this.#output = new TtyOutput(output, watched, (text) => this.#screen.print(text));
    this.#editor = new LineEditor({
      write: (text) => this.#output.write(text),
      columns: () => this.#output.columns,
      line: (text) => this.#prompts.finish(`${this.#asksForCode() ? lineOf(text) : text}\n`),
      eof: () => this.#eof(),
      interrupt: () => this.#interrupt(),
      suspend: () => this.#suspend(),
      quit: () => this.#quit(),
      switchShell: options.onSwitch && (() => options.onSwitch?.()),
      scrolled: () => this.#screen.forgetOpenRow(),
      history: options.history ?? memoryHistory(),
      completer: options.completer,
      paint: options.paint,
      asksForCode: () => this.#asksForCode(),
    });
    this.#screen = new Screen(this.#output, this.#editor);
    this.#prompts = new Prompts({
      editor: this.#editor,
      screen: this.#screen,
      host: this,
      onShown: () => this.#shown(),
    });
    this.#keyboard = new Keyboard(input, {
      before: () => this.#watch.beforeKeys(),
      keys: (bytes) => this.#output.batch(() => this.#editor.feed(bytes)),
      hangup: () => this.#hangup(),
      quit: () => this.#quit(),
      write: (sequence) => this.#output.write(sequence),
    });
    this.#standard = options.controlling ? terminalStreams() : [];
    this.#stopListening = options.controlling ? this.#listenForSignals() : () => {};
    this.#refold = new Refold({
      output: this.#output,
      editor: this.#editor,
      screen: this.#screen,
      prompts: this.#prompts,
      keyboard: this.#keyboard,
    });
    output.on("resize", this.#refold.resized);
  }

  write(text: string, channel: "stdout" | "stderr" = "stdout"): void | Promise<void> {
    const { errorOutput } = this.#options;
    if (this.#state === "closed") return this.#writePast(text, channel);
    if (channel === "stderr" && errorOutput && !isTerminal(errorOutput)) return this.#writePast(text, channel);
    this.#screen.print(text);
    return this.#screen.room() ?? this.#output.drained();
  }

  writeAtOnce(text: string, channel: "stdout" | "stderr" = "stdout"): boolean {
    if (this.#screen.room() || this.#output.drained()) return false;
    void this.write(text, channel);
    return true;
  }

  readLine(prompt: string, signal?: AbortSignal): Promise<string | null> {
    return this.readIn(this.#prompts.own, prompt, signal);
  }

  readIn(group: Group, prompt: string, signal?: AbortSignal): Promise<string | null> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    return this.#state === "open" ? this.#prompts.read(group, prompt, signal) : Promise.resolve(null);
  }

  openGroup(): ShellDevice {
    return this.#prompts.openGroup();
  }

  endGroup(group: Group): void {
    this.#prompts.endGroup(group);
  }

  switchTo(device: Device): void {
    if (this.#state !== "open") return;
    this.#refold.settle();
    this.#prompts.switchTo(device);
  }

  prompt(): string | undefined {
    return this.#prompts.own.prompt();
  }

  geometry(): { columns: number; rows: number } {
    return { columns: this.#output.columns, rows: this.#output.rows };
  }

  get interruptible(): boolean {
    return this.#options.controlling;
  }

  beginEvaluation(): void {
    if (this.interruptible) this.#watch.begin();
  }

  takeOver(onInterrupt: () => void): TakenScreen {
    this.#refold.settle();
    this.#prompts.park();
    this.#screen.suspend();
    this.#stopBorrower = onInterrupt;
    const release = () => {
      this.#stopBorrower = undefined;
      if (this.#state === "closed") return;
      this.#keyboard.reclaim();
      this.#screen.resume();
      this.#prompts.show();
    };
    return { input: this.#keyboard.lend(onInterrupt), output: this.#output.facade(), release };
  }

  close(): void {
    if (this.#state === "closed") return;
    const isGone = this.#state === "ended";
    this.#refold.settle();
    this.#screen.leave("");
    this.#screen.resume();
    this.#state = "closed";
    this.#prompts.endAll();
    this.#options.output.off("resize", this.#refold.resized);
    this.#stopListening();
    this.#keyboard.close();
    this.#editor.close();
    clearTimeout(this.#warm);
    this.#watch.close();
    this.#output.flush();
    this.#output.close();
    if (isGone) forgetTerminal(this.#standard);
  }

  #listenForSignals(): () => void {
    return listenForSignals({
      interrupt: () => this.#interrupt(),
      hangup: () => this.#hangup(),
      continued: () => this.#continue(),
      restore: () => this.close(),
    });
  }

  #asksForCode(): boolean {
    return this.#options.asksForCode?.() ?? false;
  }

  #shown(): void {
    this.#watch.end();
    if (this.#options.controlling) this.#warm ??= setTimeout(() => this.#watch.start(), WARM_UP).unref();
    this.#output.batch(() => this.#editor.release());
  }

  #eof(): void {
    this.#screen.leave("");
    this.#prompts.finish(null);
  }

  /** It may have been in the midst of printing. The terminal drops its own queue at a signal; the keys that we hold are part of that. */
  #turnEnded(): void {
    this.#output.recover();
    this.#editor.dropHeld();
    if (this.#editor.shown) this.#options.onTurnEnded?.();
    else this.#interrupt();
  }

  #interrupt(): void {
    if (this.#stopBorrower) {
      this.#stopBorrower();
      return;
    }
    this.#refold.settle();
    const wasTyped = this.#prompts.dropTyped();
    if (wasTyped === undefined) {
      this.#editor.dropHeld();
      this.#options.onInterrupt?.("busy");
      return;
    }
    this.#options.onInterrupt?.(wasTyped ? "typing" : "idle");
    this.#prompts.show();
  }

  /** Gives the terminal back to the program that started us, until that lets us go on. */
  #suspend(): void {
    if (process.platform === "win32" || !this.#options.controlling) return;
    this.#refold.settle();
    this.#prompts.keepTyped();
    this.#screen.leave("^Z");
    this.#keyboard.makeCooked();
    this.#output.flush();
    // Not process.kill: Node.js then ends its inspector, which functions that travel need.
    process.getBuiltinModule("node:child_process").spawnSync("sh", ["-c", "kill -TSTP 0"], { stdio: "ignore" });
    // Reached at once when nobody could wake us again, for then the system does not stop us.
    setImmediate(() => this.#continue());
  }

  #quit(): void {
    if (this.#options.controlling) quit();
  }

  #continue(): void {
    if (this.#state !== "open") return;
    this.#keyboard.makeRaw();
    this.#screen.forgetOpenRow();
    if (this.#editor.shown) this.#output.batch(() => this.#editor.redraw());
    else this.#prompts.show();
  }

  #hangup(): void {
    if (this.#state !== "open") return;
    this.#state = "ended";
    this.#editor.hide();
    this.#prompts.endAll();
    this.#options.onEof?.();
  }

  /** After the device is closed its streams are everybody's again. */
  #writePast(text: string, channel: "stdout" | "stderr"): void {
    const stream = channel === "stderr" ? (this.#options.errorOutput ?? this.#options.output) : this.#options.output;
    if (!stream.destroyed) stream.write(text);
  }
}

function isTerminal(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY === true;
}
