import type { Exit, Fun, Module, Timeout } from "../../process/index.js";
import { type Atom, atom, inspect, type TupleOf, tuple } from "../../term/index.js";
import { DEFAULT_TIMEOUT, milliseconds } from "../gen.js";
import { type Ended, type Start, StreamTasks } from "./stream-tasks.js";
import { type Mfa, mfaOf } from "./value.js";

export interface StreamOptions {
  /** How many tasks run at the same time: 8 when left out. One thread runs them all, so the number of cores says nothing. */
  maxConcurrency?: number;
  /** False gives the results as they come; true, when left out, in the order of the input. */
  ordered?: boolean;
  /** Milliseconds that each task has, 5000 when left out, or `Infinity`. */
  timeout?: Timeout;
  /** What a task that takes longer does: `"exit"` ends the stream with the exit of the caller, `"killTask"` gives `{:exit, :timeout}`. */
  onTimeout?: "exit" | "killTask";
  /** Gives `{:exit, {input, reason}}` in place of `{:exit, reason}`. */
  zipInputOnExit?: boolean;
}

/** What comes out of a stream for each input. */
export type StreamResult<T> = TupleOf<[ok: Atom, value: T]> | TupleOf<[exit: Atom, reason: unknown]>;

/** What goes in. */
export type Enumerable<T> = Iterable<T> | AsyncIterable<T>;

/** A function of one input; or module, function name and the arguments after the input. */
export type StreamCall<I, O> =
  | readonly [fun: (input: I) => unknown, options?: O | undefined]
  | readonly [module: Module, name: string | Atom, args: readonly unknown[], options?: O | undefined];

const MAX_CONCURRENCY = 8;

/** @internal A stream of tasks that are started so, by a process of its own; nothing runs before it is iterated. */
export function stream<I, O extends StreamOptions>(
  enumerable: Enumerable<I>,
  call: StreamCall<I, O>,
  start: (options: O) => Start,
): AsyncIterable<StreamResult<any>> {
  const { mfa, options } = parsed(call);
  const plan = checked(options);
  const open = opener(enumerable);
  return { [Symbol.asyncIterator]: () => iterate(open(), mfa, plan, () => start(options as O)) };
}

function parsed<I, O>(call: StreamCall<I, O>): { mfa: (input: unknown) => Mfa; options: O | Record<string, never> } {
  const [first, name, args, more] = call;
  if (typeof name === "string" || typeof name === "symbol") {
    const [module, fun, rest] = mfaOf([first as Module, name, args as readonly unknown[]]);
    return { mfa: (input) => tuple(module, fun, [input, ...rest]), options: more ?? {} };
  }
  mfaOf([first as Fun]);
  return { mfa: (input) => tuple(atom.erlang, atom.apply, [first, [input]]), options: name ?? {} };
}

type Plan = Required<StreamOptions> & { wait: number };

function checked(options: StreamOptions): Plan {
  const plan: Required<StreamOptions> = {
    maxConcurrency: MAX_CONCURRENCY,
    ordered: true,
    timeout: DEFAULT_TIMEOUT,
    onTimeout: "exit",
    zipInputOnExit: false,
    ...options,
  };
  if (!Number.isInteger(plan.maxConcurrency) || plan.maxConcurrency < 1)
    throw new RangeError("Cannot stream: maxConcurrency must be an integer greater than zero");
  if (plan.onTimeout !== "exit" && plan.onTimeout !== "killTask")
    throw new TypeError(`Cannot stream: onTimeout is "exit" or "killTask", not ${inspect(plan.onTimeout)}`);
  return { ...plan, wait: milliseconds(plan.timeout) };
}

type Inputs = AsyncIterator<unknown> | Iterator<unknown>;

function opener(enumerable: unknown): () => Inputs {
  const object = Object(enumerable) as Partial<Iterable<unknown> & AsyncIterable<unknown>>;
  const open = (object[Symbol.asyncIterator] ?? object[Symbol.iterator]) as (() => Inputs) | undefined;
  if (!open) throw new TypeError(`Cannot stream ${inspect(enumerable)}: give a list, or anything that can be iterated`);
  return () => open.call(enumerable);
}

/**
 * Starts a task for each input, as many at a time as the plan has, and gives what came of them.
 * Follows Elixir's `Task.Supervised.stream/7`.
 */
async function* iterate(
  inputs: Inputs,
  mfa: (input: unknown) => Mfa,
  plan: Plan,
  start: () => Start,
): AsyncGenerator<StreamResult<unknown>> {
  const tasks = new StreamTasks(start(), plan.wait);
  const results = new Results(plan, () => tasks.exit(atom.timeout));
  try {
    for (let started = 0, more = true; more || results.running > 0; ) {
      if (more && results.running < plan.maxConcurrency) {
        const { done, value } = await inputs.next();
        if (done) more = false;
        else await tasks.start(results.begin(started, value), mfa(value));
        if (!done) started++;
        continue;
      }
      results.end(await tasks.next());
      yield* results.ready();
    }
  } finally {
    await tasks.close();
    await inputs.return?.();
  }
}

/** What came of the tasks, in the order in which it is given. */
class Results {
  /** How many tasks run. */
  running = 0;
  readonly #inputs = new Map<number, unknown>();
  readonly #results = new Map<number, StreamResult<unknown>>();
  #next = 0;

  constructor(
    readonly plan: Plan,
    readonly timeout: () => Exit,
  ) {}

  begin(place: number, input: unknown): number {
    this.running++;
    if (this.plan.zipInputOnExit) this.#inputs.set(place, input);
    return place;
  }

  /** @throws Exit when the task took too long, and that is to end the stream */
  end(ended: Ended): void {
    this.running--;
    this.#results.set(ended.place, this.#result(ended));
    this.#inputs.delete(ended.place);
  }

  *ready(): Generator<StreamResult<unknown>> {
    for (const place of this.plan.ordered ? this.#inOrder() : [...this.#results.keys()]) {
      const result = this.#results.get(place)!;
      this.#results.delete(place);
      yield result;
    }
  }

  *#inOrder(): Generator<number> {
    while (this.#results.has(this.#next)) yield this.#next++;
  }

  #result(ended: Ended): StreamResult<unknown> {
    if ("value" in ended) return tuple(atom.ok, ended.value);
    if (ended.timedOut && this.plan.onTimeout === "exit") throw this.timeout();
    const reason = ended.timedOut ? atom.timeout : ended.down;
    const input = this.#inputs.get(ended.place);
    return tuple(atom.exit, this.plan.zipInputOnExit ? tuple(input, reason) : reason);
  }
}
