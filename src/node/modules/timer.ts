import { applyNamed, type Fun, Process } from "../../process/index.js";
import { type Atom, atom, type Tuple, tuple } from "../../term/index.js";

/** Erlang's module `timer`, as far as it concerns the calling process alone. */
export const timer = {
  /** @param time milliseconds or `:infinity` */
  sleep: (time: number | Atom): Promise<symbol> => Process.sleep(time),

  /** Runs `tc(fun)`, `tc(fun, args)` or `tc(module, name, args)`: `{microseconds, value}`. */
  async tc(...call: [Fun] | [Fun, readonly unknown[]] | [Atom, Atom, readonly unknown[]]): Promise<Tuple> {
    const started = performance.now();
    const value = await (call.length === 3
      ? applyNamed(...call)
      : applyNamed(atom.erlang, atom.apply, [call[0], call[1] ?? []]));
    return tuple(Math.round((performance.now() - started) * 1000), value);
  },
};
