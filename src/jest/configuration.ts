import { evaluate, filtersOf, normalize } from "./filters.js";
import { type Filters, readOptions } from "./options.js";
import type { Tag, Tags } from "./tags.js";

/** Which tests run, by their tags; a name stands for `{ name: true }`. */
export interface Configuration {
  /** Tests that do not run, unless they are included. */
  readonly exclude?: readonly Tag[];
  /** Tests that run though they are excluded. */
  readonly include?: readonly Tag[];
}

let filters: Filters = normalize(readOptions());

/** Adds filters to those of the command line. */
export function configure({ exclude = [], include = [] }: Configuration): Filters {
  const given = readOptions();
  filters = normalize({
    exclude: [...given.exclude, ...filtersOf(exclude.map(withValue))],
    include: [...given.include, ...filtersOf(include.map(withValue))],
  });
  return filters;
}

function withValue(tag: Tag): Tag {
  return typeof tag === "string" ? { [tag]: true } : tag;
}

/** True for a test that runs. */
export function chosen(tags: Tags): boolean {
  return evaluate(filters, tags) === "run";
}
