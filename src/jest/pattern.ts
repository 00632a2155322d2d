import { atom, inspect, isTuple, P, tuple } from "../index.js";

/** How ts-pattern marks the objects that match more than themselves. */
const MATCHER = Symbol.for("@ts-pattern/matcher");
const STAND_IN = "iex_ts_pattern_";

/**
 * A pattern as it is written: its matchers by name, what else it holds in the notation of the shell.
 * A predicate is shown as its source.
 *
 * @example
 * showPattern([atom.hi, P.any]); // [:hi, _]
 */
export function showPattern(pattern: unknown): string {
  if (typeof pattern === "function") return String(pattern);
  const matchers: string[] = [];
  const standIn = (value: unknown): unknown => {
    if (isMatcher(value)) return atom(`${STAND_IN}${matchers.push(nameOf(value)) - 1}`);
    if (isTuple(value)) return tuple(...(Array.from(value as Iterable<unknown>, standIn) as []));
    if (Array.isArray(value)) return value.map(standIn);
    return isPlain(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, standIn(item)]))
      : value;
  };
  return inspect(standIn(pattern)).replace(new RegExp(`:${STAND_IN}(\\d+)`, "g"), (_, at) => matchers[Number(at)]!);
}

function isMatcher(value: unknown): value is object {
  return typeof value === "object" && value !== null && MATCHER in value;
}

/** Matchers that were made with arguments do not tell which. */
function nameOf(matcher: object): string {
  if (matcher === P._) return "_";
  const [name] = Object.entries(P).find(([, value]) => value === matcher) ?? [];
  return name === undefined ? "P(...)" : `P.${name}`;
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
