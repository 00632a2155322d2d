/** What name servers say of nodes and names, read with care: it comes from other nodes. */
import { type Atom, atom, atomName, isTuple, Pid, type Tuple, tuple } from "../../term/index.js";

/** The version of `global`'s protocol that Erlang/OTP 25 to 28 speak. */
export const PROTOCOL = 8;
/** From this version on nodes tell each other the versions of those that they know, and of lost connections. */
export const TELLS_VERSIONS = 7;
/** From this version on nodes check that both mean the same meeting. */
export const CHECKS_TAGS = 8;

/** The name of the server on every node. */
export const SERVER = "global_name_server";

/** Nodes with the version of the protocol that each speaks; 0 where that is not known. */
export type Versions = ReadonlyMap<string, number>;

/** `[{Node, Version}]`, or `[Node]` for those who expect no versions. */
export function versionsTerm(nodes: Versions, withVersions: boolean): unknown[] {
  return [...nodes].map(([node, version]) => (withVersions ? tuple(atom(node), version) : atom(node)));
}

/** Reads either form of {@link versionsTerm}. */
export function readVersions(term: unknown): Map<string, number> {
  const found = new Map<string, number>();
  for (const item of Array.isArray(term) ? term : []) {
    const [node, version] = isTuple(item) ? item : [item, 0];
    if (typeof node === "symbol") found.set(atomName(node), typeof version === "number" ? version : 0);
  }
  return found;
}

/** A registered name: the third is the function that decides when another process has the name, too. */
export type NameEntry = readonly [name: unknown, pid: Pid, method: unknown];

/** Reads `{Name, Pid, Method}`; undefined for anything else. */
export function readEntry(term: unknown): NameEntry | undefined {
  return isTuple(term) && term.length === 3 && term[1] instanceof Pid ? (term as unknown as NameEntry) : undefined;
}

/** `{insert, {Name, Pid, Method}}` */
export function insertOp(entry: NameEntry): Tuple {
  return tuple(atom.insert, tuple(...entry));
}

/** `{delete, Name}` */
export function deleteOp(name: unknown): Tuple {
  return tuple(atom.delete, name);
}

/** The requester under which both lockers of a meeting set the lock: `{lock, {global, Requester}}` among the extras. */
export function lockOf(extras: unknown): unknown {
  const found = (Array.isArray(extras) ? extras : []).find((item) => isTuple(item) && item[0] === atom.lock);
  const lock = (found as readonly unknown[] | undefined)?.[1];
  return isTuple(lock) ? lock[1] : undefined;
}

/** The name of a node, where it is one. */
export function nodeOf(term: unknown): string {
  if (typeof term !== "symbol") throw new TypeError("Cannot read the name of a node: it is no atom");
  return atomName(term as Atom);
}
