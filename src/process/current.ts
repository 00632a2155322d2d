import { AsyncLocalStorage } from "node:async_hooks";
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
}

const carriesContext =
  Number(process.versions.node.split(".")[0]) >= 24 ||
  process.execArgv.includes("--experimental-async-context-frame") ||
  (process.env.NODE_OPTIONS ?? "").includes("--experimental-async-context-frame");

const context: Context = carriesContext ? storageContext() : hooksContext();

export const current = context.current;
export const enter = context.enter;

function storageContext(): Context {
  const storage = new AsyncLocalStorage<Pcb | undefined>();
  return {
    current: () => storage.getStore(),
    enter: (process, start) => storage.run(process, start),
  };
}

function hooksContext(): Context {
  const owner: unique symbol = Symbol("process") as never;
  type Owned = Promise<unknown> & { [owner]?: Pcb | undefined };
  let now: Pcb | undefined;
  let hooked = false;

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
      return process ? (...args: A) => enterHooked(process, () => callback(...args)) : callback;
    });
  }

  return { current: () => now, enter: enterHooked };
}

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
