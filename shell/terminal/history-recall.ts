/**
 * Walks through remembered blocks with Up and Down. What stood before the cursor when the walk began
 * selects the blocks that begin so, and is what the walk comes back to.
 */
export class HistoryRecall {
  #walk: { blocks: string[]; at: number } | undefined;

  /** @param entries remembered blocks, oldest first */
  older(entries: readonly string[], line: string, cursor: number): string | undefined {
    this.#walk ??= begin(entries, line, cursor);
    return this.#step(1);
  }

  /** Whether one key after the other walks through blocks. */
  get isWalking(): boolean {
    return this.#walk !== undefined;
  }

  newer(): string | undefined {
    return this.#step(-1);
  }

  /** Any other key ends the walk: the line is now the person's own. */
  end(): void {
    this.#walk = undefined;
  }

  #step(by: number): string | undefined {
    if (this.#walk === undefined) return undefined;
    const block = this.#walk.blocks[this.#walk.at + by];
    if (block !== undefined) this.#walk.at += by;
    return block;
  }
}

function begin(entries: readonly string[], line: string, cursor: number): { blocks: string[]; at: number } {
  const prefix = line.slice(0, cursor);
  const matching = entries.filter((entry) => entry.startsWith(prefix) && entry !== line);
  return { blocks: [line, ...matching.reverse()], at: 0 };
}
