import * as library from "../src/index.js";
import type { Project } from "../src/project/index.js";
import type { Expansion } from "./complete/index.js";
import { createHistory, createScope, scopeFor, warmUp } from "./evaluate/index.js";
import { createHelpers } from "./helpers/index.js";
import { serverMessage, type ToServer } from "./messages.js";
import { serve } from "./server.js";
import type { Session } from "./session.js";
import type { Style } from "./style.js";
import type { InterruptedWhile, Screen } from "./terminal/device.js";

/** A shell that runs. */
export interface Shell {
  /** The exit status that it was left with, once it was. */
  readonly left: Promise<number>;
  /** Tells it of Ctrl+C. */
  interrupt(during: InterruptedWhile): void;
  /** Tells it that nobody is there any more. */
  hangUp(): void;
  /** What Tab does after this part of a line; runs no code of the user. Absent where the shell is that of another node. */
  expand?(before: string): Promise<Expansion>;
}

export interface ShellOptions {
  screen: Screen;
  style: Style;
  /** Texts to evaluate before the first prompt. */
  evaluate: readonly string[];
  /** Keeps what was typed, where there is a history. */
  remember?: (text: string) => void;
  /** Whether Ctrl+C can come as a signal. */
  interruptible: boolean;
  /** The project whose modules are at hand. */
  project?: Project | undefined;
}

/** Starts a shell on a booted node: `user` is its group leader. */
export function startShell(options: ShellOptions): Shell {
  const session = createSession(options);
  const left = library.inProcess(() => serve(session, options.evaluate));
  prepareToEvaluate(session);
  const tell = (message: ToServer): void => {
    if (session.server) library.send(session.server, message);
  };
  return {
    left,
    interrupt: (during) => tell(serverMessage({ type: "interrupt", during })),
    hangUp: () => tell(serverMessage({ type: "leave", code: 0 })),
    expand: (before) => expandAt(session, before),
  };
}

/** Completion is loaded at the first Tab. */
async function expandAt(session: Session, before: string): Promise<Expansion> {
  const { unfinished } = session;
  if (unfinished === undefined) return { yes: false, insert: "", candidates: [] };
  const { expand } = await import("./complete/index.js");
  return expand(unfinished + before, session);
}

/** What the first line will need is loaded while the user reads the prompt, and what sending functions needs, later. */
function prepareToEvaluate({ screen }: Session): void {
  setImmediate(() => void warmUp());
  if (screen.geometry()) setTimeout(() => library.Code.warmUp(), IDLE).unref();
}

/** When nobody is likely to have typed a whole line yet, in milliseconds. */
const IDLE = 300;

/** What one shell has; one that only evaluates needs no more than a screen and a style. */
export function createSession({
  screen,
  style,
  interruptible = false,
  project,
  remember = () => {},
}: Pick<ShellOptions, "screen" | "style"> & Partial<ShellOptions>): Session {
  const builtins: Record<string, unknown> = { ...library };
  const session: Session = {
    screen,
    style,
    builtins,
    scope: createScope(),
    history: createHistory(),
    remember,
    importModule: (specifier) => library.Code.importFromHere(specifier) as Promise<object>,
    interruptible,
    project,
    unfinished: undefined,
    server: undefined,
  };
  Object.assign(builtins, createHelpers(session), project?.modules());
  session.scope = createScope({ builtins });
  return session;
}

/** Functions of the prompt are sent with the bindings that their shell knows. */
export function shareBindings(): void {
  library.Code.addScopeProvider((fn) => scopeFor(fn));
}
