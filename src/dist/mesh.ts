import type { Signal } from "../process/signal.js";
import { atom, atomName, isAtom, isTuple, tuple } from "../term/index.js";
import { nobody, type Peer } from "./control.js";

/**
 * Every visible node of a cluster is connected with every other. Two visible nodes that have just
 * connected tell each other whom else they are connected with, and each calls those that it lacks:
 * so a node that joins anywhere ends up connected everywhere. Hidden nodes neither tell nor are told.
 *
 * On the wire it is a message for the name `iex_ts_mesh`: `{nodes, [a@host, b@host]}`. It is
 * taken out before the kernel, which has no process of that name.
 */
const MESH = atom("iex_ts_mesh");

/** The message that tells a peer of the nodes that this one is connected with. */
export function meshSignal(self: Peer, nodes: readonly string[]): Signal {
  return {
    type: "message",
    from: nobody(self),
    to: MESH,
    message: tuple(
      atom.nodes,
      nodes.map((node) => atom(node)),
    ),
  };
}

/** The nodes that a peer tells of; undefined for any other signal. */
export function meshNodes(signal: Signal): string[] | undefined {
  if (signal.type !== "message" || signal.to !== MESH) return undefined;
  const { message } = signal;
  if (!isTuple(message) || message[0] !== atom.nodes || !Array.isArray(message[1])) return [];
  return message[1].filter(isAtom).map(atomName);
}
