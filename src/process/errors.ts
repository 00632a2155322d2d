import { type Atom, atom, atomToName, tuple } from "../term/index.js";

/**
 * Ends the process that throws it, with that reason: what {@link exit} throws, and what a pending
 * `receive`, `sleep` or `call` of a process is rejected with when the process is told to end.
 */
export class Exit extends Error {
  override readonly name = "Exit";

  constructor(readonly reason: unknown) {
    super("The process exits");
  }
}

/** A value that does not fit the function it was given to: Elixir's `ArgumentError`. */
export class ArgumentError extends Error {
  override readonly name = "ArgumentError";
}

/** A function that does not exist on the node that was to call it: Elixir's `UndefinedFunctionError`. */
export class UndefinedFunctionError extends Error {
  override readonly name = "UndefinedFunctionError";

  constructor(
    readonly module: Atom,
    readonly fun: Atom,
    readonly arity: number,
    message = `function ${atomToName(module)}.${atomToName(fun)}/${arity} is undefined`,
  ) {
    super(message);
  }

  /** Erlang's reason for the same error: `{undef, [{Module, Function, Arity, []}]}`. */
  get exitReason(): unknown {
    return tuple(atom.undef, [tuple(this.module, this.fun, this.arity, [])]);
  }
}
