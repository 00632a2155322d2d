import { Interned } from "./interned.js";
import { type Origin, origin, originOfIndex } from "./origin.js";

/** The address of a port of an Erlang node. Carried, compared with `===`, printed: nothing else. */
export class Port {
  /** @internal made by {@link internPort} only */
  constructor(
    readonly origin: Origin,
    readonly id: bigint,
  ) {}

  get node(): string {
    return this.origin.node;
  }

  get creation(): number {
    return this.origin.creation;
  }

  toString(): string {
    return `#Port<${this.origin.index}.${this.id}>`;
  }
}

const ports = new Interned<string, Port>();

/** The port with that number: the one that is held already, else a new one. */
export function internPort(node: string, creation: number, id: bigint): Port {
  const key = `${node}/${creation}/${id}`;
  return ports.get(key) ?? ports.set(key, new Port(origin(node, creation), id));
}

/** The port that prints with these numbers; `undefined` when no node prints under that index. */
export function portOfNumbers(index: number, id: bigint): Port | undefined {
  const from = originOfIndex(index);
  return from && internPort(from.node, from.creation, id);
}
