import type { From } from "../../otp/gen.js";

/** The other nodes, as `global` sees them. */
export class Members {
  /** Those that have the same names as this node, or will have, with the version that each speaks. */
  readonly known = new Map<string, number>();
  /** Those that connecting goes on with. */
  readonly pending = new Map<string, number>();
  /** Those that have been told to disconnect: their going is no news to others. */
  readonly removing = new Set<string>();
  readonly synced = new Set<string>();
  /** Those with a connection. */
  readonly up = new Set<string>();
  #syncs: { waiting: Set<string>; from: From }[] = [];

  /** Known, or about to be. */
  isPartner(node: string): boolean {
    return this.known.has(node) || this.pending.has(node);
  }

  versionOf(node: string): number {
    return this.known.get(node) ?? this.pending.get(node) ?? 0;
  }

  /** @returns those that were not known before */
  add(nodes: ReadonlyMap<string, number>, self: string): string[] {
    const added: string[] = [];
    for (const [node, version] of nodes) {
      if (node === self) continue;
      if (!this.known.has(node)) added.push(node);
      if (!this.known.get(node)) this.known.set(node, version);
    }
    return added;
  }

  /**
   * Somebody waits until this node has the same names as those nodes.
   *
   * @returns true when it has already; those without a connection are not waited for
   */
  sync(nodes: readonly string[], from: From): boolean {
    const waiting = new Set(nodes.filter((node) => this.up.has(node) && !this.synced.has(node)));
    if (waiting.size > 0) this.#syncs.push({ waiting, from });
    return waiting.size === 0;
  }

  /** That node is in sync, or lost: returns those who need not wait any longer. */
  settle(node: string): From[] {
    for (const { waiting } of this.#syncs) waiting.delete(node);
    const done = this.#syncs.filter(({ waiting }) => waiting.size === 0);
    this.#syncs = this.#syncs.filter(({ waiting }) => waiting.size > 0);
    return done.map(({ from }) => from);
  }
}
