import { addTags, type Tag, type Tags } from "./tags.js";

/** The describe block that is being defined; the file itself is the outermost one. */
interface Scope {
  readonly names: readonly string[];
  readonly tags: Tags;
}

let scope: Scope = { names: [], tags: {} };

/** Defines what is in a describe block. */
export function within(name: string, own: readonly Tag[], define: () => void): void {
  const outer = scope;
  scope = { names: [...outer.names, name], tags: addTags(outer.tags, own) };
  try {
    define();
  } finally {
    scope = outer;
  }
}

/**
 * Tags all tests that follow, in a file or a describe block.
 *
 * @example
 * moduletag("distributed", { timeout: 20_000 });
 * @see `@moduletag` and `@describetag` of `ExUnit.Case`
 */
export function moduletag(...tags: readonly Tag[]): void {
  scope = { ...scope, tags: addTags(scope.tags, tags) };
}

/** All tags of a test that is defined here: as with ExUnit, its names are tags too. */
export function tagsHere(name: string, own: readonly Tag[]): Tags {
  const { names, tags } = scope;
  const describe = names.length === 0 ? {} : { describe: names.join(" ") };
  return addTags(tags, [...own, { ...describe, test: [...names, name].join(" ") }]);
}
