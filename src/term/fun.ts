import type { Atom } from "./atom.js";
import type { Pid } from "./pid.js";

/**
 * A function as other nodes see it: a closure that its own node made. Erlang's `NEW_FUN_EXT`.
 * Functions of ours travel as one (module `iex_ts`); a function of a BEAM node is held as one, so
 * that it can be printed and sent back.
 */
export class Fun {
  constructor(
    readonly module: Atom,
    readonly arity: number,
    /** 16 bytes that name the code. */
    readonly uniq: Uint8Array,
    readonly index: number,
    readonly oldIndex: number,
    readonly oldUniq: number,
    readonly pid: Pid,
    /** The captured values, as terms. */
    readonly free: readonly unknown[],
  ) {
    Object.freeze(this);
  }
}

/** An exported function by name, `&Module.name/arity`: Erlang's `EXPORT_EXT`. */
export class ExternalFun {
  constructor(
    readonly module: Atom,
    readonly name: Atom,
    readonly arity: number,
  ) {
    Object.freeze(this);
  }
}
