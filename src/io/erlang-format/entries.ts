/** The entries of a map; undefined for an object that is none. */
export function entriesOf(value: object): [unknown, unknown][] | undefined {
  if (value instanceof Map) return [...value];
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) return undefined;
  return Object.entries(value).map(([name, field]) => [Symbol.for(name), field]);
}
