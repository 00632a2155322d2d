import { type Atom, atom, atomName, isAtom, isTuple, tuple } from "../../term/index.js";

/**
 * The term of a request: a name alone is an atom, with arguments a tuple, as Erlang's servers are
 * written for. Anything but a name is the request itself.
 *
 * @example
 * requestTerm("push", [4]); // {:push, 4}
 * requestTerm("pop", []); // :pop
 */
export function requestTerm(name: unknown, args: readonly unknown[]): unknown {
  if (typeof name !== "string") return name;
  return args.length === 0 ? atom(name) : tuple(atom(name), ...args);
}

/** The name and the arguments of a request; undefined when it has no such form. */
export function namedRequest(request: unknown): [name: string, args: readonly unknown[]] | undefined {
  if (isAtom(request)) return [atomName(request), []];
  if (!isTuple(request) || !isAtom(request[0])) return undefined;
  return [atomName(request[0] as Atom), request.slice(1)];
}
