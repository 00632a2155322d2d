import * as library from "../index.js";
import { MixError } from "./mix-error.js";

/** Applications that are there already. */
const TAKEN = ["elixir", "erlang", "iex", "iex_ts", "kernel", "logger", "mix", "stdlib"];

/**
 * Checks the name of an application, which is also that of its folder.
 *
 * @throws MixError in the words of `mix new`
 */
export function checkAppName(name: string): void {
  if (!/^[a-z][a-z0-9_]*$/.test(name))
    throw new MixError(
      `Application name must start with a lowercase ASCII letter, followed by lowercase ASCII letters, numbers, or underscores, got: ${JSON.stringify(name)}`,
    );
  if (TAKEN.includes(name))
    throw new MixError(
      `Cannot use application name ${JSON.stringify(name)} because it is already used by iex-ts: choose another name`,
    );
}

/**
 * Checks the name of a module.
 *
 * @throws MixError in the words of `mix new`
 */
export function checkModuleName(name: string): void {
  if (!/^[A-Z][A-Za-z0-9]*(\.[A-Z][A-Za-z0-9]*)*$/.test(name))
    throw new MixError(`Module name must be a valid alias (for example: Foo.Bar), got: ${JSON.stringify(name)}`);
  if (name in library || library.Code.whichModule(name) !== undefined || BUILT_IN.has(name))
    throw new MixError(`Module name ${name} is already taken, please choose another name`);
}

/** What JavaScript itself has at the prompt: a module of that name would hide it. */
const BUILT_IN: ReadonlySet<string> = new Set(
  Object.getOwnPropertyNames(globalThis).filter((name) => /^[A-Z]/.test(name)),
);

/**
 * The name of the module that an application is called after.
 *
 * @example
 * moduleOfApp("p24_chat"); // "P24Chat"
 */
export function moduleOfApp(app: string): string {
  return app
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

/**
 * Where the file of a module lies below `src/`, without its extension: the inverse of how the files
 * of a project are named.
 *
 * @example
 * fileOfModule("P24Chat.TaskSupervisor"); // "p24_chat/task_supervisor"
 */
export function fileOfModule(module: string): string {
  return module
    .split(".")
    .map((part) => part.replace(/(?<=[a-z0-9])([A-Z])|(?<=[A-Z])([A-Z])(?=[a-z])/g, "_$1$2").toLowerCase())
    .join("/");
}
