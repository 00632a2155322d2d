import { ArgumentError, invalidArgument } from "../process/index.js";
import { type Atom, atomName } from "../term/index.js";

/** A node by name: `"me@localhost"` or the atom of that name. */
export type NodeName = string | Atom;

/** @throws ArgumentError for anything else */
export function nodeName(node: NodeName, position: 1 | 2 = 1): string {
  if (typeof node === "string" && node !== "") return node;
  if (typeof node === "symbol") return atomName(node);
  throw new ArgumentError(invalidArgument(position, "not the name of a node"));
}
