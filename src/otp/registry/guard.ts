import { ArgumentError } from "../../process/index.js";
import {
  atom,
  atomName,
  compareTerms,
  Float,
  isAtom,
  isMapTerm,
  isSameTerm,
  isTuple,
  Pid,
  Reference,
  tupleFrom,
} from "../../term/index.js";
import { type Bindings, variable } from "./match.js";

/** A guard or an expression fails: what it is asked about is no such thing. */
class BadArgument extends Error {}

type Term = unknown;
type Operation = (...args: any[]) => Term;

/**
 * True when all guards hold: `[tuple(atom(">"), atom("$1"), 3)]`. A guard that fails does not hold.
 *
 * @throws ArgumentError for a function that does not exist and a variable that the pattern has not got
 */
export function holds(guards: readonly Term[], bindings: Bindings): boolean {
  return guards.map((guard) => evaluate(guard, bindings)).every((value) => value === true);
}

/**
 * The value of an expression of a match specification: `:"$1"` is what it stands for, `{:+, a, b}` a
 * call, `{{a, b}}` a tuple, `{:const, term}` the term itself, `:"$$"` the list of all variables.
 *
 * @returns `:EXIT` when it fails
 */
export function evaluate(expression: Term, bindings: Bindings): Term {
  try {
    return termOf(expression, bindings);
  } catch (error) {
    if (error instanceof BadArgument) return atom.EXIT;
    throw error;
  }
}

function termOf(expression: Term, bindings: Bindings): Term {
  const number = variable(expression);
  if (number !== undefined) return bound(number, bindings);
  if (expression === ALL) return [...bindings].sort(([a], [b]) => a - b).map(([, value]) => value);
  if (isTuple(expression)) return call(expression, bindings);
  if (Array.isArray(expression)) return expression.map((item) => termOf(item, bindings));
  return expression;
}

const ALL = atom("$$");

function bound(number: number, bindings: Bindings): Term {
  if (bindings.has(number)) return bindings.get(number);
  throw invalid(`the variable $${number} is not in the pattern`);
}

function call(expression: readonly Term[], bindings: Bindings): Term {
  const [name, ...args] = expression;
  if (expression.length === 1 && isTuple(name)) return tupleFrom([...name].map((item) => termOf(item, bindings)));
  if (name === atom.const && args.length === 1) return args[0];
  if (typeof name !== "symbol") throw invalid("a tuple is a call, a tuple of it is written in double braces");
  if (name === atom.andalso || name === atom.orelse) return lazily(name === atom.andalso, args, bindings);
  const operation = OPERATIONS[`${atomName(name)}/${args.length}`];
  if (!operation) throw invalid(`the function ${atomName(name)}/${args.length} does not exist there`);
  return operation(...args.map((arg) => termOf(arg, bindings)));
}

function lazily(all: boolean, args: readonly Term[], bindings: Bindings): boolean {
  for (const arg of args) if (boolean(termOf(arg, bindings)) !== all) return !all;
  return all;
}

function invalid(why: string): ArgumentError {
  return new ArgumentError(`not a valid match specification: ${why}`);
}

function boolean(value: Term): boolean {
  if (typeof value !== "boolean") throw new BadArgument();
  return value;
}

function number(value: Term): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Float) return value.value;
  throw new BadArgument();
}

function integer(value: Term): number {
  if (!Number.isSafeInteger(value)) throw new BadArgument();
  return value as number;
}

function list(value: Term): readonly Term[] {
  if (!isList(value)) throw new BadArgument();
  return value;
}

function nonEmpty(value: Term): readonly Term[] {
  if (list(value).length === 0) throw new BadArgument();
  return value as readonly Term[];
}

function isList(value: Term): value is readonly Term[] {
  return Array.isArray(value) && !isTuple(value);
}

function elementOf(place: Term, value: Term): Term {
  if (!isTuple(value) || integer(place) < 1 || (place as number) > value.length) throw new BadArgument();
  return value[(place as number) - 1];
}

function divide(a: Term, b: Term): number {
  if (integer(b) === 0) throw new BadArgument();
  return Math.trunc(integer(a) / (b as number));
}

function sizeOf(value: Term): number {
  if (!isTuple(value)) throw new BadArgument();
  return value.length;
}

function isBinary(value: Term): boolean {
  return typeof value === "string" || value instanceof Uint8Array;
}

function isFloat(value: Term): boolean {
  return value instanceof Float || (typeof value === "number" && !Number.isSafeInteger(value));
}

function isInteger(value: Term): boolean {
  return typeof value === "bigint" || Number.isSafeInteger(value);
}

/** What guards and results may call, by name and arity. */
const OPERATIONS: Record<string, Operation> = {
  "=:=/2": isSameTerm,
  "=/=/2": (a, b) => !isSameTerm(a, b),
  "==/2": (a, b) => compareTerms(a, b) === 0,
  "/=/2": (a, b) => compareTerms(a, b) !== 0,
  "</2": (a, b) => compareTerms(a, b) < 0,
  "=</2": (a, b) => compareTerms(a, b) <= 0,
  ">/2": (a, b) => compareTerms(a, b) > 0,
  ">=/2": (a, b) => compareTerms(a, b) >= 0,
  "and/2": (a, b) => [a, b].map(boolean).every(Boolean),
  "or/2": (a, b) => [a, b].map(boolean).some(Boolean),
  "xor/2": (a, b) => boolean(a) !== boolean(b),
  "not/1": (a) => !boolean(a),
  "+/2": (a, b) => number(a) + number(b),
  "-/2": (a, b) => number(a) - number(b),
  "*/2": (a, b) => number(a) * number(b),
  "div/2": divide,
  "rem/2": (a, b) => integer(a) - divide(a, b) * integer(b),
  "abs/1": (a) => Math.abs(number(a)),
  "element/2": elementOf,
  "hd/1": (a) => nonEmpty(a)[0],
  "tl/1": (a) => nonEmpty(a).slice(1),
  "length/1": (a) => list(a).length,
  "size/1": sizeOf,
  "tuple_size/1": sizeOf,
  "is_atom/1": (a) => isAtom(a),
  "is_binary/1": isBinary,
  "is_boolean/1": (a) => typeof a === "boolean",
  "is_float/1": isFloat,
  "is_function/1": (a) => typeof a === "function",
  "is_integer/1": isInteger,
  "is_list/1": isList,
  "is_map/1": isMapTerm,
  "is_number/1": (a) => isInteger(a) || isFloat(a),
  "is_pid/1": (a) => a instanceof Pid,
  "is_reference/1": (a) => a instanceof Reference,
  "is_tuple/1": isTuple,
};
