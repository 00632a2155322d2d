/**
 * A weak table of one object per key: while anyone holds the object, the same key gives the same
 * object, so pids and references compare with `===` and work as keys of `Map` and `Set`.
 */
export class Interned<Key, Value extends object> {
  readonly #entries = new Map<Key, WeakRef<Value>>();
  readonly #sweeper = new FinalizationRegistry<Key>((key) => {
    if (this.#entries.get(key)?.deref() === undefined) this.#entries.delete(key);
  });

  get(key: Key): Value | undefined {
    return this.#entries.get(key)?.deref();
  }

  set(key: Key, value: Value): Value {
    this.#entries.set(key, new WeakRef(value));
    this.#sweeper.register(value, key);
    return value;
  }

  /** The number of entries, dead ones that were not swept yet included. */
  get size(): number {
    return this.#entries.size;
  }
}
