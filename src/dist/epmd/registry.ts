import type { AliveReply, Registration } from "./protocol.js";

/** The name is taken, or there is no room; the number is what `epmd` sends. */
export const REFUSED: AliveReply = { result: 1, creation: 99 };

/** Erlang reserves 0, and 1 to 3 are what old name servers gave. */
const LEAST_CREATION = 4;
const CREATIONS = 0x1_0000_0000;

/** Who is registered under which name. */
export class Registry {
  readonly #nodes = new Map<string, Registration>();
  #creation = Math.floor(Math.random() * CREATIONS);

  /** Enters a node. Each registration gets another creation, so that the lives of a name differ. */
  add(node: Registration): AliveReply {
    if (this.#nodes.has(node.name)) return REFUSED;
    this.#nodes.set(node.name, node);
    return { result: 0, creation: this.#nextCreation(node) };
  }

  /** Frees the name of a node whose connection has ended. */
  remove(node: Registration): void {
    if (this.#nodes.get(node.name) === node) this.#nodes.delete(node.name);
  }

  find(name: string): Registration | undefined {
    return this.#nodes.get(name);
  }

  list(): Registration[] {
    return [...this.#nodes.values()];
  }

  #nextCreation(node: Registration): number {
    this.#creation = (this.#creation + 1) % CREATIONS;
    if (!wantsWide(node)) return (this.#creation % 3) + 1;
    return (this.#creation = Math.max(this.#creation, LEAST_CREATION));
  }
}

/** Nodes before OTP 23 know creations from 1 to 3 only. */
export function wantsWide(node: Registration): boolean {
  return node.highest >= 6;
}
