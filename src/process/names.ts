import { type Atom, atomToName, localOrigin, nameToAtom, type Pid } from "../term/index.js";
import { ArgumentError } from "./errors.js";
import type { Pcb } from "./pcb.js";
import { lookup } from "./table.js";

const names = new Map<Atom, Pcb>();

/**
 * Gives a living local process a name (`Process.register/2`). It keeps the name until it ends.
 *
 * @throws ArgumentError when the name or the process has one already, or the process is not here
 */
export function register(pid: Pid, name: string | Atom): true {
  const key = nameToAtom(name);
  const process = pid.isLocal ? lookup(pid) : undefined;
  if (!process)
    throw new ArgumentError(
      pid.isLocal
        ? `could not register ${pid} with name ${atomToName(key)} because it is not alive`
        : `could not register ${pid} because it belongs to another node`,
    );
  if (names.has(key) || process.name !== undefined)
    throw new ArgumentError(
      `could not register ${pid} with name ${atomToName(key)} because it is already taken or the process has a name`,
    );
  names.set(key, process);
  process.name = key;
  return true;
}

/** @throws ArgumentError when no process has that name (`Process.unregister/1`) */
export function unregister(name: string | Atom): true {
  const process = named(nameToAtom(name));
  if (!process) throw new ArgumentError(`could not unregister ${String(name)} because no process has that name`);
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
