import { errorMessage, errorName, isError } from "../inspect/error.js";
import { dataProperty } from "../inspect/property.js";
import { type IsLoaded, nameErlangError } from "./erlang-error.js";

/**
 * The text of an error without the asterisks: `(TypeError) x is not a function`, followed by a line
 * for each cause, for each error of an `AggregateError` and for the two of a `SuppressedError`. Reasons of BEAM nodes, such as
 * `badarith`, get the name and the message that Elixir gives them.
 *
 * @param frames the stack that came with the reason
 * @param isLoaded whether this node has a module: an undefined function of it is then missing alone
 * @example
 * formatError(new TypeError("x is not a function")); // (TypeError) x is not a function
 */
export function formatError(error: unknown, frames: readonly unknown[] = [], isLoaded: IsLoaded = () => false): string {
  if (!isError(error)) {
    const { name, message } = nameErlangError(error, frames, isLoaded);
    return `(${name}) ${message}`;
  }
  return [headline(error), ...members(error), ...suppressed(error), ...causes(error)].join("\n");
}

function headline(error: object): string {
  const message = errorMessage(error);
  return message === "" ? `(${errorName(error)})` : `(${errorName(error)}) ${message}`;
}

function members(error: object): string[] {
  const errors = dataProperty(error, "errors");
  if (!Array.isArray(errors)) return [];
  return errors.map((member) => `    * ${brief(member)}`);
}

/** What `using` makes of two errors: the later one, and the one that it would have hidden. One of them may be such a pair. */
function suppressed(error: object): string[] {
  const lines: string[] = [];
  const told = new Set<unknown>();
  for (let pair: unknown = error; isSuppressed(pair) && !told.has(pair); pair = dataProperty(pair, "suppressed")) {
    told.add(pair);
    lines.push(`    error: ${brief(dataProperty(pair, "error"))}`);
    lines.push(`    suppressed: ${brief(dataProperty(pair, "suppressed"))}`);
  }
  return lines;
}

/** Where the engine has no such class, compilers make one up, so that the name counts. */
function isSuppressed(error: unknown): error is Error {
  return isError(error) && errorName(error) === "SuppressedError" && Object.hasOwn(error, "suppressed");
}

function causes(error: object): string[] {
  const lines: string[] = [];
  const told = new Set<unknown>([error]);
  let cause = dataProperty(error, "cause");
  while (cause !== undefined && cause !== null && !told.has(cause)) {
    told.add(cause);
    lines.push(`    caused by: ${brief(cause)}`);
    cause = isError(cause) ? dataProperty(cause, "cause") : undefined;
  }
  return lines;
}

function brief(error: unknown): string {
  return isError(error) ? headline(error) : formatError(error);
}
