import { AsyncLocalStorage, executionAsyncResource } from "node:async_hooks";
import { promiseHooks } from "node:v8";
import type { Pcb } from "./pcb.js";

/**
 * Which process runs right now. Two ways to know it, chosen once:
 *
 * - AsyncLocalStorage where V8 carries it along for free (Node.js 24 and later).
 * - Below, where one `run` anywhere halves the speed of every promise, V8's promise hooks: a
 *   promise remembers the process that made it, and its continuation makes that process current
 *   again. The callbacks of timers and ticks are no promises, so they are bound to their process.
 */
interface Context {
  current(): Pcb | undefined;
  /** Runs `start` as that process; what it starts asynchronously stays that process. */
  enter<T>(process: Pcb | undefined, start: () => T): T;
  /** No process runs any more in this turn, which nobody comes back to. */
  leave(): void;
  /**
   * Whose error it is that Node.js tells right now, asked once: of the process that made the promise, or,
   * without one, of that whose callback has just thrown.
   */
  culprit(promise?: Promise<unknown>): Culprit | undefined;
}

/** A process that an error comes from, which may have ended. */
export type Culprit = Readonly<Pick<Pcb, "pid" | "groupLeader">>;

const carriesContext =
  Number(process.versions.node.split(".")[0]) >= 24 ||
  process.execArgv.includes("--experimental-async-context-frame") ||
  (process.env.NODE_OPTIONS ?? "").includes("--experimental-async-context-frame");

const context: Context = carriesContext ? storageContext() : hooksContext();

export const current = context.current;
export const enter = context.enter;
export const leave = context.leave;

/** What Node.js calls right now, such as a timer; an object that means nothing when it is none. */
export const callbackNow = executionAsyncResource;
export const culprit = context.culprit;

function storageContext(): Context {
  const storage = new AsyncLocalStorage<Pcb | undefined>();
  return {
    current: () => storage.getStore(),
    enter: (process, start) => storage.run(process, start),
    leave: () => storage.enterWith(undefined),
    // Node.js tells of an error as whoever it comes from.
    culprit: () => storage.getStore(),
  };
}

function hooksContext(): Context {
  const owner: unique symbol = Symbol("process") as never;
  type Owned = Promise<unknown> & { [owner]?: Pcb | undefined };
  let now: Pcb | undefined;
  let hooked = false;
  /** Whose callback has thrown; what it threw is told before anything else runs, unless the caller catches it. */
  let failed: Pcb | undefined;

  function enterHooked<T>(process: Pcb | undefined, start: () => T): T {
    if (!hooked) hook();
    const before = now;
    now = process;
    try {
      return start();
    } finally {
      now = before;
    }
  }

  /** Not before there is a process: a program without one pays nothing. */
  function hook(): void {
    hooked = true;
    promiseHooks.createHook({
      init: (promise: Promise<unknown>) => {
        (promise as Owned)[owner] = now;
      },
      before: (promise: Promise<unknown>) => {
        now = (promise as Owned)[owner];
      },
      // What comes next may be no promise: a socket's data belongs to no process.
      after: () => {
        now = undefined;
      },
    });
    bindCallbacks(<A extends unknown[], R>(callback: (...args: A) => R) => {
      const process = now;
      return process ? (...args: A) => call(process, () => callback(...args)) : callback;
    });
  }

  function call<T>(process: Pcb, callback: () => T): T {
    let isDone = false;
    try {
      const result = enterHooked(process, callback);
      isDone = true;
      return result;
    } finally {
      // To catch and throw again would name this place as the one where it was thrown.
      if (!isDone) fail(process);
    }
  }

  function fail(process: Pcb): void {
    failed = process;
    void READY.then(() => {
      failed = undefined;
    });
  }

  function culprit(promise?: Promise<unknown>): Culprit | undefined {
    if (promise) return (promise as Owned)[owner];
    const process = now ?? failed;
    failed = undefined;
    return process;
  }

  function leave(): void {
    now = undefined;
  }

  return { current: () => now, enter: enterHooked, leave, culprit };
}

const READY = Promise.resolve();

type Callback = (...args: never[]) => unknown;

/** Makes the callbacks of timers, ticks and microtasks run as the process that asked for them. */
function bindCallbacks(bind: <A extends unknown[], R>(callback: (...args: A) => R) => (...args: A) => R): void {
  for (const name of ["setTimeout", "setInterval", "setImmediate", "queueMicrotask"]) bindFirst(globalThis, name, bind);
  bindFirst(process, "nextTick", bind);
}

/** Replaces a method whose first argument is a callback by one that binds it. */
function bindFirst(object: object, name: string, bind: (callback: Callback) => Callback): void {
  const methods = object as Record<string, (callback: Callback, ...rest: unknown[]) => unknown>;
  const original = methods[name]!;
  const bound = function (this: unknown, callback: Callback, ...rest: unknown[]): unknown {
    return original.call(this, typeof callback === "function" ? bind(callback) : callback, ...rest);
  };
  // setTimeout[util.promisify.custom] and the like
  for (const key of Reflect.ownKeys(original))
    if (!(key in bound) || typeof key === "symbol")
      Object.defineProperty(bound, key, Object.getOwnPropertyDescriptor(original, key)!);
  Object.defineProperty(bound, "name", { value: name });
  methods[name] = bound;
}
