import { hostname } from "node:os";
import { type Atom, atom } from "../../term/index.js";
import * as Node from "../node.js";
import { cluster } from "../state.js";
import { charlist } from "./code.js";

/** Erlang's module `net_kernel`: this node's place in the cluster. */
export const net_kernel = {
  connect_node: Node.connect,
  /** Seconds; `:ignored` when this node has no name. */
  get_net_ticktime: (): number | symbol => cluster()?.netTicktime ?? atom("ignored"),
};

/** Erlang's module `net_adm`. */
export const net_adm = {
  localhost: (): number[] => charlist(hostname()),
  ping: (node: Atom): Promise<symbol> => Node.ping(node),
};
