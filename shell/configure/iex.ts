import { atom, Code } from "../../src/index.js";
import { isStarted } from "../pry/open-shells.js";
import { pry } from "../pry/pry.js";
import type { Session } from "../session.js";
import { loadColors } from "../style.js";
import { configuration, configure } from "./configuration.js";
import type { Configuration, Text } from "./options.js";
import { inspectOptions, widthOf } from "./printing.js";

/**
 * `IEx` as the prompt of one shell has it. It is the module of that name too, beside what other nodes
 * call to open shells here.
 */
export function createIEx(session: Session): object {
  const iex = {
    /**
     * Configures all shells of this node, at once (`IEx.configure/1`).
     *
     * @returns `:ok`
     * @throws ArgumentError for a key that is not known and for a value that makes no sense: then
     *   nothing changes
     * @example
     * IEx.configure({ inspect: { limit: 10 }, defaultPrompt: "%counter>" });
     */
    async configure(options: Partial<Configuration>): Promise<symbol> {
      configure(options);
      if (options.colors?.enabled) await loadColors();
      return atom.ok;
    },
    /** What holds now (`IEx.configuration/0`). */
    configuration: (): Configuration => structuredClone(configuration()),
    /** How values print at this prompt (`IEx.inspect_opts/0`). */
    inspectOpts: () => inspectOptions(session),
    /** How many columns this shell uses (`IEx.width/0`). */
    width: () => widthOf(session),
    /** A text in one of the configured colours, where there are colours (`IEx.color/2`). */
    color: (name: Text, text: string) => session.style.color(name, text),
    /** Whether there is a shell (`IEx.started?/0`). */
    isStarted,
    /** Stops the calling process until somebody has looked at it (`IEx.pry/0`). */
    pry,
  };
  const module = { ...Code.whichModule("IEx")?.exports, ...iex };
  Code.registerModule("IEx", module);
  return module;
}
