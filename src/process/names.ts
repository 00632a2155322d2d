import { type Atom, atomName, inspect, localOrigin, nameToAtom, Pid } from "../term/index.js";
import { ArgumentError } from "./errors.js";
import type { Pcb } from "./pcb.js";
import { lookup } from "./table.js";

const names = new Map<Atom, Pcb>();

/**
 * Gives a living local process a name (`Process.register/2`). It keeps the name until it ends.
 *
 * @throws ArgumentError when the name is taken or no name, or the process has one, is not here or
 *   has ended; the message says which
 */
export function register(pid: Pid, name: string | Atom): true {
  if (!isName(name))
    throw refusal(pid, name, "it is not a name: give a string or an atom other than undefined, nil, true and false");
  if (!(pid instanceof Pid)) throw refusal(pid, name, "it is not a pid");
  if (!pid.isLocal) throw new ArgumentError(`could not register ${pid} because it belongs to another node`);
  const [key, process] = [nameToAtom(name), lookup(pid)];
  if (!process) throw refusal(pid, name, "it is not alive");
  if (names.has(key)) throw refusal(pid, name, "the name is already taken");
  if (process.name) throw refusal(pid, name, `it has already been given the name ${inspect(process.name)}`);
  names.set(key, process);
  process.name = key;
  return true;
}

/** What stands for "no process" or for a truth value on the nodes of Erlang is no name. */
function isName(name: unknown): name is string | Atom {
  if (typeof name !== "string" && typeof name !== "symbol") return false;
  return !["undefined", "nil", "true", "false"].includes(atomName(nameToAtom(name)));
}

function refusal(pid: unknown, name: unknown, why: string): ArgumentError {
  const shown = isName(name) ? nameToAtom(name) : name;
  return new ArgumentError(`could not register ${inspect(pid)} with name ${inspect(shown)} because ${why}`);
}

/** @throws ArgumentError when no process has that name (`Process.unregister/1`) */
export function unregister(name: string | Atom): true {
  const process = named(nameToAtom(name));
  if (!process)
    throw new ArgumentError(`could not unregister ${inspect(nameToAtom(name))} because no process has that name`);
  forgetName(process);
  return true;
}

/** The process of that name on this node, `null` when there is none (`Process.whereis/1`). */
export function whereis(name: string | Atom): Pid | null {
  return names.get(nameToAtom(name))?.pid ?? null;
}

/** All registered names (`Process.registered/0`). */
export function registered(): Atom[] {
  return [...names.keys()];
}

/** @internal the process itself */
export function named(name: Atom): Pcb | undefined {
  return names.get(name);
}

/** @internal at the end of a process */
export function forgetName(process: Pcb): void {
  if (process.name === undefined) return;
  names.delete(process.name);
  process.name = undefined;
}

/** True when that name of a node means this node. */
export function isHere(node: string): boolean {
  return node === localOrigin.node;
}
