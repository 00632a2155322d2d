/**
 * `iex-ts/config`: what the config files of a project and its `mix.ts` import. Elixir's `Config`.
 *
 * @packageDocumentation
 */

import { environment, importFrom, put } from "./evaluation.js";

export type { ApplicationDefinition, ProjectDefinition } from "./definition.js";

/**
 * Configures an application (`Config.config/2`, `config/3`): `Application.getEnv` gives the values.
 * What was configured before is merged with it: plain objects key by key and at every depth, of
 * anything else the later one stays. Values may be functions.
 *
 * @param app the name of an application: the project's own, or `"logger"`
 * @throws Error outside of a config file
 * @example
 * config("p24_chat", { remoteSupervisor: (recipient: string) => ["P24Chat.TaskSupervisor", recipient] });
 * config("p24_chat", "limits", { messages: 100 });
 */
export function config(app: string, env: Readonly<Record<string, unknown>>): void;
export function config(app: string, key: string, value: unknown): void;
export function config(...args: [string, object] | [string, string, unknown]): void {
  const [app, second, third] = args;
  if (typeof app !== "string" || app === "")
    throw new TypeError('config() needs the name of an application first: config("my_app", { key: value })');
  const isKey = args.length === 3 && typeof second === "string";
  if (!isKey && (args.length !== 2 || typeof second !== "object" || second === null || Array.isArray(second)))
    throw new TypeError('config() needs an object of values, or a key and a value: config("my_app", { key: value })');
  put(app, isKey ? { [second]: third } : { ...(second as object) });
}

/**
 * The environment that is configured: `dev`, `test` or `prod` (`Config.config_env/0`).
 *
 * @throws Error outside of config files and `mix.ts`
 */
export function configEnv(): string {
  return environment();
}

/**
 * Evaluates another config file (`Config.import_config/1`).
 *
 * @param path relative to the file that imports it
 * @throws Error for a file that is not there
 * @example
 * await importConfig(`${configEnv()}.ts`);
 */
export function importConfig(path: string): Promise<void> {
  return importFrom(path);
}
