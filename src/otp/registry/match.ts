import { atom, atomName, ImproperList, isSameTerm, isTuple } from "../../term/index.js";

/** What the variables of a pattern stand for, by number: `:"$1"` is 1. */
export type Bindings = Map<number, unknown>;

const ANYTHING = atom("_");

/** The number of a variable, undefined for any other term. */
export function variable(term: unknown): number | undefined {
  if (typeof term !== "symbol") return undefined;
  const found = /^\$(\d+)$/.exec(atomName(term));
  return found ? Number(found[1]) : undefined;
}

/**
 * Compares a term with a pattern, as ETS does: `:_` is anything, `:"$1"` a variable that stands for
 * the same term wherever it occurs, tuples and lists element by element, maps by the keys of the
 * pattern, all else by value.
 *
 * @returns what the variables stand for, undefined when the term is another
 * @example
 * match(tuple(atom("$1"), atom._), tuple("Ann", 42)); // Map { 1 => "Ann" }
 */
export function match(pattern: unknown, term: unknown, bindings: Bindings = new Map()): Bindings | undefined {
  if (pattern === ANYTHING) return bindings;
  const number = variable(pattern);
  if (number !== undefined) return bind(number, term, bindings);
  if (Array.isArray(pattern)) return matchList(pattern, term, bindings);
  if (pattern instanceof ImproperList) return matchCell(pattern, term, bindings);
  if (pattern instanceof Map || isRecord(pattern)) return matchMap(pattern, term, bindings);
  return isSameTerm(pattern, term) ? bindings : undefined;
}

function bind(number: number, term: unknown, bindings: Bindings): Bindings | undefined {
  if (bindings.has(number)) return isSameTerm(bindings.get(number), term) ? bindings : undefined;
  return bindings.set(number, term);
}

function matchList(pattern: readonly unknown[], term: unknown, bindings: Bindings): Bindings | undefined {
  if (!Array.isArray(term) || isTuple(term) !== isTuple(pattern) || term.length !== pattern.length) return undefined;
  return pattern.every((part, i) => match(part, term[i], bindings)) ? bindings : undefined;
}

/** `[:"$1" | :_]`: the first elements, and the list of those that are left. */
function matchCell({ items, tail }: ImproperList, term: unknown, bindings: Bindings): Bindings | undefined {
  const [elements, end] = term instanceof ImproperList ? [term.items, term.tail] : [term, []];
  if (!Array.isArray(elements) || isTuple(elements) || elements.length < items.length) return undefined;
  if (!items.every((item, i) => match(item, elements[i], bindings))) return undefined;
  const rest = elements.slice(items.length);
  if (!(term instanceof ImproperList)) return match(tail, rest, bindings);
  return match(tail, rest.length === 0 ? end : new ImproperList(rest, end), bindings);
}

function matchMap(pattern: object, term: unknown, bindings: Bindings): Bindings | undefined {
  if (!(term instanceof Map || isRecord(term))) return undefined;
  const found = entriesOf(pattern).every(([key, value]) => {
    const entry = entriesOf(term).find(([other]) => isSameTerm(key, other));
    return entry !== undefined && match(value, entry[1], bindings) !== undefined;
  });
  return found ? bindings : undefined;
}

/** The keys of a plain object are atoms. */
function entriesOf(map: object): [unknown, unknown][] {
  return map instanceof Map ? [...map] : Object.entries(map).map(([key, value]) => [atom(key), value]);
}

function isRecord(term: unknown): term is object {
  if (typeof term !== "object" || term === null) return false;
  const prototype = Object.getPrototypeOf(term);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
