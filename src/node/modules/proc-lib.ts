import { applyNamed, Process } from "../../process/index.js";
import { type Atom, atom, type Pid } from "../../term/index.js";
import { apply } from "../kernel.js";

/** Erlang's module `proc_lib`: what its `spawn` on this node asks for. */
export const proc_lib = {
  /** `init_p(parent, ancestors, fun)` or `init_p(parent, ancestors, module, name, args)`. */
  init_p(
    parent: Pid | Atom,
    ancestors: readonly unknown[],
    ...call: [unknown] | [Atom, Atom, readonly unknown[]]
  ): unknown {
    Process.put(atom.$ancestors, [parent, ...ancestors]);
    return call.length === 3 ? applyNamed(...call) : apply(call[0], []);
  },
};
