import { type Atom, atom, atomToName, type Tuple, tuple } from "../term/index.js";

/**
 * Ends the process that throws it, with that reason: what {@link exit} throws, and what a pending
 * `receive`, `sleep` or `call` of a process is rejected with when the process is told to end.
 */
export class Exit extends Error {
  override readonly name = "Exit";

  constructor(
    readonly reason: unknown,
    /** True when no reason was given: a shell takes this as the wish to leave. */
    readonly bare = false,
    /** True for what a process gets that has ended already: whoever had to know of that was told. */
    readonly told = false,
  ) {
    // A process that ends is no fault to be traced, and to look at the stack costs more than the rest of its end.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super("The process exits");
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** @internal What a process that has ended gets from whatever it waits for or does. */
export function ended({ exitReason }: { readonly exitReason: unknown }): Exit {
  return new Exit(exitReason, false, true);
}

/** A value that does not fit the function it was given to: Elixir's `ArgumentError`. */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
}

/** A function that does not exist on the node that was to call it: Elixir's `UndefinedFunctionError`. */
export class UndefinedFunctionError extends Error {
  override readonly name = "UndefinedFunctionError";

  readonly arity: number;

  /**
   * @param args the arguments that it was called with, or their number when that is all that is known
   * @param location what else the stack should tell: `[{node, Node}, {loaded, Boolean}]`
   */
  constructor(
    readonly module: Atom,
    readonly fun: Atom,
    readonly args: number | readonly unknown[],
    message = `function ${atomToName(module)}.${atomToName(fun)}/${count(args)} is undefined`,
    readonly location: readonly Tuple[] = [],
  ) {
    super(message);
    this.arity = count(args);
  }

  /** Erlang's reason for the same error: `{undef, [{Module, Function, Args, Location}]}`. */
  get exitReason(): unknown {
    return tuple(atom.undef, [tuple(this.module, this.fun, this.args, this.location)]);
  }
}

function count(args: number | readonly unknown[]): number {
  return typeof args === "number" ? args : args.length;
}
