import type { Code } from "iex-ts";

type Made = (...args: never[]) => unknown;

/**
 * Makes functions as a line of the prompt does: their variables are in an object that the shell
 * knows, so nobody has to ask the engine for them.
 *
 * @param sources the text of each function
 * @param variables what they see
 */
export function asOfPrompt<Name extends string>(
  addScopeProvider: typeof Code.addScopeProvider,
  sources: Record<Name, string>,
  variables: Record<string, unknown>,
): Record<Name, Made> {
  const made = Object.fromEntries(
    Object.entries<string>(sources).map(([name, text]) => [
      name,
      new Function("it", `with (it) return ${text}`)(variables),
    ]),
  ) as Record<Name, Made>;
  const known = new Set<unknown>(Object.values(made));
  const view = { has: (name: string) => name in variables, get: (name: string) => variables[name] };
  addScopeProvider((fn) => (known.has(fn) ? view : undefined));
  return made;
}
