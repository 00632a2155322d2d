/**
 * Atoms are registered symbols: `atom("sup?") === Symbol.for("sup?")`, so two modules, two realms
 * and two nodes agree on them without sharing code.
 *
 * The four atoms that TypeScript has words for are those words: `true`, `false`, `null` (Elixir's
 * `nil`) and `undefined`.
 */
export type Atom = symbol;

/** What an atom is in TypeScript: a symbol, or the value that stands for that atom. */
export type AtomValue = Atom | boolean | null | undefined;

const MAX_LENGTH = 255;

function fromName(name: "true"): true;
function fromName(name: "false"): false;
function fromName(name: "nil"): null;
function fromName(name: "undefined"): undefined;
function fromName(name: string): Atom;
function fromName(name: string): AtomValue {
  switch (name) {
    case "true":
      return true;
    case "false":
      return false;
    case "nil":
      return null;
    case "undefined":
      return undefined;
  }
  if (typeof name !== "string") throw new TypeError(`Cannot make an atom of a ${typeof name}: a string is needed`);
  if (name.length > MAX_LENGTH && [...name].length > MAX_LENGTH)
    throw new RangeError(`Cannot make an atom of ${[...name].length} characters: ${MAX_LENGTH} is the most`);
  return Symbol.for(name);
}

/**
 * The atoms of OTP's own messages, and the names that functions have already: for these
 * TypeScript knows that they are there, also under `noUncheckedIndexedAccess`.
 */
type WellKnown =
  | "apply"
  | "arguments"
  | "bind"
  | "call"
  | "caller"
  | "length"
  | "name"
  | "prototype"
  | "toString"
  | "DOWN"
  | "EXIT"
  | "alias"
  | "brutal_kill"
  | "eof"
  | "erlang"
  | "error"
  | "exit"
  | "false"
  | "file"
  | "infinity"
  | "io_reply"
  | "io_request"
  | "kill"
  | "killed"
  | "line"
  | "link"
  | "monitor"
  | "nocatch"
  | "nodedown"
  | "nodeup"
  | "noconnection"
  | "noproc"
  | "normal"
  | "ok"
  | "process"
  | "running"
  | "shutdown"
  | "timeout"
  | "undef"
  | "waiting";

interface AtomCall {
  (name: "true"): true;
  (name: "false"): false;
  (name: "nil"): null;
  (name: "undefined"): undefined;
  (name: string): Atom;
}

type AtomMaker = AtomCall & { readonly [name in WellKnown]: Atom } & { readonly [name: string]: Atom };

/**
 * Makes an atom from its name, by call or as a property.
 *
 * @param name up to 255 characters
 * @throws RangeError when the name is longer
 * @example
 * atom("sup?"); // :sup?
 * atom.ok; // :ok
 */
export const atom: AtomMaker = new Proxy(fromName, {
  get: (_target, name) => (typeof name === "string" ? fromName(name) : undefined),
}) as never;

/** True for registered symbols, `true`, `false`, `null` and `undefined`. */
export function isAtom(value: unknown): value is AtomValue {
  if (typeof value === "symbol") return Symbol.keyFor(value) !== undefined;
  return value === null || value === undefined || typeof value === "boolean";
}

/** The name of an atom: `atomName(atom.ok) === "ok"`, `atomName(null) === "nil"`. */
export function atomName(value: AtomValue): string {
  if (typeof value !== "symbol") return value === null ? "nil" : String(value);
  const name = Symbol.keyFor(value);
  if (name === undefined) throw new TypeError(`${String(value)} is not an atom: use Symbol.for() or atom()`);
  return name;
}
