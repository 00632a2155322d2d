import { closeSync, openSync } from "node:fs";
import type { Worker } from "node:worker_threads";

/** How long, in milliseconds, code may keep the thread before Ctrl+C is made a signal: in an evaluation, and at a prompt. */
export const PATIENCE = { busy: 60, idle: 1500 };
/** A program that was stopped, and goes on, has a moment more. */
const GRACE = 30;
/** How often, in milliseconds, a busy thread's terminal is looked for. */
const HANGUP_CHECK = 1000;
/** How long, in milliseconds, code of the shell itself has before it is asked about again. */
const NOT_YET = 5;

/** What both threads see, and at which place. */
export const Cell = { beats: 0, patience: 1, state: 2, stuckAt: 3, answer: 4, keys: 5, count: 6 };
/** Whose Ctrl+C is: the main thread's, or the helper's while that is stuck. */
export const State = { free: 0, switching: 1, stuck: 2, leaving: 3 };
/** What the main thread says to being asked whether the helper may end what runs. */
export const Answer = { none: 0, end: 1, notYet: 2, heard: 3 };

const CTRL_C = 0x03;

/** The function that the helper has the main thread call, and the name of the script that does. */
export const QUESTION = Symbol.for("iex-ts.interrupt");
export const QUESTION_SCRIPT = "iex-interrupt";

/** What both threads share: the cells, and the keys that the helper has read, of which a cell says how many. */
export interface Shared {
  readonly cells: Int32Array;
  readonly keys: Uint8Array;
}

/** As many keys as a terminal of Linux keeps for whoever reads them. */
const MOST_KEYS = 4096;

export function sharedMemory(): Shared {
  return {
    cells: new Int32Array(new SharedArrayBuffer(4 * Cell.count)),
    keys: new Uint8Array(new SharedArrayBuffer(MOST_KEYS)),
  };
}

/** The helper runs some dozen lines; in megabytes. */
const SMALL = { maxOldGenerationSizeMb: 8, maxYoungGenerationSizeMb: 1, codeRangeSizeMb: 4, stackSizeMb: 1 };

/** Starts the helper thread. In raw mode it has to have signals made of keys, and looks for a key that came before. */
export function startHelper(shared: Shared, isRaw: boolean): Worker {
  // Loaded when it is needed, which is after the prompt.
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const helper = new Worker(SOURCE, {
    eval: true,
    workerData: { ...shared, isRaw, hadTerminal: hasTerminal() },
    execArgv: [],
    resourceLimits: SMALL,
  });
  helper.unref();
  // Without the helper a busy loop cannot be interrupted; everything else works.
  helper.on("error", () => {});
  return helper;
}

/** Whether signals of keys can come from a terminal. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

/**
 * Only `node:vm` hears a signal while the main thread does not. One watch stands around the other: without
 * any, a second Ctrl+C would end the program.
 *
 * Keys that were pressed before that are read here: there may be a Ctrl+C among them. They are left alone where
 * they may be meant for a program that the code has started, and where nobody can tell.
 */
const SOURCE = `
const { spawnSync } = require("node:child_process");
const { closeSync, constants, openSync, readFileSync, readSync } = require("node:fs");
const { Session } = require("node:inspector");
const { Script } = require("node:vm");
const { cells, keys, isRaw, hadTerminal } = require("node:worker_threads").workerData;
const question = 'globalThis[Symbol.for("${QUESTION.description}")]?.()\\n//# sourceURL=${QUESTION_SCRIPT}';
const outer = new Script("attend()");
const inner = new Script("listen()");
let asked = true;

for (;;) {
  const seen = Atomics.load(cells, ${Cell.beats});
  if (beatsWithin(seen, Atomics.load(cells, ${Cell.patience})) || beatsWithin(seen, ${GRACE})) continue;
  if (!isInFront()) {
    endOrphan();
    continue;
  }
  Atomics.store(cells, ${Cell.state}, ${State.switching});
  // Only now: a beat that comes later finds the state changed, and takes the terminal back.
  Atomics.store(cells, ${Cell.stuckAt}, Atomics.load(cells, ${Cell.beats}));
  asked = true;
  while (Atomics.load(cells, ${Cell.state}) !== ${State.leaving}) if (interrupted(outer)) asked = false;
  Atomics.store(cells, ${Cell.state}, ${State.free});
  Atomics.notify(cells, ${Cell.state});
}

function beatsWithin(seen, time) {
  return Atomics.wait(cells, ${Cell.beats}, seen, time) !== "timed-out" || Atomics.load(cells, ${Cell.beats}) !== seen;
}

// Whoever touches the terminal from behind is stopped, as when the code waits for a shell that it has started.
function isInFront() {
  try {
    const [, , group, , , front] = readFileSync("/proc/self/stat", "latin1").split(") ").at(-1).split(" ");
    return group === front;
  } catch {
    return true;
  }
}

function interrupted(script) {
  try {
    script.runInThisContext({ breakOnSigint: true });
    return false;
  } catch (error) {
    if (error.code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
    return true;
  }
}

function attend() {
  if (isRaw) {
    spawnSync("stty", ["isig"], { stdio: [0, "ignore", "ignore"] });
    if (ctrlCWasPressed()) asked = false;
  }
  Atomics.compareExchange(cells, ${Cell.state}, ${State.switching}, ${State.stuck});
  Atomics.notify(cells, ${Cell.state});
  if (!asked) ask();
  while (Atomics.load(cells, ${Cell.state}) === ${State.stuck}) if (interrupted(inner)) ask();
}

function ctrlCWasPressed() {
  const held = Atomics.load(cells, ${Cell.keys});
  const end = held + (isAlone() ? readKeys(held) : 0);
  const next = keys.subarray(0, end).lastIndexOf(${CTRL_C}) + 1;
  keys.copyWithin(0, next, end);
  Atomics.store(cells, ${Cell.keys}, end - next);
  return next > 0;
}

function isAlone() {
  try {
    return readFileSync("/proc/self/task/" + process.pid + "/children", "latin1") === "";
  } catch {
    return false;
  }
}

function readKeys(from) {
  let terminal;
  try {
    terminal = openSync("/dev/tty", constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    return readSync(terminal, keys, from, keys.length - from);
  } catch {
    return 0;
  } finally {
    if (terminal !== undefined) closeSync(terminal);
  }
}

function listen() {
  while (Atomics.wait(cells, ${Cell.state}, ${State.stuck}, ${HANGUP_CHECK}) === "timed-out") endOrphan();
}

function ask() {
  asked = true;
  const session = new Session();
  session.connectToMainThread();
  do {
    Atomics.store(cells, ${Cell.answer}, ${Answer.none});
    session.post("Runtime.evaluate", { expression: question });
    while (Atomics.wait(cells, ${Cell.answer}, ${Answer.none}, ${HANGUP_CHECK}) === "timed-out") endOrphan();
  } while (Atomics.load(cells, ${Cell.answer}) === ${Answer.notYet} && Atomics.wait(cells, ${Cell.state}, ${State.stuck}, ${NOT_YET}) === "timed-out");
  if (Atomics.load(cells, ${Cell.answer}) === ${Answer.end}) session.post("Runtime.terminateExecution");
  Atomics.store(cells, ${Cell.answer}, ${Answer.none});
  Atomics.notify(cells, ${Cell.answer});
  session.disconnect();
}

// The busy thread hears no signal: when its terminal is closed, nobody else can end it.
function endOrphan() {
  if (hadTerminal && !hasTerminal()) process.kill(process.pid, "SIGKILL");
}

function hasTerminal() {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}`;
