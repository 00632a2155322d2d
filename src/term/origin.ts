/**
 * Where a pid, reference or port was made: a node in one of its lives. `creation` tells the lives
 * of one name apart; `index` is the first number of a printed pid, 0 for this node.
 */
export interface Origin {
  node: string;
  creation: number;
  readonly index: number;
}

/** The name of a node that is not alive. */
export const NO_NODE = "nonode@nohost";

const FIRST_INDEX = 10001;

/** This node. `setLocalOrigin` renames it in place, so pids made before the node was named stay local. */
export const localOrigin: Origin = { node: NO_NODE, creation: 0, index: 0 };

/** By node, then by creation. */
const origins = new Map<string, Map<number, Origin>>();
const indices = new Map<string, number>();

/** Gives this node its name and creation; `NO_NODE` and 0 when it stops being distributed. */
export function setLocalOrigin(node: string, creation: number): void {
  localOrigin.node = node;
  localOrigin.creation = creation;
}

/** The one `Origin` of that node and creation: compare with `===`. */
export function origin(node: string, creation: number): Origin {
  if (node === localOrigin.node && creation === localOrigin.creation) return localOrigin;
  let lives = origins.get(node);
  if (!lives) origins.set(node, (lives = new Map()));
  let found = lives.get(creation);
  if (!found) lives.set(creation, (found = Object.freeze({ node, creation, index: nodeIndex(node) })));
  return found;
}

/** The number under which this node prints the pids of another one: the same for all its lives. */
export function nodeIndex(node: string): number {
  if (node === localOrigin.node) return 0;
  let index = indices.get(node);
  if (index === undefined) indices.set(node, (index = FIRST_INDEX + indices.size));
  return index;
}

/** The newest life that was heard of, of the node that prints under this number. */
export function originOfIndex(index: number): Origin | undefined {
  if (index === 0) return localOrigin;
  const lives = [...origins.values()].map((of) => [...of.values()].at(-1));
  return lives.find((newest) => newest?.index === index);
}
