import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** What every shell of a user, or of a folder, begins with. */
const NAME = ".iex.ts";

/**
 * The file that is evaluated before the first prompt: the one that the command line names, else the
 * first there is of `.iex.ts` in the current folder and in `IEX_HOME`, or the home folder.
 *
 * @param wanted of `--dot-iex`; an empty one asks for none
 * @returns an absolute path
 */
export function findDotIex(wanted?: string): string | undefined {
  if (wanted === "") return undefined;
  if (wanted !== undefined) return resolve(wanted);
  return [process.cwd(), process.env.IEX_HOME ?? homedir()]
    .map((folder) => join(folder, NAME))
    .find((file) => existsSync(file));
}
