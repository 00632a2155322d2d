import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { resolve } from "import-meta-resolve";
import type { ImportModule } from "../../../shell/evaluate/index.js";

/**
 * Imports as a module in a folder does: relative paths start there, and packages are looked for
 * there and above.
 *
 * @param folder an absolute path, or a function that answers one at each import.
 */
export function importFrom(folder: string | (() => string)): ImportModule {
  return async (specifier, options) => {
    const parent = pathToFileURL(join(typeof folder === "string" ? folder : folder(), "iex.mjs")).href;
    const url = resolve(String(specifier), parent);
    return options?.with?.type === "json" ? await import(url, { with: { type: "json" } }) : await import(url);
  };
}
