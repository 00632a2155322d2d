import { type Atom, atom, atomName, isAtom } from "../atom.js";
import { inspectAtom } from "../inspect/atom.js";
import { localOrigin } from "../origin.js";
import { isTuple, type Tuple } from "../tuple.js";
import { formatCall, inline } from "./stacktrace.js";

/** Whether this node has a module of that name: tells a missing module from a missing function. */
export type IsLoaded = (module: Atom) => boolean;

/** What an Erlang error is called in Elixir, and its message. */
export interface Named {
  name: string;
  message: string;
}

/**
 * The name and the message that Elixir gives to a reason of Erlang's `error` class.
 *
 * @param frames the stack, which says what was undefined or did not match
 * @see `Exception.normalize/3` of Elixir
 */
export function nameErlangError(reason: unknown, frames: readonly unknown[], isLoaded: IsLoaded): Named {
  const [tag, ...values] = isTuple(reason) ? reason : [reason];
  const key = typeof tag === "symbol" && isAtom(tag) ? `${atomName(tag)}/${values.length}` : "";
  const found = ERRORS[key]?.(values, frames, isLoaded);
  return found ?? { name: "ErlangError", message: `Erlang error: ${inline(reason)}` };
}

type Namer = (values: readonly unknown[], frames: readonly unknown[], isLoaded: IsLoaded) => Named | undefined;

/** By the atom that leads, and the number of values that follow it. */
const ERRORS: Record<string, Namer> = {
  "badarg/0": () => ({ name: "ArgumentError", message: "argument error" }),
  "badarg/1": shown("ArgumentError", "argument error: "),
  "badarith/0": () => ({ name: "ArithmeticError", message: "bad argument in arithmetic expression" }),
  "badmatch/1": shown("MatchError", "no match of right hand side value: "),
  "case_clause/1": shown("CaseClauseError", "no case clause matching: "),
  "try_clause/1": shown("TryClauseError", "no try clause matching: "),
  "with_clause/1": shown("WithClauseError", "no with clause matching: "),
  "cond_clause/0": () => ({ name: "CondClauseError", message: "no cond clause evaluated to a truthy value" }),
  "badmap/1": shown("BadMapError", "expected a map, got: "),
  "badfun/1": shown("BadFunctionError", "expected a function, got: "),
  "badbool/2": ([operator, value]) => ({
    name: "BadBooleanError",
    message: `expected a boolean on left-side of "${isAtom(operator) ? atomName(operator) : inline(operator)}", got: ${inline(value)}`,
  }),
  "badkey/1": ([key]) => ({ name: "KeyError", message: `key ${inline(key)} not found` }),
  "badkey/2": ([key, map]) => ({ name: "KeyError", message: `key ${inline(key)} not found in: ${inline(map)}` }),
  "badarity/1": ([call]) => badArity(call),
  "system_limit/0": () => ({ name: "SystemLimitError", message: "a system limit has been reached" }),
  "undef/0": (_values, [frame], isLoaded) => undefinedFunction(frame, isLoaded),
  "function_clause/0": (_values, [frame]) => functionClause(frame),
};

function shown(name: string, before: string): Namer {
  return ([value]) => ({ name, message: before + inline(value) });
}

function badArity(call: unknown): Named | undefined {
  if (!isTuple(call) || !Array.isArray(call[1])) return undefined;
  const [fn, args] = call as unknown as readonly [{ arity?: number; length?: number }, unknown[]];
  const given = args.map(inline).join(", ");
  const count =
    args.length === 0 ? "no arguments" : `${args.length} argument${args.length === 1 ? "" : "s"} (${given})`;
  return { name: "BadArityError", message: `${inline(fn)} with arity ${fn.arity ?? fn.length} called with ${count}` };
}

function undefinedFunction(frame: unknown, isLoaded: IsLoaded): Named {
  if (!isTuple(frame) || frame.length !== 4) return { name: "UndefinedFunctionError", message: undefinedFun(frame) };
  const [module, name, arity] = called(frame);
  return {
    name: "UndefinedFunctionError",
    message: `function ${formatCall(module, name, arity)} is undefined ${whyUndefined(module, frame[3], isLoaded)}`,
  };
}

/** A function of ours that has no code at the other end: a node of Erlang was to run it. */
function undefinedFun(frame: unknown): string {
  if (!isTuple(frame) || typeof frame[0] !== "function") return "undefined function";
  return (
    "a node of Erlang or Elixir cannot run a function of TypeScript. " +
    'Name one that it has: Node.spawn(node, "IO", "puts", ["hi"])'
  );
}

/** Nodes of ours say in the frame where the function was missed, and whether its module is there. */
function whyUndefined(module: Atom, location: unknown, isLoaded: IsLoaded): string {
  const node = field(location, atom.node);
  const loaded = field(location, atom.loaded) ?? isLoaded(module);
  if (loaded) return "or private";
  const shown = inspectAtom(module);
  if (typeof node !== "symbol") return `(module ${shown} is not available)`;
  if (atomName(node) === localOrigin.node) return `(module ${shown} is not available). Load it with c("...")`;
  return `(module ${shown} is not available on ${atomName(node)}). Load it there with c("..."), or from here with nl(${shown})`;
}

function field(location: unknown, key: unknown): unknown {
  if (!Array.isArray(location)) return undefined;
  return (location.find((item) => isTuple(item) && item[0] === key) as Tuple | undefined)?.[1];
}

function functionClause(frame: unknown): Named {
  const where = isTuple(frame) && frame.length === 4 ? ` in ${formatCall(...called(frame))}` : "";
  return { name: "FunctionClauseError", message: `no function clause matching${where}` };
}

function called([module, name, arity]: Tuple): [Atom, Atom, number] {
  return [module as Atom, name as Atom, Array.isArray(arity) ? arity.length : (arity as number)];
}
