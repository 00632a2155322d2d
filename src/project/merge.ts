/** The environment of applications: application → key → value. */
export type Configuration = Record<string, Record<string, unknown>>;

/**
 * Two values of one key in the order in which they were configured. Plain objects are merged, key by
 * key and at every depth; of anything else the later one stays (`Config.Reader.merge/2`).
 *
 * @example
 * merge({ a: { b: 1 }, list: [1] }, { a: { c: 2 }, list: [2] }); // { a: { b: 1, c: 2 }, list: [2] }
 */
export function merge(before: unknown, later: unknown): unknown {
  if (!isPlain(before) || !isPlain(later)) return later;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(later)])];
  return Object.fromEntries(keys.map((key) => [key, mergeKey(key, before, later)]));
}

function mergeKey(key: string, before: Record<string, unknown>, later: Record<string, unknown>): unknown {
  if (!Object.hasOwn(later, key)) return before[key];
  return Object.hasOwn(before, key) ? merge(before[key], later[key]) : later[key];
}

/** True for what braces make: not for arrays, nor for instances of classes. */
export function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
