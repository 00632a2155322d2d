import type { Pid } from "../src/index.js";
import type { Project } from "../src/project/index.js";
import type { ImportModule, Scope, ValueHistory } from "./evaluate/index.js";
import type { PryRequest } from "./pry/request.js";
import type { Style } from "./style.js";
import type { Screen } from "./terminal/device.js";
import type { Types } from "./types/types.js";

/** What one shell has, through every death of its evaluator. */
export interface Session {
  readonly screen: Screen;
  readonly style: Style;
  /** What is there without being declared: the library, the helpers, the loaded modules. */
  readonly builtins: Record<string, unknown>;
  /**
   * The bindings of the prompt, above the builtins. Each evaluator has its own, so that what a dead
   * one still waited for binds nothing any more.
   */
  scope: Scope;
  /** The values of the last prompts. */
  history: ValueHistory;
  /** Keeps a text for the arrow keys of this and later sessions. */
  remember(text: string): void;
  /** The types of what was typed. */
  types: Types;
  readonly importModule: ImportModule;
  /** The file that each evaluator begins with: `.iex.ts`. */
  readonly dotIex: string | undefined;
  /** The process that the prompt stands in, where that is not the shell's own. */
  pried: PryRequest | undefined;
  /** Aborts when Ctrl+C ends what is being evaluated. */
  interrupt: AbortSignal | undefined;
  /** Has that end before its next statement begins; false when nothing is being evaluated: then a line that is on its way does not begin. */
  interruptRunning(): boolean;
  /** Whether it takes turns of its own, so that Ctrl+C at a terminal of this node can end what never gives the thread back. */
  readonly interruptible: boolean;
  /** Whether the first line that fails ends the shell, with status 1. */
  readonly haltOnError: boolean;
  /** Opens the menu about the node, where there is one: what Ctrl+C does when it stops nothing. */
  readonly onBreak: (() => void) | undefined;
  /** The project that the shell was started in, with `-S mix`. */
  readonly project: Project | undefined;
  /**
   * The earlier lines of the text that the prompt asks for; undefined while it asks for none, so that
   * nothing is completed.
   */
  unfinished: string | undefined;
  /** The process that reads and prompts; helpers tell it to respawn and to leave. */
  server: Pid | undefined;
}
