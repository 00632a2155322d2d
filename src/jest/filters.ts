import { atom, inspect, tuple } from "../index.js";
import type { Filter, Filters } from "./options.js";
import type { Tag, Tags } from "./tags.js";

/** What becomes of a test. */
export type Verdict = "run" | "excluded" | "skipped";

/**
 * Whether a test runs: include wins over exclude, and the tag `skip` over both unless it is included.
 *
 * @see `ExUnit.Filters.eval/4` of Elixir
 */
export function evaluate({ include, exclude }: Filters, tags: Tags): Verdict {
  const has = (filter: Filter): boolean => hasTag(filter, tags);
  const included = include.some(has);
  if (exclude.some(has) && !included) return "excluded";
  const skip = tags.skip === true || typeof tags.skip === "string";
  return skip && !include.some((filter) => filter[0] === "skip" && has(filter)) ? "skipped" : "run";
}

/** Values are the same when their text is: those of the command line have no other. */
function hasTag(filter: Filter, tags: Tags): boolean {
  const [name, value] = filter;
  return Object.hasOwn(tags, name) && (filter.length === 1 || text(tags[name]) === text(value));
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "symbol" ? (Symbol.keyFor(value) ?? "") : inspect(value);
}

/** Filters in the notation of tags. */
export function filtersOf(tags: readonly Tag[]): Filter[] {
  return tags.flatMap((tag): Filter[] => (typeof tag === "string" ? [[tag]] : Object.entries(tag)));
}

/**
 * Takes out what is said twice, and exclusions that do nothing because the same is included.
 *
 * @see `ExUnit.Filters.normalize/2` of Elixir
 */
export function normalize({ include, exclude }: Filters): Filters {
  const included = unique(include);
  const names = new Set(included.flatMap((filter) => (filter.length === 1 ? [filter[0]] : [])));
  const left = unique(exclude).filter(([name]) => !names.has(name));
  return {
    include: included,
    exclude: left.filter((filter) => filter.length === 1 || !sameValues(filter[0], included, left)),
  };
}

function unique(filters: readonly Filter[]): Filter[] {
  return [...new Map(filters.map((filter) => [JSON.stringify(filter.map(text)), filter])).values()];
}

function sameValues(name: string, some: readonly Filter[], others: readonly Filter[]): boolean {
  const values = (filters: readonly Filter[]): string[] =>
    filters.flatMap((filter) => (filter.length === 2 && filter[0] === name ? [text(filter[1])] : [])).sort();
  return JSON.stringify(values(some)) === JSON.stringify(values(others));
}

/**
 * What a run of tests says of its filters, as ExUnit does: `Excluding tags: [distributed: true]`.
 *
 * @returns the lines and an empty one, or nothing when there are no filters
 */
export function describeFilters({ include, exclude }: Filters): string {
  const lines = [
    ...(exclude.length > 0 ? [`Excluding tags: ${list(exclude)}\n`] : []),
    ...(include.length > 0 ? [`Including tags: ${list(include)}\n`] : []),
  ];
  return lines.length === 0 ? "" : `${lines.join("")}\n`;
}

function list(filters: readonly Filter[]): string {
  const terms = filters.map((filter) =>
    filter.length === 1 ? atom(filter[0]) : tuple(atom(filter[0]) as never, filter[1]),
  );
  return inspect(terms, { width: Number.POSITIVE_INFINITY });
}
