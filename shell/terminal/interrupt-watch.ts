import { Script } from "node:vm";
import type { Worker } from "node:worker_threads";
import { Answer, Cell, PATIENCE, QUESTION, State, sharedMemory, startHelper } from "./interrupt-helper.js";

/** How often, in milliseconds, the main thread shows that it gets its turn: in an evaluation, and at a prompt. */
const BEAT = { busy: 25, idle: 1000 };
/** How often it may be refused to end code, before Ctrl+C waits until the code is done. */
const MOST_REFUSALS = 100;

/** What a terminal asks and tells its program about code that keeps the thread. */
export interface TurnEnding {
  /**
   * Ctrl+C came while code kept the thread. Called in the midst of it, and only for the terminal that
   * this OS process was started from: true when it may be ended there.
   *
   * @param refused how often that was refused already: another moment may be better
   */
  abandonTurn?(refused: number): boolean;
  /** Such code was ended while a prompt was shown: it was not what somebody waits for. */
  onTurnEnded?(): void;
}

/** Who is told of Ctrl+C that came while code kept the thread. */
export interface InterruptHost {
  /**
   * Called in the midst of that code; true when it may be ended there.
   *
   * @param refused how often that was refused already
   */
  abandonTurn(refused: number): boolean;
  /**
   * Called as soon as the thread is free again.
   *
   * @param ended whether code was ended; otherwise Ctrl+C is a key like any other
   */
  interrupted(ended: boolean): void;
  /** Called with the keys that were pressed, in vain, while code kept the thread. */
  typed(keys: Uint8Array): void;
}

/**
 * Lets Ctrl+C reach code that never gives the thread back. In raw mode Ctrl+C is a byte that nobody
 * reads then; when the thread has not shown itself for a while, a helper thread asks the terminal to make
 * it SIGINT, without echo, and ends what runs. It is a debugger's way: whatever runs there, and wherever it
 * was called from, the helper can have a question answered on top of it.
 */
export class InterruptWatch {
  readonly #shared = sharedMemory();
  readonly #cells = this.#shared.cells;
  readonly #host: InterruptHost;
  readonly #isRaw: boolean;
  #helper: Worker | undefined;
  #beat: NodeJS.Timeout | undefined;
  #isBusy = false;
  #refusals = 0;
  /** What the helper was told, and the host has to hear as soon as the thread is free. */
  #told: number | undefined;

  /** @param isRaw whether Ctrl+C is a key as long as nobody makes it a signal */
  constructor(host: InterruptHost, isRaw: boolean) {
    this.#host = host;
    this.#isRaw = isRaw;
  }

  /** Starts the helper, a matter of some milliseconds. The first evaluation does so too. */
  start(): void {
    if (this.#helper) return;
    this.#helper = startHelper(this.#shared, this.#isRaw);
    Object.defineProperty(globalThis, QUESTION, { value: () => this.#answer(), configurable: true });
    this.#beatEvery(this.#isBusy ? "busy" : "idle");
  }

  /** Code of the user is about to run. */
  begin(): void {
    this.start();
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#beatEvery("busy");
  }

  /** Somebody can type again: Ctrl+C is read like any other key. */
  end(): void {
    if (!this.#isBusy) return;
    this.#isBusy = false;
    this.#beatEvery("idle");
  }

  /** Keys are about to be read: those that the helper has come first. */
  beforeKeys(): void {
    if (this.#helper) this.#show();
  }

  close(): void {
    clearInterval(this.#beat);
    void this.#helper?.terminate();
    this.#helper = undefined;
    Reflect.deleteProperty(globalThis, QUESTION);
  }

  #beatEvery(mode: keyof typeof BEAT): void {
    clearInterval(this.#beat);
    this.#beat = setInterval(() => this.#show(), BEAT[mode]).unref();
    Atomics.store(this.#cells, Cell.patience, PATIENCE[mode]);
    this.#show();
    Atomics.notify(this.#cells, Cell.beats);
  }

  #show(): void {
    Atomics.add(this.#cells, Cell.beats, 1);
    if (Atomics.load(this.#cells, Cell.state) !== State.free) this.#takeBack();
    this.#tell();
    const typed = this.#shared.keys.slice(0, Atomics.exchange(this.#cells, Cell.keys, 0));
    if (typed.length > 0) this.#host.typed(typed);
  }

  #tell(): void {
    const told = this.#told;
    if (told === undefined) return;
    this.#told = undefined;
    this.#refusals = 0;
    this.#host.interrupted(told === Answer.end);
  }

  /** The thread is free again: Ctrl+C is a key, and SIGINT is for whoever listens for it. */
  #takeBack(): void {
    Atomics.wait(this.#cells, Cell.state, State.switching, 2000);
    if (this.#isRaw) makeKeys();
    Atomics.store(this.#cells, Cell.state, State.leaving);
    Atomics.notify(this.#cells, Cell.state);
    Atomics.wait(this.#cells, Cell.state, State.leaving, 2000);
    // The helper has had the signal to itself. This gives it back to the listeners that there are.
    new Script("0").runInThisContext({ breakOnSigint: true });
  }

  /** The helper asks, in the midst of whatever runs, whether it may end that. */
  #answer(): void {
    const answer = this.#isStuck() ? this.#judge() : Answer.heard;
    // It may be free before it is asked again: then Ctrl+C is a key.
    this.#told = answer === Answer.notYet ? Answer.heard : answer;
    if (answer !== Answer.notYet) setTimeout(() => this.#show(), 0);
    Atomics.store(this.#cells, Cell.answer, answer);
    Atomics.notify(this.#cells, Cell.answer);
    if (answer === Answer.end) this.#staysUntilEnded();
  }

  /** No `Atomics.wait`: what is to be ended may be in one, and V8 has only one at a time. */
  #staysUntilEnded(): void {
    const deadline = performance.now() + 1000;
    while (Atomics.load(this.#cells, Cell.answer) === Answer.end && performance.now() < deadline);
  }

  #isStuck(): boolean {
    return Atomics.load(this.#cells, Cell.beats) === Atomics.load(this.#cells, Cell.stuckAt);
  }

  /** Code of the shell itself may be on its way to the user's. When it is not, Ctrl+C has to wait for it. */
  #judge(): number {
    try {
      if (this.#host.abandonTurn(this.#refusals)) return Answer.end;
    } catch {
      // There may be no room left on the stack: at another moment there is.
    }
    if (++this.#refusals < MOST_REFUSALS) return Answer.notYet;
    this.#refusals = 0;
    return Answer.heard;
  }
}

/** Ctrl+C and the like are keys again, which somebody reads. */
function makeKeys(): void {
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  spawnSync("stty", ["-isig"], { stdio: [0, "ignore", "ignore"] });
}
