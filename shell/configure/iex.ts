import { atom, Code, type InspectOptions } from "../../src/index.js";
import { isStarted } from "../pry/open-shells.js";
import { pry } from "../pry/pry.js";
import type { Session } from "../session.js";
import { loadColors } from "../style.js";
import { configuration, configure } from "./configuration.js";
import type { Configuration, Text } from "./options.js";
import { inspectOptions, widthOf } from "./printing.js";

/** `IEx` as a prompt has it: the shells of this node, and the one that it stands in. */
export interface PromptIEx {
  /**
   * Configures all shells of this node, at once (`IEx.configure/1`).
   *
   * @returns `:ok`
   * @throws ArgumentError for a key that is not known and for a value that makes no sense: then
   *   nothing changes
   * @example
   * IEx.configure({ inspect: { limit: 10 }, defaultPrompt: "%counter>" });
   */
  configure(options: Partial<Configuration>): Promise<symbol>;
  /** What holds now (`IEx.configuration/0`). */
  configuration(): Configuration;
  /** How values print at this prompt (`IEx.inspect_opts/0`). */
  inspectOpts(): InspectOptions;
  /** How many columns this shell uses (`IEx.width/0`). */
  width(): number;
  /** A text in one of the configured colours, where there are colours (`IEx.color/2`). */
  color(name: Text, text: string): string;
  /** Whether there is a shell (`IEx.started?/0`). */
  isStarted(): boolean;
  /**
   * Stops the calling process and asks here whether somebody wants to look (`IEx.pry/0`): the prompt is
   * in that process then, with these variables, until `continue()`.
   *
   * @returns `:ok`; `{:error, :refused}` when nobody wanted to
   * @example
   * await IEx.pry({ state, request });
   */
  pry: typeof pry;
}

/** `IEx` of one shell. It is the module of that name too, beside what other nodes call to open shells here. */
export function createIEx(session: Session): object {
  const iex: PromptIEx = {
    async configure(options) {
      configure(options);
      if (options.colors?.enabled) await loadColors();
      return atom.ok;
    },
    configuration: () => structuredClone(configuration()),
    inspectOpts: () => inspectOptions(session),
    width: () => widthOf(session),
    color: (name, text) => session.style.color(name, text),
    isStarted,
    pry,
  };
  const module = { ...Code.whichModule("IEx")?.exports, ...iex };
  Code.registerModule("IEx", module);
  return module;
}
