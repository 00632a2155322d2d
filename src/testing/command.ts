import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Where the built command lies: beside this file's bundle, in the package, or built from these sources. */
const PLACES = ["./iex-ts.js", "../iex-ts.js", "../../dist/iex-ts.js"];

/**
 * The command that a user runs as `iex-ts`, as program and first arguments.
 *
 * @throws Error when it has not been built
 */
export function command(): [string, ...string[]] {
  const files = PLACES.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined)
    throw new Error(`Cannot find the iex-ts command (looked for ${files.join(", ")}): build it with npm run build`);
  return [process.execPath, file];
}
