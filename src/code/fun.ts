import { functionName } from "../term/function-name.js";
import { atom, ExternalFun, Fun, isTuple, localPid, type Pid, type Tuple, tuple } from "../term/index.js";
import { capture, type Payload } from "./capture.js";
import { isRemoteCodeAllowed } from "./remote-code.js";
import { revive } from "./revive.js";
import { namedFunction } from "./stand-in.js";

const MODULE = atom("iex_ts");
/** The first element of a payload: another shape gets another number. */
const VERSION = 1;

let maker: () => Pid = () => localPid(0, 0);

/** Says which process a function that leaves this node is written down as made by. */
export function setFunPid(next: () => Pid): void {
  maker = next;
}

/** Functions that this node may not or cannot run keep what they were, so that they can be sent on. */
const kept = new WeakMap<object, Fun>();

/**
 * What a function is on the wire: a name for an export of a loaded module, else a closure that
 * carries its source and what it has captured, copied as it is now. Two functions that share a
 * variable get a copy each.
 *
 * @throws TypeError when it has captured what cannot leave this OS process
 */
export function toTerm(fn: (...args: never[]) => unknown): Fun | ExternalFun {
  const known = functionName(fn) ?? kept.get(fn);
  if (known) return known;
  const { root, nodes, sources } = capture(fn);
  const uniq = hash(sources);
  const oldUniq = new DataView(uniq.buffer, uniq.byteOffset).getUint32(0) & 0x7ffffff;
  const payload = tuple(VERSION, root, [...nodes], [...sources]);
  return new Fun(MODULE, fn.length, uniq, 0, 0, oldUniq, maker(), [payload]);
}

let lastHashed = "";
let lastHash = new Uint8Array(16);

/** 16 bytes that name the code, whatever it has captured. */
function hash(sources: readonly Tuple[]): Uint8Array {
  const text = sources.map(([kind, source, names]) => `${kind}(${names})${source}`).join("\0");
  if (text !== lastHashed) {
    // Costs some milliseconds to load, which a prompt does not wait for.
    const { createHash } = process.getBuiltinModule("node:crypto");
    lastHash = new Uint8Array(createHash("sha256").update(text).digest().subarray(0, 16));
    lastHashed = text;
  }
  return lastHash;
}

/**
 * The function that a term of another node is here. Funs of BEAM nodes stay as they are: they can
 * be printed, compared and sent back, not called.
 *
 * What cannot be made here, for want of a package say, becomes a function that throws why: whoever
 * calls it learns the reason, and what it came with is not lost.
 */
export function fromTerm(term: Fun | ExternalFun): unknown {
  if (term instanceof ExternalFun) return namedFunction(term);
  if (term.module !== MODULE) return term;
  if (!isRemoteCodeAllowed()) return refusing(term, NOT_ALLOWED);
  try {
    const made = revive(payloadOf(term.free[0]), `fun@${term.pid.node}`);
    if (typeof made !== "function") throw new TypeError("it is no function");
    return made;
  } catch (cause) {
    return refusing(term, String((cause as Error)?.message ?? cause), { cause });
  }
}

const NOT_ALLOWED = "this node was started with --no-remote-code, send the name of an export instead";

function payloadOf(term: unknown): Payload {
  if (!isTuple(term) || term.length !== 4) throw new TypeError("it carries no source");
  const [version, root, nodes, sources] = term;
  if (version !== VERSION)
    throw new TypeError(`it is of version ${String(version)}, this node reads version ${VERSION}`);
  if (!Array.isArray(nodes) || !Array.isArray(sources)) throw new TypeError("it carries no source");
  return { root, nodes: nodes as Tuple[], sources: sources as Tuple[] };
}

function refusing(term: Fun, why: string, options?: ErrorOptions): unknown {
  const made = (): never => {
    throw new Error(`Cannot run a function that ${term.pid.node} sent: ${why}`, options);
  };
  Object.defineProperty(made, "length", { value: term.arity });
  kept.set(made, term);
  return made;
}

/** For the codec of the wire: `setFunCodec(funCodec)`. */
export const funCodec = { toTerm, fromTerm };

/**
 * Does ahead of time what the first function that travels would wait for: the parser, the inspector
 * and the list of what every node has. To be called when there is nothing better to do.
 */
export function warmUp(): void {
  const captured = [MODULE];
  capture(() => captured);
}
