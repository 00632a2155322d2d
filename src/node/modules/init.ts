import { type Atom, atom, type Tuple, tuple } from "../../term/index.js";
import { stop } from "../node.js";

/** Erlang's module `init`. */
export const init = {
  get_status: (): Tuple => tuple(atom.started, atom.started),
  /** Ends the node in good order: whoever asked gets the answer, then it leaves as at the signal TERM. */
  stop: (..._status: [] | [number]): Atom => {
    setImmediate(() => stop().finally(() => process.kill(process.pid, "SIGTERM")));
    return atom.ok;
  },
};
