import * as library from "../src/index.js";
import { createHistory, createScope, type ImportModule, importFrom, scopeFor } from "./evaluate/index.js";
import { createHelpers } from "./helpers/index.js";
import { serverMessage } from "./messages.js";
import { serve } from "./server.js";
import type { Session } from "./session.js";
import type { Style } from "./style.js";
import type { InterruptedWhile, ShellDevice } from "./terminal/device.js";

/** A shell that runs. */
export interface Shell {
  /** The exit status that it was left with, once it was. */
  readonly left: Promise<number>;
  /** Tells it of Ctrl+C. */
  interrupt(during: InterruptedWhile): void;
}

export interface ShellOptions {
  device: ShellDevice;
  style: Style;
  /** Texts to evaluate before the first prompt. */
  evaluate: readonly string[];
  /** Whether Ctrl+C can come as a signal. */
  interruptible: boolean;
}

/** Starts a shell on a booted node: `user` is its group leader. */
export function startShell(options: ShellOptions): Shell {
  const session = createSession(options);
  const left = library.inProcess(() => serve(session, options.evaluate));
  return {
    left,
    interrupt: (during) => {
      if (session.server) library.send(session.server, serverMessage({ type: "interrupt", during }));
    },
  };
}

function createSession({ device, style, interruptible }: ShellOptions): Session {
  const scope = createScope({ builtins: { ...library } });
  const session: Session = {
    device,
    style,
    scope,
    history: createHistory(),
    importModule: importLibraryOr(importFrom(() => process.cwd())),
    interruptible,
    server: undefined,
  };
  for (const [name, helper] of Object.entries(createHelpers(session))) scope.provide(name, helper);
  return session;
}

/** `import … from "iex-ts"` at the prompt means the library that runs here. */
function importLibraryOr(importModule: ImportModule): ImportModule {
  return (specifier, options) => (specifier === "iex-ts" ? Promise.resolve(library) : importModule(specifier, options));
}

/** Functions of the prompt are sent with the bindings that their shell knows. */
export function shareBindings(): void {
  library.Code.addScopeProvider((fn) => scopeFor(fn));
}
