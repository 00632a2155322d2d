import vm from "node:vm";
import { holdAsyncStack } from "./async-stack.js";
import { isThenable } from "./scope.js";

/** What an evaluation ends with when somebody interrupts it. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  /** What `node:vm` calls the same. */
  readonly code = "ERR_SCRIPT_EXECUTION_INTERRUPTED";

  constructor() {
    super("The evaluation was interrupted");
  }
}

/** The name of the script around what can be interrupted: no frame of the user's. */
export const INTERRUPTIBLE = "iex-interruptible";

let runner: { script: vm.Script; place: (body: () => unknown) => void } | undefined;

/**
 * Runs a function so that SIGINT ends it, even in the midst of a synchronous loop. Costs some tenths
 * of a millisecond, and the terminal must be out of raw mode for Ctrl+C to become a signal.
 *
 * @throws Interrupted when SIGINT came.
 */
function runInterruptibly<T>(body: () => T): T {
  runner ??= prepare();
  // Without a listener, a SIGINT that comes a moment too late would end the whole process.
  const ignore = () => {};
  process.on("SIGINT", ignore);
  runner.place(body);
  const comeBack = holdAsyncStack();
  try {
    return runner.script.runInThisContext({ breakOnSigint: true }) as T;
  } catch (error) {
    if (!isInterruption(error)) throw error;
    comeBack();
    throw new Interrupted();
  } finally {
    process.off("SIGINT", ignore);
  }
}

/** What Node.js does at the end of each turn: it runs the microtasks that wait, until there are none. */
const { _tickCallback: runMicrotasks = () => {} } = process as { _tickCallback?: () => void };

/**
 * Runs a function, and what follows from it without the event loop, so that SIGINT ends either: an
 * `await` in an endless loop gives the thread to nobody, no more than the loop alone does. It takes a
 * turn of its own, for nothing runs microtasks from within one.
 *
 * @param around gets the part that may keep the thread
 * @throws Interrupted when SIGINT came.
 */
export function runTurnInterruptibly<T>(body: () => T, around: <R>(run: () => R) => R): Promise<{ value: T }> {
  const turn = () =>
    around(() =>
      runInterruptibly(() => {
        const value = body();
        runMicrotasks();
        return { value };
      }),
    );
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(turn());
      } catch (error) {
        reject(error);
      }
    });
  });
}

/** Only what a script itself calls can be interrupted, so the function waits for it on the global object. */
function prepare() {
  const slot = `Symbol.for("iex-ts.evaluate.interruptible")`;
  const place = vm.runInThisContext(
    `(body) => Object.defineProperty(globalThis, ${slot}, { value: body, configurable: true })`,
  ) as (body: () => unknown) => void;
  const script = new vm.Script(`{ const body = globalThis[${slot}]; delete globalThis[${slot}]; body(); }`, {
    filename: INTERRUPTIBLE,
  });
  return { script, place };
}

function isInterruption(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}

/**
 * Waits for a value unless the signal comes first; what was waited for goes on by itself.
 *
 * @throws Interrupted when the signal came.
 */
export async function awaitUnless<T>(value: T, signal: AbortSignal | undefined): Promise<Awaited<T>> {
  if (signal?.aborted) {
    if (isThenable(value)) value.then(undefined, () => {});
    throw new Interrupted();
  }
  if (!signal || !isThenable(value)) return await value;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(new Interrupted());
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([value, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
