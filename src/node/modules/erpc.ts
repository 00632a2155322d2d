import { applyNamed, exit } from "../../process/index.js";
import { type Atom, atom, type Reference, type Tuple, tuple } from "../../term/index.js";
import { execute, type Outcome } from "../execute.js";

/** Erlang's module `erpc`, as far as the side that is called needs it: what a caller asks for as a process. */
export const erpc = {
  /** Calls a function; its value, or what became of it, is the exit reason: `{ref, :return, value}`. */
  async execute_call(ref: Reference, module: Atom, name: Atom, args: readonly unknown[]): Promise<never> {
    exit(reply(ref, await execute(module, name, args)));
  },

  /** Calls a function whose value nobody waits for; an error of it is reported. */
  execute_cast(module: Atom, name: Atom, args: readonly unknown[]): unknown {
    return applyNamed(module, name, args);
  },
};

function reply(ref: Reference, outcome: Outcome): Tuple {
  const { kind, value } = outcome;
  return kind === "error" ? tuple(ref, atom.error, value, outcome.stack) : tuple(ref, atom(kind), value);
}
