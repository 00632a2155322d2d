/**
 * What marks a test: a name, which stands for `{ name: true }`, or names with their values.
 * `skip` (true, or the reason) keeps a test from running; `timeout` is in milliseconds, or `Infinity`.
 */
export type Tag = string | Readonly<Record<string, unknown>>;

/** All tags of a test. */
export type Tags = Readonly<Record<string, unknown>>;

/** The tags that a test has from its surroundings, and its own, which win. */
export function addTags(inherited: Tags, own: readonly Tag[]): Tags {
  return Object.assign({}, inherited, ...own.map((tag) => (typeof tag === "string" ? { [tag]: true } : tag)));
}

/** The limit that the tag `timeout` sets, in milliseconds as Node.js's timers take them. */
export function timeoutOf({ timeout }: Tags): number | undefined {
  return typeof timeout === "number" ? Math.min(timeout, LONGEST) : undefined;
}

const LONGEST = 2 ** 31 - 1;
