import { Node } from "../../src/index.js";

/** The whole name of a node that a person names: a bare name means this node's host. */
export function withHost(name: string): string {
  const [, host] = String(Symbol.keyFor(Node.self())).split("@");
  return name.includes("@") ? name : `${name}@${host}`;
}
