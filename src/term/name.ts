import { type Atom, atom, atomName } from "./atom.js";

const ALIAS = "Elixir.";

/**
 * The atom that a name stands for. Registered processes and modules follow Elixir's alias rule: a
 * name that begins with an upper-case letter stands for `Elixir.Name`, any other for itself.
 *
 * @example
 * nameToAtom("P24Chat.TaskSupervisor"); // Elixir's P24Chat.TaskSupervisor
 * nameToAtom("shell"); // :shell
 */
export function nameToAtom(name: string | Atom): Atom {
  if (typeof name === "symbol") return name;
  if (typeof name !== "string") throw new TypeError(`Cannot use a ${typeof name} as a name: give a string or an atom`);
  return /^\p{Lu}/u.test(name) && !name.startsWith(ALIAS) ? atom(ALIAS + name) : atom(name);
}

/** The name that an atom is written with: the inverse of {@link nameToAtom}. */
export function atomToName(value: Atom): string {
  const name = atomName(value);
  return name.startsWith(ALIAS) && /^\p{Lu}/u.test(name.slice(ALIAS.length)) ? name.slice(ALIAS.length) : name;
}
