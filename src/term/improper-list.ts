/** A list whose tail is not a list, such as Erlang's `[a | b]`: carried so that it survives a round trip. */
export class ImproperList {
  constructor(
    /** At least one element. */
    readonly items: readonly unknown[],
    readonly tail: unknown,
  ) {
    if (items.length === 0) throw new RangeError("Cannot make an improper list without elements");
    Object.freeze(this);
  }
}
