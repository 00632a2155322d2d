import * as library from "../src/index.js";
import type { Project } from "../src/project/index.js";
import type { Expansion } from "./complete/index.js";
import { findDotIex } from "./configure/dot-iex.js";
import { createIEx } from "./configure/iex.js";
import { configuredHistory } from "./configure/values.js";
import { createScope, scopeFor, warmUp } from "./evaluate/index.js";
import { createHelpers } from "./helpers/index.js";
import { highlight } from "./highlight/index.js";
import { whileLed } from "./led.js";
import { serverMessage, type ToServer } from "./messages.js";
import { serve } from "./server.js";
import type { Session } from "./session.js";
import type { Style } from "./style.js";
import type { InterruptedWhile, Screen } from "./terminal/device.js";
import type { Check } from "./types/check.js";
import { Types } from "./types/types.js";

/** A shell that runs. */
export interface Shell {
  /** The exit status that it was left with, once it was. */
  readonly left: Promise<number>;
  /** Tells it of Ctrl+C. */
  interrupt(during: InterruptedWhile): void;
  /** Tells it that nobody is there any more. */
  hangUp(): void;
  /** What Tab does after this part of a line; runs no code of the user. */
  expand?(before: string): Promise<Expansion>;
  /** A line that is being typed, in colours; undefined where it is none of code. */
  paint?(line: string): string | undefined;
  /** Whether what is read now is code: the prompt asks for it. */
  asksForCode?(): boolean;
  /** Whether it is the rest of a text, which Ctrl+C drops. Only for a shell of another node; others know themselves. */
  asksForMore?(): boolean;
}

export interface ShellOptions {
  screen: Screen;
  style: Style;
  /** Texts to evaluate before the first prompt. */
  evaluate: readonly string[];
  /** Files to compile and load before that. */
  require?: readonly string[];
  /** The file to evaluate before the first prompt, empty for none; `.iex.ts` when left out. */
  dotIex?: string | undefined;
  /** Keeps what was typed, where there is a history. */
  remember?: (text: string) => void;
  /** Whether Ctrl+C at a terminal of this node can end what never gives the thread back. */
  interruptible: boolean;
  /** What happens to texts that do not fit the types; nothing when left out. */
  check?: Check | undefined;
  /** The project whose modules are at hand. */
  project?: Project | undefined;
  /** Opens the menu about the node. Without it Ctrl+C at an empty prompt, twice, leaves. */
  onBreak?: (() => void) | undefined;
  /** Told of each change of what the prompt asks for: {@link Session.unfinished}. */
  onReading?: ((unfinished: string | undefined) => void) | undefined;
  /** Does the input and output of the shell; the caller's group leader when left out. */
  leader?: library.Pid | undefined;
  /** Whether the first line that fails ends the shell. */
  haltOnError?: boolean;
  /** What is there from the beginning, beside the library and the helpers. */
  bindings?: Readonly<Record<string, unknown>>;
}

/** Starts a shell on a booted node. */
export function startShell(options: ShellOptions): Shell {
  const { require = [], evaluate, leader } = options;
  const session = createSession({ ...options, dotIex: findDotIex(options.dotIex) });
  const served = library.inProcess(() => {
    if (leader) library.Process.groupLeader(library.self(), leader);
    return whileLed(session.screen, () => serve(session, { require, evaluate }));
  });
  const preparing = prepareToEvaluate(session);
  const left = served.finally(() => {
    clearTimeout(preparing);
    session.types.close();
  });
  const tell = (message: ToServer): void => {
    if (session.server) library.send(session.server, message);
  };
  return {
    left,
    interrupt: (during) => {
      if (during === "busy" && session.interruptRunning()) return;
      afterLines(() => tell(serverMessage({ type: "interrupt", during })));
    },
    hangUp: () => tell(serverMessage({ type: "leave", code: 0 })),
    expand: (before) => expandAt(session, before),
    paint: (line) => paintAt(session, line),
    asksForCode: () => session.unfinished !== undefined,
  };
}

/** A line that was entered just before is on its way: the group leader and the reader may each take a turn of their own. */
function afterLines(tell: () => void): void {
  setImmediate(() => setImmediate(tell));
}

/** Completion is loaded at the first Tab, when nobody did so before. */
async function expandAt(session: Session, before: string): Promise<Expansion> {
  const { unfinished } = session;
  if (unfinished === undefined) return { yes: false, insert: "", candidates: [] };
  const { expand } = await import("./complete/index.js");
  return expand(unfinished + before, session);
}

/** Only lines that the prompt asks for are code. */
function paintAt({ unfinished, style }: Session, line: string): string | undefined {
  const { code } = style;
  return code && unfinished !== undefined ? highlight(line, unfinished, code) : undefined;
}

/** What the first line will need is loaded while the user reads the prompt; what Tab and sending functions need, later. */
function prepareToEvaluate({ screen }: Session): NodeJS.Timeout | undefined {
  setImmediate(() => void warmUp());
  if (!screen.geometry()) return undefined;
  return setTimeout(() => {
    library.Code.warmUp();
    void import("./complete/index.js");
  }, IDLE).unref();
}

/** When nobody is likely to have typed a whole line yet, in milliseconds. */
const IDLE = 300;

/** What one shell has; one that only evaluates needs no more than a screen and a style. */
export function createSession({
  screen,
  style,
  interruptible = false,
  haltOnError = false,
  project,
  dotIex,
  onBreak,
  onReading,
  bindings = {},
  check = "off",
  remember = () => {},
}: Pick<ShellOptions, "screen" | "style"> & Partial<ShellOptions>): Session {
  const builtins: Record<string, unknown> = { ...library };
  let unfinished: string | undefined;
  const session: Session = {
    screen,
    style,
    builtins,
    scope: createScope(),
    history: configuredHistory(),
    remember,
    types: new Types({
      check,
      get scope() {
        return session.scope;
      },
      attended: screen.geometry() !== undefined,
      warn: (text) => screen.write(style.color("evalInfo", text)),
    }),
    importModule: (specifier, options) => library.Code.importFromHere(specifier, options) as Promise<object>,
    dotIex,
    pried: undefined,
    interrupt: undefined,
    interruptRunning: () => false,
    interruptible,
    haltOnError,
    onBreak,
    project,
    get unfinished() {
      return unfinished;
    },
    set unfinished(text) {
      unfinished = text;
      onReading?.(text);
    },
    server: undefined,
  };
  Object.assign(builtins, createHelpers(session), { IEx: createIEx(session) }, project?.modules(), bindings);
  session.scope = createScope({ builtins });
  return session;
}

/** Functions of the prompt are sent with the bindings that their shell knows. */
export function shareBindings(): void {
  library.Code.addScopeProvider(scopes);
}

/** One for all shells: it is added once, however often. */
const scopes = (fn: object): ReturnType<typeof scopeFor> => scopeFor(fn);
