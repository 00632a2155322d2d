import { type Configuration, checkOptions } from "./options.js";

/** One OS process is one node, and one configuration serves all shells of a node. */
let current: Configuration = {
  colors: {},
  inspect: {},
  width: 80,
  historySize: 20,
  defaultPrompt: "%prefix(%counter)>",
  alivePrompt: "%prefix(%node)%counter>",
};

/** What holds now. */
export function configuration(): Configuration {
  return current;
}

/**
 * Changes what is given and leaves the rest: of `colors` and `inspect` too, key by key.
 *
 * @throws ArgumentError, and changes nothing, when something is not valid
 * @see https://github.com/elixir-lang/elixir/blob/main/lib/iex/lib/iex/config.ex
 */
export function configure(options: unknown): void {
  checkOptions(options);
  const { colors = {}, inspect = {} } = options;
  const syntaxColors = { ...current.colors.syntaxColors, ...colors.syntaxColors };
  current = {
    ...current,
    ...options,
    colors: { ...current.colors, ...colors, ...(Object.keys(syntaxColors).length > 0 ? { syntaxColors } : {}) },
    inspect: { ...current.inspect, ...inspect },
  };
}
