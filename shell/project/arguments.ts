import { type ParseArgsConfig, parseArgs } from "node:util";
import { MixError } from "../../src/project/index.js";

type Config<T> = { args: string[]; options: T; allowPositionals: true };

/**
 * Reads the arguments of a task.
 *
 * @throws MixError, in Mix's words, for options that it does not have
 */
export function parseTaskArgs<T extends NonNullable<ParseArgsConfig["options"]>>(
  task: string,
  args: readonly string[],
  options: T,
): ReturnType<typeof parseArgs<Config<T>>> {
  try {
    return parseArgs<Config<T>>({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const [, option = (error as Error).message] = /'([^']*)'/.exec((error as Error).message) ?? [];
    const unknown = (error as { code?: string }).code === "ERR_PARSE_ARGS_UNKNOWN_OPTION";
    const problem = unknown ? "Unknown option" : "Missing or unexpected value";
    throw new MixError(`Could not invoke task ${JSON.stringify(task)}: 1 error found!\n${option} : ${problem}`);
  }
}
