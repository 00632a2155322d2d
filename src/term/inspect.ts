import { type AtomValue, isAtom } from "./atom.js";
import { type Around, type Context, type Paint, token } from "./inspect/context.js";
import { inspectFunction } from "./inspect/function.js";
import { type Doc, group, layout } from "./inspect/layout.js";
import { printObject } from "./inspect/object.js";
import { quoted } from "./inspect/string.js";
import { printAtom, printTerm } from "./inspect/term.js";
import { messageOf } from "./thrown.js";

export type { Paint } from "./inspect/context.js";

export interface InspectOptions {
  /** Columns of a line; `Infinity` for one line. Default 80. */
  width?: number;
  /** How many elements are shown, in all levels along a path; `Infinity` for all. Default 50. */
  limit?: number;
  /** How many levels of containers are shown. Default: as many as the limit leaves. */
  depth?: number;
  /** Puts colours around pieces of the text, by their kind. */
  color?: Paint;
  /** Printed in front, with a colon. */
  label?: string;
}

/**
 * The text of any value, as the prompt prints it: terms in Elixir's notation, wrapped where Elixir
 * wraps them (`Kernel.inspect/2` with `pretty: true`), everything else in JavaScript's.
 *
 * Never throws and never runs a getter. What cannot be read prints as `#Inspect.Error<reason>`.
 *
 * @example
 * inspect(tuple(atom.hi, [1, 1.5], "a\n")); // {:hi, [1, 1.5], "a\n"}
 * inspect({ a: 1, "b c": new Map([["x", 2n]]) }); // { a: 1, "b c": Map(1) { "x" => 2n } }
 */
export function inspect(value: unknown, options: InspectOptions = {}): string {
  const { width = 80, limit = 50, depth = MAX_DEPTH, color, label } = options;
  const context: Context = {
    limit,
    depth: Math.min(depth, MAX_DEPTH),
    instances: 0,
    around: undefined,
    budget: { left: limit === Number.POSITIVE_INFINITY ? limit : MAX_VALUES },
    paint: color,
    print,
  };
  const shown = layout(group(print(value, context)), width);
  return label === undefined ? shown : `${label}: ${shown}`;
}

/** Deeper values would end the call stack. */
const MAX_DEPTH = 500;
const MAX_VALUES = 20_000;
const MAX_STRING = 4096;

function print(value: unknown, context: Context): Doc {
  context.budget.left--;
  switch (typeof value) {
    case "string":
      return token(
        "string",
        quoted(value, context.limit === Number.POSITIVE_INFINITY ? context.limit : MAX_STRING),
        context,
      );
    case "number":
      return token("number", Object.is(value, -0) ? "-0" : String(value), context);
    case "bigint":
      return token("number", `${value}n`, context);
    case "object":
    case "function":
      return value === null ? printAtom(value, context) : printReference(value, context);
    default:
      return isAtom(value) ? printAtom(value as AtomValue, context) : token("symbol", String(value), context);
  }
}

function printReference(value: object, context: Context): Doc {
  if (isAround(value, context.around)) return token("special", "[Circular]", context);
  try {
    if (typeof value === "function") return token("function", inspectFunction(value as () => unknown), context);
    const inner = { ...context, depth: context.depth - 1, around: { value, outer: context.around } };
    return printTerm(value, inner) ?? printObject(value, inner);
  } catch (error) {
    return token("special", `#Inspect.Error<${messageOf(error)}>`, context);
  }
}

function isAround(value: object, around: Around | undefined): boolean {
  for (let at = around; at; at = at.outer) if (at.value === value) return true;
  return false;
}
