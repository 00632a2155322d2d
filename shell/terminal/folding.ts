/** Where a text that began at the left edge ends, both from 0. */
export interface Place {
  readonly rows: number;
  readonly cols: number;
}

/** Where the cursor of a drawn line may be, counted from where the line begins, after the screen's width changed. */
export interface Situation {
  /** Every row was folded anew. */
  readonly anew: Place;
  /** Nothing has moved. */
  readonly asDrawn: Place;
  /** Rows were folded anew, but for those of the text between two newlines that the cursor is in. */
  readonly aroundCursor: Place;
  /** Width of the screen now, in characters. */
  readonly columns: number;
}

/**
 * What a terminal does with long rows when its width changes. Some fold them anew, some leave them, some
 * leave only the cursor's; the column that the cursor is in then tells them apart, for most widths.
 */
export class Folding {
  #foldsCursor: boolean | undefined;

  /**
   * How many rows above the cursor a line begins: rather too few, which leaves a piece of the line on the
   * screen, than too many, which would cost what was printed above it.
   *
   * @param column where the terminal says that the cursor is, from 0; left out when it was not asked
   */
  rowsAbove(situation: Situation, column?: number): number {
    if (column !== undefined) this.#learn(situation, column);
    const { anew, asDrawn, aroundCursor } = situation;
    if (this.#foldsCursor) return anew.rows;
    const least = Math.min(asDrawn.rows, aroundCursor.rows);
    return this.#foldsCursor === false ? least : Math.min(anew.rows, least);
  }

  #learn({ anew, asDrawn, columns }: Situation, column: number): void {
    const moved = column === anew.cols;
    const stayed = column === Math.min(asDrawn.cols, columns - 1);
    if (moved !== stayed) this.#foldsCursor = moved;
  }
}
