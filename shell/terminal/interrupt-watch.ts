import type { Worker } from "node:worker_threads";

/** How long, in milliseconds, code may keep the thread before Ctrl+C is made a signal. */
const PATIENCE = 60;
/** How often, in milliseconds, a busy thread's terminal is looked for. */
const HANGUP_CHECK = 1000;

/** The helper runs a dozen lines; in megabytes. */
const SMALL = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, codeRangeSizeMb: 4, stackSizeMb: 1 };

const IDLE = 0;
const EVALUATING = 1;
const SWITCHING = 2;
const SIGNALLING = 3;

/**
 * Lets Ctrl+C reach code that never gives the thread back. In raw mode Ctrl+C is a byte that nobody
 * reads then; when an evaluation takes long, a helper thread asks the terminal to make it SIGINT,
 * without echo and without losing what is typed ahead, as leaving raw mode would.
 */
export class InterruptWatch {
  readonly #state = new Int32Array(new SharedArrayBuffer(4));
  #helper: Worker | undefined;

  /** Starts the helper, a matter of some milliseconds. The first evaluation does so too. */
  start(): void {
    this.#helper ??= startHelper(this.#state);
  }

  /** Runs code under the watch. */
  during<T>(run: () => T): T {
    this.start();
    this.#become(EVALUATING);
    try {
      return run();
    } finally {
      this.#end();
    }
  }

  close(): void {
    void this.#helper?.terminate();
    this.#helper = undefined;
  }

  #end(): void {
    if (Atomics.compareExchange(this.#state, 0, EVALUATING, IDLE) !== EVALUATING) {
      Atomics.wait(this.#state, 0, SWITCHING, 2000);
      signals(false);
      Atomics.store(this.#state, 0, IDLE);
    }
    Atomics.notify(this.#state, 0);
  }

  #become(state: number): void {
    Atomics.store(this.#state, 0, state);
    Atomics.notify(this.#state, 0);
  }
}

/** Whether the terminal makes signals of Ctrl+C and the like. */
function signals(on: boolean): void {
  const { spawnSync } = process.getBuiltinModule("node:child_process");
  spawnSync("stty", [on ? "isig" : "-isig"], { stdio: [0, "ignore", "ignore"] });
}

function startHelper(state: Int32Array): Worker {
  const source = `
    const { spawnSync } = require("node:child_process");
    const { closeSync, openSync } = require("node:fs");
    const state = require("node:worker_threads").workerData;
    for (;;) {
      Atomics.wait(state, 0, ${IDLE});
      if (Atomics.wait(state, 0, ${EVALUATING}, ${PATIENCE}) !== "timed-out") continue;
      if (Atomics.compareExchange(state, 0, ${EVALUATING}, ${SWITCHING}) !== ${EVALUATING}) continue;
      spawnSync("stty", ["isig"], { stdio: [0, "ignore", "ignore"] });
      Atomics.store(state, 0, ${SIGNALLING});
      Atomics.notify(state, 0);
      while (Atomics.wait(state, 0, ${SIGNALLING}, ${HANGUP_CHECK}) === "timed-out") if (isGone()) process.kill(process.pid, "SIGKILL");
    }
    // The busy thread hears no signal: when its terminal is closed, nobody else can end it.
    function isGone() {
      try {
        closeSync(openSync("/dev/tty", "r"));
        return false;
      } catch {
        return true;
      }
    }`;
  // Loaded when it is needed, which is after the prompt.
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const helper = new Worker(source, { eval: true, workerData: state, execArgv: [], resourceLimits: SMALL });
  helper.unref();
  // Without the helper a busy loop cannot be interrupted; everything else works.
  helper.on("error", () => {});
  return helper;
}
