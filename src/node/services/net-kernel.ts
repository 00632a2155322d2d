import { atom, isTuple, type Pid } from "../../term/index.js";
import { startService } from "./service.js";

/** What `net_kernel` tells of its node. */
export interface NetKernel {
  node: string;
  /** Seconds. */
  netTicktime: number;
}

/**
 * Starts the process that stands for the node's place in the cluster. A ping of an Erlang node
 * monitors it and then asks it `{is_auth, Node}`: it can be asked, so the connection stands.
 */
export function startNetKernel({ node, netTicktime }: NetKernel): Pid {
  return startService("net_kernel", {
    handleCall: (request) => {
      if (isTuple(request) && request[0] === atom.is_auth) return atom.yes;
      if (request === atom.ticktime) return netTicktime;
      return request === atom.nodename ? atom(node) : undefined;
    },
  });
}
