import { me } from "./me.js";

/**
 * The value of a key in the calling process's dictionary (`Process.get/2`).
 *
 * @param missing what to return when there is no such key: `null` when left out
 */
export function get(key: unknown, missing: unknown = null): unknown {
  const { dictionary } = me();
  return dictionary?.has(key) ? dictionary.get(key) : missing;
}

/** Sets a key and returns its value before, `null` when there was none (`Process.put/2`). */
export function put(key: unknown, value: unknown): unknown {
  const process = me();
  process.dictionary ??= new Map();
  const before = process.dictionary.has(key) ? process.dictionary.get(key) : null;
  process.dictionary.set(key, value);
  return before;
}

/** Removes a key and returns its value, `null` when there was none (`Process.delete/1`). */
export function remove(key: unknown): unknown {
  const { dictionary } = me();
  const before = dictionary?.has(key) ? dictionary.get(key) : null;
  dictionary?.delete(key);
  return before;
}
