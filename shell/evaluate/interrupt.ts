import { isThenable } from "./scope.js";

/** What an evaluation ends with when somebody interrupts it. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("The evaluation was interrupted");
  }
}

/** What Node.js does at the end of each turn: it runs the microtasks that wait, until there are none. */
const { _tickCallback: runMicrotasks = () => {} } = process as { _tickCallback?: () => void };

let abandoned = 0;

/** What runs now is about to be ended from outside. */
export function countAbandoned(): void {
  abandoned++;
}

/**
 * Runs a function, and what follows from it without the event loop, in a turn of its own. Where that is
 * ended from outside the promise never settles, and whoever waits for it is not ended as well.
 */
export function inOwnTurn<T>(body: () => T): Promise<{ value: T }> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      const before = abandoned;
      const settle = outcomeOf(body, resolve, reject);
      try {
        // What a tick throws is nobody's here: Node.js has to hear of it.
        runMicrotasks();
      } finally {
        // V8 comes back from microtasks that were ended as if they were done.
        if (abandoned === before) settle();
      }
    });
  });
}

function outcomeOf<T>(
  body: () => T,
  resolve: (box: { value: T }) => void,
  reject: (error: unknown) => void,
): () => void {
  try {
    const value = body();
    return () => resolve({ value });
  } catch (error) {
    return () => reject(error);
  }
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
