/**
 * What a function that Elixir calls `name` can be called here: Elixir writes `spawn_link` and `alive?`,
 * where TypeScript has `spawnLink` and `isAlive`. The name itself comes first.
 *
 * @example
 * typescriptNames("spawn_link"); // ["spawn_link", "spawnLink"]
 * typescriptNames("alive?"); // ["alive?", "isAlive", "alive"]
 * typescriptNames("fetch_env!"); // ["fetch_env!", "fetchEnvOrThrow"]
 */
export function typescriptNames(name: string): string[] {
  const [, words = "", mark = ""] = /^([a-z][a-z0-9_]*?)([?!]?)$/.exec(name) ?? [];
  if (words === "") return [name];
  const camel = words.replace(/_+([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
  if (mark === "?") return [name, `is${camel[0]!.toUpperCase()}${camel.slice(1)}`, camel];
  return mark === "!" ? [name, `${camel}OrThrow`] : [...new Set([name, camel])];
}

/**
 * The function of a built-in module that Elixir calls by another name; undefined where there is none,
 * or more than one that it could be.
 */
export function exportCalled(exports: object, name: string): string | undefined {
  const found = typescriptNames(name).filter(
    (candidate) => Object.hasOwn(exports, candidate) && typeof Reflect.get(exports, candidate) === "function",
  );
  return found.length === 1 ? found[0] : undefined;
}
