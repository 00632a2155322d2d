import type { Writer } from "./writer.js";

/**
 * A term that is made of terms, while it is written: its header is on the wire, its parts follow.
 * The writer keeps a chain of these instead of calling itself, so that no depth exhausts the stack.
 */
export class Parts {
  at = 0;
  parent: Parts | undefined = undefined;

  constructor(
    /** The value itself. */
    readonly whole: object,
    readonly items: ArrayLike<unknown>,
    /** The number that the header announces. */
    readonly count: number,
    /** The step from the whole to one part, for messages. */
    readonly step: (parts: Parts, index: number) => string,
    /** Atoms to write, each before its part. */
    readonly names: readonly string[] | undefined = undefined,
    /** Writes what follows the last part. */
    readonly finish: ((writer: Writer) => void) | undefined = undefined,
  ) {}
}

/**
 * A term that is made of terms, while it is read: `close` makes the term once all parts are there.
 */
export class Pending {
  constructor(
    readonly close: (items: unknown[]) => unknown,
    readonly items: unknown[],
    public left: number,
    readonly parent: Pending | undefined,
  ) {}
}
