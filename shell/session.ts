import type { Pid } from "../src/index.js";
import type { Project } from "../src/project/index.js";
import type { ImportModule, Scope, ValueHistory } from "./evaluate/index.js";
import type { Style } from "./style.js";
import type { Screen } from "./terminal/device.js";

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
  readonly history: ValueHistory;
  /** Keeps a text for the arrow keys of this and later sessions. */
  remember(text: string): void;
  readonly importModule: ImportModule;
  /** Whether Ctrl+C comes as a signal, so that it can end a synchronous loop. */
  readonly interruptible: boolean;
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
