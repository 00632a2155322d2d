/**
 * A fixed number of terms that belong together: Erlang's tuple. It is an array that cannot change,
 * so it destructures, matches `ts-pattern`'s array patterns and prints as `{a, b}`.
 */
export class Tuple<T extends readonly unknown[] = readonly unknown[]> extends Array<T[number]> {
  /** `map`, `slice` and the like give lists, not tuples. */
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }
}

/** A tuple whose elements have the types `T`. */
export type TupleOf<T extends readonly unknown[]> = T & Tuple<T>;

/**
 * Makes a tuple of its arguments.
 *
 * @example
 * const [tag, from] = tuple(atom.hi, self());
 */
export function tuple<const T extends readonly unknown[]>(...items: T): TupleOf<T> {
  return seal(items as unknown as unknown[]) as TupleOf<T>;
}

/** Makes a tuple of the elements of a list. */
export function tupleFrom(items: ArrayLike<unknown>): Tuple {
  return seal(Array.prototype.slice.call(items));
}

/**
 * @internal Turns a list that nobody else has into a tuple. Five times as fast as a constructor that
 * extends `Array`: every message is a tuple.
 */
export function seal(items: unknown[]): Tuple {
  return Object.freeze(Object.setPrototypeOf(items, Tuple.prototype)) as Tuple;
}

/** True for tuples, false for lists. */
export function isTuple(value: unknown): value is Tuple {
  return value instanceof Tuple;
}
